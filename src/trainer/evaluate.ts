import path from 'node:path';
import type { RuntimeName, RuntimeReport } from '../core/training/events';
import type { Places } from '../protocol/places';
import { makeSteps } from './capture/makeSteps';
import { loadCheckpoint } from './checkpoints';
import { createControl } from './control';
import { loadData } from './data/loadData';
import { evaluatePart } from './epochs';
import { chooseCheckpoint } from './export/chooseCheckpoint';
import { Failure } from './failure';
import { makeReadout } from './learning/readout';
import { Pace } from './pace';
import { checkDesign, checkMetrics, endsOf, makeLearner, settingsOf, withSampleShapes } from './prepare';
import { Streams } from './random/streams';
import { readRunFolder } from './readRunFolder';
import { startRuntime } from './runtime/runtime';

export interface EvaluateOptions {
  readonly runtime?: RuntimeName | 'auto';
  /** Where a native TensorFlow is looked for. */
  readonly places?: Places;
  /** Use at most about so many samples. */
  readonly limit?: number;
  /** Where downloaded data sets are kept. */
  readonly datasetCache?: string;
}

/** What a trained model makes of samples that it did not learn from. */
export interface Evaluation {
  /** Keras's keys: `loss`, `accuracy` … */
  readonly logs: { readonly [key: string]: number };
  /** Which samples: the data set's own test part, else the validation part. */
  readonly part: 'test' | 'validation';
  readonly samples: number;
  readonly checkpoint: 'best' | 'last';
  /** Of the checkpoint. */
  readonly epoch: number;
  readonly runtime: RuntimeReport;
}

/** Evaluates the best weights of a run, or the last where there are no best. Rejects with a `Failure`. */
export async function evaluate(folder: string, options: EvaluateOptions = {}): Promise<Evaluation> {
  const { text, record } = await readRunFolder(folder);
  const design = checkDesign(text, record.designPath);
  const settings = settingsOf(design, record.settings);
  const runtime = await startRuntime(options.runtime, options.places);
  const data = await loadData(design.data, {
    folder: path.dirname(record.designPath),
    ...endsOf(design, settings),
    limit: options.limit,
    cache: options.datasetCache,
  });
  const test = await data.test();
  const samples = test ?? data.validation;
  if (!samples)
    throw new Failure('There is nothing to evaluate with: the data has no test part and the design keeps none for validation.', {
      next: 'Add "validation": { "last_fraction": 0.1 } to the design\'s data, and train again.',
    });
  const analysis = withSampleShapes(design, data.sampleShapes);
  checkMetrics(settings, data, analysis);
  const learner = makeLearner(analysis, settings, data.targets, new Streams(settings.seed));
  try {
    const { kind, file } = await chooseCheckpoint(folder);
    const { epoch } = await loadCheckpoint(file, learner.model);
    const pace = new Pace(createControl(), { paused: () => Promise.resolve(), resumed: () => Promise.resolve() });
    const readout = makeReadout(learner.measures, settings.keys);
    const steps = await makeSteps(runtime.name, learner, data, settings.batchSize, () => undefined);
    const means = await evaluatePart(steps, samples, settings.batchSize, readout, pace);
    steps.dispose();
    const part = test ? 'test' : 'validation';
    return { logs: means.logs(), part, samples: samples.count, checkpoint: kind, epoch: Number(epoch), runtime };
  } finally {
    learner.dispose();
  }
}
