import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { statelessValues } from '../../../../src/trainer/random/philox';
import { stateless } from '../../../../src/trainer/random/stateless';
import { startRuntime } from '../../../../src/trainer/runtime/runtime';
import { tensorflowPlaces } from '../tensorflow';

describe.skipIf(!tensorflowPlaces)('our kernels on TensorFlow', () => {
  beforeAll(() => startRuntime('tensorflow', tensorflowPlaces));

  it.each(['uniform', 'normal'] as const)('random numbers of a seed (%s) are those of the other runtimes', (kind) => {
    const seed = [123456, -98765];
    const made = stateless(kind, [3, 5], tf.tensor1d(seed, 'int32'));
    expect(made.shape).toEqual([3, 5]);
    const wanted = statelessValues(kind, seed, 15);
    made.dataSync().forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, kind === 'uniform' ? 12 : 5));
  });

  it('looks rows up without a look at the indices, and refuses those out of bounds', () => {
    const rows = tf.tensor2d([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect([...tf.gather(rows, tf.tensor1d([2, 0], 'int32')).dataSync()]).toEqual([5, 6, 1, 2]);
    expect(() => tf.gather(rows, tf.tensor1d([3], 'int32'))).toThrow('3');
  });
});
