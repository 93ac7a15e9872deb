import path from 'node:path';
import type { RuntimeReport } from '../../core/training/events';
import type { EvaluationRequest } from '../../protocol/evaluation';
import type { SavedWeights } from '../../protocol/weightsExport';
import { loadCheckpoint } from '../checkpoints';
import { loadData } from '../data/loadData';
import type { DataPart, LoadedData } from '../data/loadedData';
import { chooseCheckpoint } from '../export/chooseCheckpoint';
import { Failure } from '../failure';
import type { Learner } from '../learning/learner';
import { checkDesign, checkMetrics, endsOf, makeLearner, settingsOf, withSampleShapes, type TrainableDesign } from '../prepare';
import { Streams } from '../random/streams';
import { readRunFolder } from '../readRunFolder';
import { startRuntime } from '../runtime/runtime';
import type { Settings } from '../settings';

/** A run's model with its weights, and the samples that it is measured on. */
export interface OpenEvaluation {
  readonly design: TrainableDesign;
  readonly settings: Settings;
  readonly data: LoadedData;
  /** The data set's own test part, else the validation part. */
  readonly part: 'test' | 'validation';
  readonly samples: DataPart;
  /** The caller disposes it. */
  readonly learner: Learner;
  readonly checkpoint: SavedWeights;
  /** Of the checkpoint. */
  readonly epoch: number;
  readonly runtime: RuntimeReport;
}

/** Opens a run with its best weights, or the last where there are no best. Rejects with a `Failure`. */
export async function openEvaluation(request: EvaluationRequest): Promise<OpenEvaluation> {
  const { folder } = request;
  const { text, record } = await readRunFolder(folder);
  const design = checkDesign(text, record.designPath);
  const settings = settingsOf(design, record.settings);
  const { kind, file } = await chooseCheckpoint(folder, request.checkpoint);
  const runtime = await startRuntime(request.runtime, request.places);
  const data = await loadData(design.data, {
    folder: path.dirname(record.designPath),
    ...endsOf(design, settings),
    limit: request.limit,
    cache: request.datasetCache,
  });
  const test = await data.test();
  const found = test ?? data.validation;
  if (!found)
    throw new Failure('There is nothing to evaluate with: the data has no test part and the design keeps none for validation.', {
      next: 'Add "validation": { "last_fraction": 0.1 } to the design\'s data, and train again.',
    });
  const analysis = withSampleShapes(design, data.sampleShapes);
  checkMetrics(settings, data, analysis);
  const learner = makeLearner(analysis, settings, data.targets, new Streams(settings.seed));
  try {
    const { epoch } = await loadCheckpoint(file, learner.model);
    const part = test ? 'test' : 'validation';
    const samples = request.first === undefined ? found : { ...found, count: Math.min(found.count, request.first) };
    return { design, settings, data, part, samples, learner, checkpoint: kind, epoch: Number(epoch), runtime };
  } catch (error) {
    learner.dispose();
    throw error;
  }
}
