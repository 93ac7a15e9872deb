import * as tf from '@tensorflow/tfjs-core';
import type { DataPart, LoadedData } from '../data/loadedData';
import { shuffle, type RandomStream } from '../random/randomStream';
import type { Batch } from './learner';

const sizeOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** Turns samples of a part into batches. The arrays that they are read into are used again for the next batch. */
export class BatchReader {
  private readonly inputs: Float32Array;
  private readonly targets: Float32Array | Int32Array;

  constructor(
    private readonly data: LoadedData,
    readonly batchSize: number,
  ) {
    this.inputs = new Float32Array(batchSize * sizeOf(data.sampleShape));
    const targets = batchSize * sizeOf(data.targetShape);
    this.targets = data.targetKind === 'classes' ? new Int32Array(targets) : new Float32Array(targets);
  }

  /** The caller disposes both tensors before it reads the next batch. */
  read(part: DataPart, indices: Int32Array): Batch {
    const { sampleShape, targetShape, targetKind } = this.data;
    part.readInputs(indices, this.inputs);
    part.readTargets(indices, this.targets);
    const filled = <A extends Float32Array | Int32Array>(array: A, shape: readonly number[]) =>
      array.subarray(0, indices.length * sizeOf(shape));
    return {
      inputs: tf.tensor(filled(this.inputs, sampleShape), [indices.length, ...sampleShape]),
      targets: tf.tensor(
        filled(this.targets, targetShape),
        [indices.length, ...targetShape],
        targetKind === 'classes' ? 'int32' : 'float32',
      ),
    };
  }
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
