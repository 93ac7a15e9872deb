import * as tf from '@tensorflow/tfjs-core';
import type { DataPart } from './data/loadedData';
import { elementCount } from './data/numericArray';
import { cutBatches, sampleOrder } from './learning/batches';
import { OutputMoments } from './learning/outputMoments';
import type { Model } from './model/model';

/** So many samples at once; what dropout draws for a sample depends on it. */
const BATCH = 256;

/** What each of a model's outputs is, for one sample after another. */
export interface ComputedOutput {
  /** With passes: their mean. */
  readonly values: Float32Array;
  /** Only with passes: the standard deviation, divided by their number as NumPy's `std`. */
  readonly deviation?: Float32Array;
}

/** What is made of an output's values before means are taken; `output`: its place in the model. */
type Finish = (values: Float32Array, output: number) => Float32Array;

/**
 * The outputs of a model for all samples of a part, in the order of the model. `passes`: so many with dropout at work, which
 * draws anew each time, of which mean and deviation are told. `between` is awaited after each batch.
 */
export async function computeOutputs(
  model: Model,
  part: Pick<DataPart, 'count' | 'readInputs'>,
  sampleShapes: readonly (readonly number[])[],
  {
    passes,
    finish,
    between,
  }: { readonly passes?: number; readonly finish?: Finish; readonly between?: (samples: number) => Promise<void> } = {},
): Promise<readonly ComputedOutput[]> {
  const once = async (random: boolean): Promise<readonly Float32Array[]> => {
    const all = await computeOnce(model, part, sampleShapes, random, between);
    return finish ? all.map(finish) : all;
  };
  if (passes === undefined) return (await once(false)).map((values) => ({ values }));
  const moments: OutputMoments[] = [];
  for (let pass = 0; pass < passes; pass++)
    (await once(true)).forEach((values, i) => (moments[i] ??= new OutputMoments(values.length)).add(values));
  return moments.map(({ mean, deviation }) => ({ values: mean, deviation }));
}

async function computeOnce(
  model: Model,
  part: Pick<DataPart, 'count' | 'readInputs'>,
  sampleShapes: readonly (readonly number[])[],
  random: boolean,
  between: ((samples: number) => Promise<void>) | undefined,
): Promise<readonly Float32Array[]> {
  const all = model.outputShapes.map((shape) => new Float32Array(part.count * elementCount(shape)));
  let done = 0;
  for (const indices of cutBatches(sampleOrder(part.count), BATCH)) {
    const samples = sampleShapes.map((shape, i) => {
      const values = new Float32Array(indices.length * elementCount(shape));
      part.readInputs(indices, values, i);
      return values;
    });
    const outputs = tf.tidy(() => {
      if (random) model.draws.forEach((draw) => (draw.seed = tf.tensor1d([...draw.next()], 'int32')));
      const batch = samples.map((values, i) => tf.tensor(values, [indices.length, ...sampleShapes[i]!]));
      return model.forward(batch, { training: false, random }).outputs.map(({ output }) => output.dataSync() as Float32Array);
    });
    outputs.forEach((values, i) => all[i]!.set(values, done * elementCount(model.outputShapes[i]!)));
    done += indices.length;
    await between?.(indices.length);
  }
  return all;
}
