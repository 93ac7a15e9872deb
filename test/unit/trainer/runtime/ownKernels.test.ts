import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
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

  it('gradients of activations are their derivatives, as one operation each', () => {
    const x = tf.tensor1d([-2, -0.5, 0.25, 3]);
    const dy = tf.tensor1d([1, -2, 3, 0.5]);
    const [scale, alpha] = [1.0507009873554805, 1.6732632423543772];
    const slopes = {
      relu: [0, 0, 1, 1],
      leakyRelu: [0.3, 0.3, 1, 1],
      selu: [scale * alpha * Math.exp(-2), scale * alpha * Math.exp(-0.5), scale, scale],
    };
    const spy = vi.spyOn(tf.backend() as unknown as { executeSingleOutput(name: string): tf.Tensor }, 'executeSingleOutput');
    const found = [(v: tf.Tensor) => tf.relu(v), (v: tf.Tensor) => tf.leakyRelu(v, 0.3), (v: tf.Tensor) => tf.selu(v)].map((f) => [
      ...tf.grad(f)(x, dy).dataSync(),
    ]);
    const called = spy.mock.calls.map(([name]) => name);
    spy.mockRestore();
    Object.values(slopes).forEach((slope, i) => slope.forEach((each, k) => expect(found[i]![k]).toBeCloseTo(each * dy.dataSync()[k]!, 5)));
    expect(called.filter((name) => name.endsWith('Grad'))).toEqual(['ReluGrad', 'LeakyReluGrad', 'SeluGrad']);
    expect(called).not.toContain('Select');
  });
});
