import { valueFor, type Each } from '../core/training/each';
import type { RuntimeName, RuntimeReport } from '../core/training/events';
import type { Places } from '../protocol/places';
import type { SavedWeights } from '../protocol/weightsExport';
import { computeOutputs } from './computeOutputs';
import { readArrayFile } from './data/arrayFile';
import { countOf, dataPart, sampleShapeOf } from './data/dataPart';
import { fitInputs } from './data/fit';
import { loadData } from './data/loadData';
import type { DataContext, DataPart } from './data/loadedData';
import type { NumericArray } from './data/numericArray';
import { readScale, refuseNonFinite } from './data/scale';
import { inputNames, inputSource, titleOf } from './data/sources';
import { Failure } from './failure';
import { buildModel } from './model/buildModel';
import { openPrediction } from './predictionSource';
import { endsOf, withSampleShapes, type TrainableDesign } from './prepare';
import { Streams } from './random/streams';
import { startRuntime } from './runtime/runtime';

export interface PredictOptions {
  /**
   * A file of inputs as training takes them, of several Input layers one for each by name; of an archive `arrays.npz#x_test`.
   * Relative ones start at the working folder.
   */
  readonly inputs: Each<string>;
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

/** What one of the model's outputs is. All values of a kind one sample after another. */
export interface PredictedOutput {
  readonly name: string;
  /** Of the output for one sample. */
  readonly shape: readonly number[];
  /** Without Monte Carlo: the outputs; with it their mean. */
  readonly values: Float32Array;
  /** Only of Monte Carlo: the standard deviation, divided by the number of passes as NumPy's `std`. */
  readonly deviation?: Float32Array;
}

/** What a trained model says of samples. */
export interface Prediction {
  readonly samples: number;
  /** In the order of the model. */
  readonly outputs: readonly PredictedOutput[];
  /** Whether anything in the model draws random numbers. */
  readonly random: boolean;
  /** Of a run. */
  readonly checkpoint?: SavedWeights;
  readonly epoch?: number;
  readonly runtime: RuntimeReport;
}

/**
 * Computes the model of a run (its folder), or a design with the weights that it begins with (its file), for samples of files,
 * scaled as the design says. Rejects with a `Failure`.
 */
export async function predict(source: string, options: PredictOptions): Promise<Prediction> {
  const { design, settings, folder, fill } = await openPrediction(source, options.checkpoint);
  const runtime = await startRuntime(options.runtime, options.places);
  const { part, sampleShapes } = await readInputs(design, options, {
    folder,
    ...endsOf(design, settings),
    cache: options.datasetCache,
  });
  const model = buildModel(withSampleShapes(design, sampleShapes), new Streams(options.seed ?? settings.seed));
  try {
    const weights = await fill(model);
    const outputs = await computeOutputs(model, part, sampleShapes, { passes: options.monteCarlo });
    const named = outputs.map((output, i) => ({ name: design.outputs[i]!.name, shape: model.outputShapes[i]!, ...output }));
    return { samples: part.count, random: model.draws.length > 0, ...weights, runtime, outputs: named };
  } finally {
    model.dispose();
  }
}

async function readInputs(
  { data, inputs: layers }: TrainableDesign,
  { inputs, limit = Infinity }: PredictOptions,
  context: DataContext,
): Promise<{ readonly part: DataPart; readonly sampleShapes: readonly (readonly number[])[] }> {
  const arrays: NumericArray[] = [];
  const sampleShapes: (readonly number[])[] = [];
  for (const [i, name] of inputNames(inputs, context, '--inputs').entries()) {
    const source = inputSource(name, process.cwd());
    const title = titleOf(source);
    const array = await readArrayFile(source);
    if (countOf(array) === 0) throw new Failure(`${title} holds no samples.`);
    if (i > 0 && countOf(array) !== countOf(arrays[0]!))
      throw new Failure(`${title} holds ${countOf(array)} samples, the file before it ${countOf(arrays[0]!)}.`, {
        next: 'Give files of the same samples.',
      });
    sampleShapes.push(fit(sampleShapeOf(array), layers[i]!.output!, title));
    refuseNonFinite(array.values, sampleShapeOf(array), `The inputs in ${title}`);
    arrays.push(array);
  }
  // What the training data was standardized by is not saved with a run: it is worked out of that data again.
  const standardized = layers.some(({ name }) => valueFor(data.standardize, name) !== undefined);
  const moments = standardized ? (await loadData(data, context)).moments : undefined;
  const scales = layers.map(({ name }) => readScale(valueFor(data.scale, name)));
  const range = { from: 0, to: Math.min(countOf(arrays[0]!), limit) };
  return { part: dataPart({ inputs: arrays, targets: [] }, range, scales, moments), sampleShapes };
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
