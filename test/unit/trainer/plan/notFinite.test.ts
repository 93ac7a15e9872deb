import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { scope } from '../../../../src/trainer/learning/scope';
import { Plan } from '../../../../src/trainer/plan/plan';
import { record } from '../../../../src/trainer/plan/record';
import { startRuntime } from '../../../../src/trainer/runtime/runtime';
import { wasmHeap } from '../../../../src/trainer/runtime/wasm';

beforeAll(() => startRuntime('wasm'));

const within = (least: number, most: number) => (x: number) => (x < least ? least : x > most ? most : x);
/** What a plan makes of each number, and what it is to be. */
const functions: readonly (readonly [(x: tf.Tensor) => tf.Tensor, (x: number) => number])[] = [
  [tf.relu, within(0, Infinity)],
  [tf.relu6, within(0, 6)],
  [(x) => tf.clipByValue(x, -2, 3), within(-2, 3)],
  [tf.elu, (x) => (x < 0 ? Math.expm1(x) : x)],
  [tf.selu, (x) => 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x)],
  [tf.exp, Math.exp],
  [tf.tanh, Math.tanh],
  [tf.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
];

test('in a plan what is no number stays none, and what is infinite goes where its limit is', async () => {
  const heap = (await wasmHeap())!;
  // Not a whole number of vectors.
  const numbers = [NaN, Infinity, -Infinity, 0, 1, -1, 7];
  const feed = tf.tensor(numbers.map((_, i) => i / 10));
  const state = functions.map(() => tf.variable(tf.zeros([numbers.length])));
  const step = () => {
    state.forEach((variable, i) => variable.assign(functions[i]![0](feed)));
    return [tf.mean<tf.Scalar>(feed)];
  };
  const recording = scope(() => record(heap.backend, step, [feed], state));
  const places = { feeds: [heap.allocate(64)], state: state.map(() => heap.allocate(64)) };
  const plan = new Plan(heap, recording, places);
  heap.floats(places.feeds[0]!, numbers.length).set(numbers);
  plan.run();
  functions.forEach(([, expected], i) => {
    const found = [...heap.floats(places.state[i]!, numbers.length)];
    numbers.forEach((x, at) => {
      const wanted = expected(x);
      if (Number.isFinite(wanted))
        expect(found[at], `function ${i} of ${x}`).toBeCloseTo(wanted, 5 - Math.ceil(Math.log10(1 + Math.abs(wanted))));
      else expect(found[at], `function ${i} of ${x}`).toBe(wanted);
    });
  });
  plan.dispose();
  heap.dispose();
  tf.dispose([feed, state]);
});

test('a product with its bias and activation in rows is infinite and no number where its operands make it so, and nowhere else', async () => {
  const heap = (await wasmHeap())!;
  const [m, n] = [128, 13];
  const feeds = [tf.ones<tf.Rank.R2>([m, 3]), tf.ones<tf.Rank.R2>([3, n]), tf.zeros<tf.Rank.R1>([n])];
  const state = [tf.variable(tf.zeros([m, n]))];
  const step = () => {
    const [a, b, bias] = feeds as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    state[0]!.assign(tf.mul(tf.selu(tf.fused.matMul({ a, b, bias })), 0.5));
    return [tf.mean<tf.Scalar>(bias)];
  };
  const recording = scope(() => record(heap.backend, step, feeds, state));
  const places = { feeds: feeds.map(({ size }) => heap.allocate(size * 4 + 64)), state: [heap.allocate(m * n * 4 + 64)] };
  // Behind the end of the bias nothing counts, whatever is there.
  heap.floats(places.feeds[2]!, 16).fill(NaN);
  feeds.forEach((feed, i) => heap.floats(places.feeds[i]!, feed.size).set(feed.dataSync()));
  heap.floats(places.feeds[2]!, n).set([NaN, Infinity, -Infinity]);
  heap.floats(places.feeds[0]!, m * 3)[3 * 77] = NaN;
  const plan = new Plan(heap, recording, places);
  plan.run();
  const found = heap.floats(places.state[0]!, m * n);
  const scale = 1.0507009873554805 / 2;
  for (let row = 0; row < m; row++)
    for (let column = 0; column < n; column++) {
      const value = found[row * n + column]!;
      if (row === 77 || column === 0) expect(value).toBeNaN();
      else if (column === 1) expect(value).toBe(Infinity);
      else expect(value).toBeCloseTo(column === 2 ? -1.6732632423543772 * scale : 3 * scale, 5);
    }
  plan.dispose();
  heap.dispose();
  tf.dispose([feeds, state]);
});
