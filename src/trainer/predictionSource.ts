import * as tf from '@tensorflow/tfjs-core';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { SavedWeights } from '../protocol/weightsExport';
import { loadCheckpoint } from './checkpoints';
import { chooseCheckpoint } from './export/chooseCheckpoint';
import { openSource } from './export/modelSource';
import { Failure } from './failure';
import type { Model } from './model/model';
import { checkDesign, settingsOf, type TrainableDesign } from './prepare';
import { readRunFolder } from './readRunFolder';
import type { Settings } from './settings';

/** Of what predictions are computed: the model of a run, or a design and the weights that it begins with. */
export interface PredictionSource {
  readonly design: TrainableDesign;
  readonly settings: Settings;
  /** Where relative paths of the design's data start. */
  readonly folder: string;
  /** Sets the weights of the model; of a run the result says which they are. */
  readonly fill: (model: Model) => Promise<{ readonly checkpoint?: SavedWeights; readonly epoch?: number }>;
}

/** @param source the folder of a run, or a design's file. Rejects with a `Failure`. */
export async function openPrediction(source: string, kind?: SavedWeights): Promise<PredictionSource> {
  const found = await stat(source).catch(() => undefined);
  return found?.isFile() ? ofDesign(source) : ofRun(source, kind);
}

async function ofRun(folder: string, kind: SavedWeights | undefined): Promise<PredictionSource> {
  const { text, record } = await readRunFolder(folder);
  const design = checkDesign(text, record.designPath);
  const chosen = await chooseCheckpoint(folder, kind);
  return {
    design,
    settings: settingsOf(design, record.settings),
    folder: path.dirname(record.designPath),
    fill: async (model) => ({ checkpoint: chosen.kind, epoch: Number((await loadCheckpoint(chosen.file, model)).epoch) }),
  };
}

/** What only training needs: a model that was imported has weights, but no data. */
const UNUSED = { data: { dataset: 'mnist' }, loss: 'mse' };

async function ofDesign(file: string): Promise<PredictionSource> {
  const { analysis, weights } = await openSource({ source: file });
  const training = analysis.design?.training;
  if (training?.weights?.from === undefined)
    throw new Failure(`${path.basename(file)} has no weights to predict with.`, {
      next: 'Give the folder of a run of it; or name weights in the design: "training": { "weights": { "from": … } }.',
    });
  const design = checkDesign(JSON.stringify({ ...analysis.design, training: { ...UNUSED, ...training } }), file);
  return {
    design,
    settings: settingsOf(design, {}),
    folder: path.dirname(file),
    async fill(model) {
      const { arrays } = await weights();
      const byName = new Map(arrays.map((array) => [array.name, array]));
      for (const { path: name, variable } of model.weights)
        tf.tidy(() => variable.assign(tf.tensor(byName.get(name)!.values, variable.shape)));
      return {};
    },
  };
}
