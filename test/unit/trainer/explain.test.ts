import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/trainer/explain';
import { startRuntime } from '../../../src/trainer/runtime/runtime';
import { tensorflowPlaces } from './tensorflow';

function thrown(): unknown {
  try {
    return tf.gather(tf.tensor([1, 2, 3]), tf.tensor([5], [1], 'int32')).dataSync();
  } catch (error) {
    return error;
  }
}

describe.each(['wasm', 'tensorflow'] as const)('on %s', (runtime) => {
  it.skipIf(runtime === 'tensorflow' && !tensorflowPlaces)('a number outside of an Embedding is told in words', async () => {
    await startRuntime(runtime, tensorflowPlaces);
    expect(explain(thrown()).message).toBe('An Embedding was given a number outside of its input_dim.');
  });
});

describe("TensorFlow's errors", () => {
  it('are told without what is put before them', () => {
    const error = new Error('Invalid TF_Status: 3\nMessage: Computed output size would be negative: -1');
    expect(explain(error).cause).toBe('Computed output size would be negative: -1');
  });

  it('of memory are told as such', () => {
    const error = new Error('Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[1000,1000]');
    expect(explain(error).message).toBe('Memory ran out.');
  });
});
