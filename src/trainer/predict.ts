import * as tf from '@tensorflow/tfjs-core';
import path from 'node:path';
import type { RuntimeName, RuntimeReport } from '../core/training/events';
import type { Places } from '../protocol/places';
import type { SavedWeights } from '../protocol/weightsExport';
import { loadCheckpoint } from './checkpoints';
import { readArrayFile } from './data/arrayFile';
import { countOf, dataPart, sampleShapeOf } from './data/dataPart';
import { fitInputs } from './data/fit';
import { loadData } from './data/loadData';
import type { DataPart } from './data/loadedData';
import { elementCount } from './data/numericArray';
import { readScale, refuseNonFinite } from './data/scale';
import { inputSource, titleOf } from './data/sources';
import { chooseCheckpoint } from './export/chooseCheckpoint';
import { Failure } from './failure';
import { cutBatches, sampleOrder } from './learning/batches';
import { OutputMoments } from './learning/outputMoments';
import { buildModel } from './model/buildModel';
import type { Model } from './model/model';
import { checkDesign, withSampleShape, type TrainableDesign } from './prepare';
import { Streams } from './random/streams';
import { readRunFolder } from './readRunFolder';
import { startRuntime } from './runtime/runtime';
import { readSettings } from './settings';

/** So many samples at once; what dropout draws for a sample depends on it. */
const BATCH = 256;

export interface PredictOptions {
  /** A file of inputs as training takes them; of an archive `arrays.npz#x_test`. Relative ones start at the working folder. */
  readonly inputs: string;
  /** Use at most so many samples, the first ones. */
  readonly limit?: number;
  readonly checkpoint?: SavedWeights;
  /** Passes with dropout at work, whose mean and deviation is the answer. */
  readonly monteCarlo?: number;
  /** Of dropout; default: that of the run. */
  readonly seed?: number;
  readonly runtime?: RuntimeName | 'auto';
  readonly places?: Places;
  /** Where downloaded data sets are kept. */
  readonly datasetCache?: string;
}

/** What a trained model says of samples. All values of a kind one sample after another. */
export interface Prediction {
  readonly samples: number;
  /** Of the output for one sample. */
  readonly shape: readonly number[];
  /** Without Monte Carlo: the outputs; with it their mean. */
  readonly values: Float32Array;
  /** Only of Monte Carlo: the standard deviation, divided by the number of passes as NumPy's `std`. */
  readonly deviation?: Float32Array;
  /** Whether anything in the model draws random numbers. */
  readonly random: boolean;
  readonly checkpoint: SavedWeights;
  readonly epoch: number;
  readonly runtime: RuntimeReport;
}

/** Computes a run's model for samples of a file, scaled as the design says. Rejects with a `Failure`. */
export async function predict(folder: string, options: PredictOptions): Promise<Prediction> {
  const { text, record } = await readRunFolder(folder);
  const design = checkDesign(text, record.designPath);
  const settings = readSettings(design.design, record.settings);
  const chosen = await chooseCheckpoint(folder, options.checkpoint);
  const runtime = await startRuntime(options.runtime, options.places);
  const { part, sampleShape } = await readInputs(design, options, {
    folder: path.dirname(record.designPath),
    inputShape: design.input.output!,
    outputShape: design.output.output!,
    loss: settings.loss.name,
    cache: options.datasetCache,
  });
  const model = buildModel(withSampleShape(design, sampleShape), new Streams(options.seed ?? settings.seed));
  try {
    const { epoch } = await loadCheckpoint(chosen.file, model);
    const outputs = () => computeOutputs(model, part, sampleShape, options.monteCarlo !== undefined);
    const known = {
      samples: part.count,
      shape: model.outputShape,
      random: model.draws.length > 0,
      checkpoint: chosen.kind,
      epoch: Number(epoch),
      runtime,
    };
    if (options.monteCarlo === undefined) return { ...known, values: outputs() };
    const moments = new OutputMoments(part.count * elementCount(model.outputShape));
    for (let pass = 0; pass < options.monteCarlo; pass++) moments.add(outputs());
    return { ...known, values: moments.mean, deviation: moments.deviation };
  } finally {
    model.dispose();
  }
}

async function readInputs(
  { data, input }: TrainableDesign,
  { inputs, limit = Infinity }: PredictOptions,
  context: Parameters<typeof loadData>[1],
): Promise<{ readonly part: DataPart; readonly sampleShape: readonly number[] }> {
  const source = inputSource(inputs, process.cwd());
  const title = titleOf(source);
  const array = await readArrayFile(source);
  const count = countOf(array);
  if (count === 0) throw new Failure(`${title} holds no samples.`);
  const sampleShape = fit(sampleShapeOf(array), input.output!, title);
  refuseNonFinite(array.values, sampleShapeOf(array), `The inputs in ${title}`);
  // What the training data was standardized by is not saved with a run: it is worked out of that data again.
  const moments = data.standardize === undefined ? undefined : (await loadData(data, context)).moments;
  const none = { shape: [count], values: new Uint8Array(count) };
  const range = { from: 0, to: Math.min(count, limit) };
  return { part: dataPart({ inputs: array, targets: none }, range, readScale(data.scale), moments), sampleShape };
}

/** As `fitInputs`, for a model that is what it is. */
function fit(...what: Parameters<typeof fitInputs>): readonly number[] {
  try {
    return fitInputs(...what);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.message, { next: 'Give samples of the shape that the model was trained on.' });
  }
}

/** The outputs for all samples; with `random` dropout acts, and draws anew each time. */
function computeOutputs(model: Model, part: DataPart, sampleShape: readonly number[], random: boolean): Float32Array {
  const [inputSize, outputSize] = [elementCount(sampleShape), elementCount(model.outputShape)];
  const all = new Float32Array(part.count * outputSize);
  let at = 0;
  for (const indices of cutBatches(sampleOrder(part.count), BATCH)) {
    const samples = new Float32Array(indices.length * inputSize);
    part.readInputs(indices, samples);
    const values = tf.tidy(() => {
      if (random) model.draws.forEach((draw) => (draw.seed = tf.tensor1d([...draw.next()], 'int32')));
      const batch = tf.tensor(samples, [indices.length, ...sampleShape]);
      return model.forward([batch], { training: false, random }).output.dataSync() as Float32Array;
    });
    all.set(values, at);
    at += values.length;
  }
  return all;
}
