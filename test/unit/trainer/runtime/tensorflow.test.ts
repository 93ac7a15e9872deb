import * as tf from '@tensorflow/tfjs-core';
import util from 'node:util';
import { describe, expect, it } from 'vitest';
import { startRuntime } from '../../../../src/trainer/runtime/runtime';
import { tensorflowPlaces } from '../tensorflow';

describe.skipIf(!tensorflowPlaces)('the native TensorFlow', () => {
  it('computes, and says which it is', async () => {
    // What tfjs-node asks Node for is not there any more, or prints a warning.
    const gone = (): never => {
      throw new Error('Node has this no more.');
    };
    Object.assign(util, { isNullOrUndefined: gone, isArray: gone });
    const { name, label, version } = await startRuntime('tensorflow', tensorflowPlaces);
    expect(name).toBe('tensorflow');
    expect(label).toMatch(/^TensorFlow \d+\.\d+\.\d+ \(.+\)$/);
    expect(label).toContain(version);
    expect(tf.getBackend()).toBe('tensorflow');
    expect(tf.matMul([[1, 2]], [[3], [4]]).arraySync()).toEqual([[11]]);
  });
});
