import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { scope } from '../../../../src/trainer/learning/scope';
import { clusters, operationsOf } from '../../../../src/trainer/plan/cluster';
import { record } from '../../../../src/trainer/plan/record';
import { startRuntime } from '../../../../src/trainer/runtime/runtime';
import { wasmHeap } from '../../../../src/trainer/runtime/wasm';

beforeAll(() => startRuntime('wasm'));

test('layers with SELU: each activation is in the loop behind its product, and so is its gradient, with the mask that it chooses by', async () => {
  const heap = (await wasmHeap())!;
  const feeds = [tf.randomUniform([128, 40], -1, 1, 'float32', 1)];
  const weights = [2, 3, 4].map((seed) => tf.variable(tf.randomUniform([40, 40], -1, 1, 'float32', seed)));
  const loss = () => tf.mean<tf.Scalar>(weights.reduce<tf.Tensor>((x, w) => tf.selu(tf.matMul(x, w)), feeds[0]!));
  const step = () => {
    const { value, grads } = tf.variableGrads(loss, weights);
    weights.forEach((w) => w.assign(tf.sub(w, grads[w.name]!)));
    return [value];
  };
  const recording = scope(() => record(heap.backend, step, feeds, weights));
  const found = clusters(recording, ({ kernel }) => kernel === 'BatchMatMul');
  const names = found.map((cluster) => operationsOf(cluster).map((member) => recording.operations[member]!.kernel));
  const loops = names.filter((_, i) => found[i]!.space !== undefined && found[i]!.product !== undefined);
  // The last one meets its gradient in one loop: nothing but a mean lies between.
  expect(loops.filter((kernels) => kernels.join() === 'BatchMatMul,Selu')).toHaveLength(2);
  const choosing = loops.filter((kernels) => kernels[0] === 'BatchMatMul' && kernels.includes('Greater') && kernels.includes('Select'));
  expect(choosing).toHaveLength(3);
  // No mask has to be kept, and no exponential taken twice.
  expect(names.filter((_, i) => found[i]!.space === undefined).flat()).not.toContain('Greater');
  expect(names.flat()).not.toContain('Exp');
  tf.dispose([feeds, weights]);
  heap.dispose();
});
