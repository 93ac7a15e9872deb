import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { DataPart, LoadedData } from '../data/loadedData';
import { shuffle, type RandomStream } from '../random/randomStream';
import type { Batch } from './learner';

const sizeOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** One array of a batch: the samples for an Input layer, or the targets of an output. */
interface Column {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly values: Float32Array | Int32Array;
  readonly fill: (part: DataPart, indices: Int32Array, out: Float32Array | Int32Array) => void;
}

/** Turns samples of a part into batches. The arrays that they are read into are used again for the next batch. */
export class BatchReader {
  private readonly inputs: readonly Column[];
  private readonly targets: readonly Column[];
  private readonly weights: readonly Column[];

  constructor(
    data: LoadedData,
    readonly batchSize: number,
  ) {
    this.inputs = data.sampleShapes.map((shape, i) => ({
      shape,
      dtype: 'float32',
      values: new Float32Array(batchSize * sizeOf(shape)),
      fill: (part, indices, out) => part.readInputs(indices, out as Float32Array, i),
    }));
    this.targets = data.targets.map(({ shape, kind }, i) => ({
      shape,
      dtype: kind === 'classes' ? 'int32' : 'float32',
      values: new (kind === 'classes' ? Int32Array : Float32Array)(batchSize * sizeOf(shape)),
      fill: (part, indices, out) => part.readTargets(indices, out, i),
    }));
    this.weights = Array.from({ length: data.weights ?? 0 }, (_, i) => ({
      shape: [],
      dtype: 'float32',
      values: new Float32Array(batchSize),
      fill: (part, indices, out) => readWeights(part, indices, out as Float32Array, i),
    }));
  }

  /** The caller disposes all tensors before it reads the next batch. */
  read(part: DataPart, indices: Int32Array): Batch {
    const read = ({ shape, dtype, values, fill }: Column): Tensor => {
      fill(part, indices, values);
      return tf.tensor(values.subarray(0, indices.length * sizeOf(shape)), [indices.length, ...shape], dtype);
    };
    return { inputs: this.inputs.map(read), targets: this.targets.map(read), weights: this.weights.map(read) };
  }
}

/** How much samples count; 1 where a part does not say it. */
export function readWeights(part: DataPart, indices: Int32Array, out: Float32Array, column: number): void {
  if (part.readWeights) part.readWeights(indices, out, column);
  else out.fill(1, 0, indices.length);
}

/** The numbers of all samples of a part, in their order or, given a stream, in a random one. */
export function sampleOrder(count: number, stream?: RandomStream): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  if (stream) shuffle(stream, order);
  return order;
}

/** The order cut into batches; the last one may be smaller, as in Keras. */
export function* cutBatches(order: Int32Array, batchSize: number): Generator<Int32Array> {
  for (let from = 0; from < order.length; from += batchSize) yield order.subarray(from, from + batchSize);
}
