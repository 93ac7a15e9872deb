import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { NotCapturable } from '../../../../src/trainer/capture/notCapturable';
import { scope } from '../../../../src/trainer/learning/scope';
import { Plan } from '../../../../src/trainer/plan/plan';
import { record } from '../../../../src/trainer/plan/record';
import { startRuntime } from '../../../../src/trainer/runtime/runtime';
import { wasmHeap } from '../../../../src/trainer/runtime/wasm';

beforeAll(() => startRuntime('wasm'));

/** A step of a program: an operation, and which of the values made so far it takes (counted around). */
interface Line {
  readonly operation: number;
  readonly a: number;
  readonly b: number;
}

type Operation = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** Values stay near 1, so that nothing overflows however they are put together. */
const tame = (x: tf.Tensor): tf.Tensor => tf.clipByValue(x, -2, 2);
const spread = (x: tf.Tensor, like: tf.Tensor): boolean => {
  try {
    tf.broadcastTo(x, like.shape).dispose();
    return true;
  } catch {
    return false;
  }
};
const operations: readonly Operation[] = [
  (a, b) => tame(tf.add(a, b)),
  (a, b) => tf.sub(tf.mul(a, 0.5), tf.mul(b, 0.25)),
  (a, b) => tf.mul(a, b),
  (a, b) => tf.maximum(a, b),
  (a) => tf.neg(a),
  (a) => tf.relu(a),
  (a) => tf.exp(tf.neg(tf.abs(a))),
  (a) => tf.tanh(a),
  (a, b) => tf.where(tf.greater(tf.add(a, tf.zerosLike(b)), b), tf.add(a, tf.zerosLike(b)), tf.mul(b, 0.5)),
  (a) => tf.mean(a, 0, true),
  (a) => tf.mean(a, -1, true),
  (a) => tf.clone(a),
  (a) => tf.reshape(tf.reshape(a, [-1]), a.shape),
  (a) => tame(tf.matMul(a, a, true, false)),
  (a) => tame(tf.matMul(a, a, false, true)),
  (a) => tf.slice(tf.concat([a, a], 0), 0, a.shape[0]),
  (a) => tf.cast(tf.cast(a, 'int32'), 'float32'),
  (a) => tf.softmax(a),
  (a) => tf.max(a, 0, true),
  (a) => tf.max(a, -1, true),
  (a, b) => tf.cast(tf.equal(tf.cast(tf.mul(a, 3), 'int32'), tf.cast(tf.mul(b, 3), 'int32')), 'float32'),
  (a) => tf.mul(tf.selu(a), 0.5),
  (a) => tf.grad((x) => tf.mul(tf.selu(x), 0.5))(a),
  (a) => tame(tf.fused.matMul({ a, b: tf.matMul(a, a, true, false), bias: tf.mean(a, 0) })),
];

/** What a program makes of its feeds and its state; it sets the state to values that it made. */
function run(program: readonly Line[], feeds: readonly tf.Tensor[], state: readonly tf.Variable[], sets: readonly number[]): tf.Scalar[] {
  const values: tf.Tensor[] = [...feeds, ...state.map((variable) => tf.mul<tf.Tensor>(variable, 1)), ...state];
  for (const { operation, a, b } of program) {
    const first = values[a % values.length]!;
    let second = values[b % values.length]!;
    if (!spread(second, first)) second = first;
    // Single numbers have no axes: they are only put together with others.
    const chosen = first.rank === 2 ? operation % operations.length : operation % 5;
    values.push(operations[chosen]!(first, second));
  }
  const made = values.slice(feeds.length);
  state.forEach((variable, i) => {
    const fitting = made.filter(({ shape }) => shape.join() === variable.shape.join());
    const value = fitting[sets[i]! % Math.max(1, fitting.length)];
    if (value && sets[i]! % 4 !== 0) variable.assign(value);
  });
  return made.slice(-3).map((value) => tf.mean<tf.Scalar>(value));
}

test('a plan computes what it was recorded from, whatever that is, again and again', async () => {
  const line = fc.record({ operation: fc.nat(60), a: fc.nat(60), b: fc.nat(60) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 21 }),
      fc.array(fc.nat(30), { minLength: 4, maxLength: 4 }),
      async (program, rows, columns, sets) => {
        const heap = (await wasmHeap())!;
        const shapes = [[rows, columns], [1, columns], [rows, 1], []];
        const start = shapes.map((shape, i) => [...tf.randomUniform(shape, -1, 1, 'float32', 10 + i).dataSync()]);
        const fresh = () => start.map((values, i) => tf.variable(tf.tensor(values, shapes[i])));
        const fed = (round: number) => shapes.map((shape, i) => tf.randomUniform(shape, -1, 1, 'float32', 100 * round + i));

        const eager = fresh();
        const expected = [1, 2, 3].map((round) => tf.tidy(() => run(program, fed(round), eager, sets)).map((each) => each.dataSync()[0]!));

        const recorded = fresh();
        const feeds = fed(7);
        const recording = scope(() => record(heap.backend, () => run(program, feeds, recorded, sets), feeds, recorded));
        const room = (size: number) => heap.allocate(size * 4 + 64);
        const places = { feeds: feeds.map(({ size }) => room(size)), state: eager.map(({ size }) => room(size)) };
        start.forEach((values, i) => heap.floats(places.state[i]!, values.length).set(values));
        let plan: Plan;
        try {
          plan = new Plan(heap, recording, places);
        } catch (error) {
          // A variable that takes another one's value is refused, and rightly so.
          expect(error).toBeInstanceOf(NotCapturable);
          return heap.dispose();
        }
        const found = [1, 2, 3].map((round) => {
          fed(round).forEach((feed, i) => heap.floats(places.feeds[i]!, feed.size).set(feed.dataSync()));
          plan.run();
          return plan.outputs();
        });
        found.forEach((values, round) => values.forEach((value, i) => expect(value).toBeCloseTo(expected[round]![i]!, 5)));
        eager.forEach((variable, i) =>
          heap.floats(places.state[i]!, variable.size).forEach((value, at) => expect(value).toBeCloseTo(variable.dataSync()[at]!, 4)),
        );
        plan.dispose();
        heap.dispose();
        tf.disposeVariables();
      },
    ),
    { numRuns: 300 },
  );
});

/** What is computed from a product, element by element: each kind of use that decides where it lies and who computes it. */
const uses: readonly ((g: tf.Tensor, w: tf.Variable, v: tf.Variable) => tf.Tensor)[] = [
  (g, w) => (w.assign(tf.sub(w, tf.mul(g, 0.1))), w),
  (g, w, v) => (v.assign(tf.add(tf.mul(v, 0.9), g)), w.assign(tf.sub(w, tf.mul(v, 0.1))), v),
  // It is needed afterwards.
  (g, w) => (w.assign(tf.sub(w, g)), tf.matMul(g, g, true, false)),
  // First something else is computed from it.
  (g, w) => {
    const length = tf.sqrt(tf.sum(tf.square(g)));
    w.assign(tf.sub(w, tf.div(g, tf.add(length, 1))));
    return length;
  },
  // The product reads what is changed.
  (_, w) => {
    const own = tf.matMul(w, tf.matMul(w, w, true, false));
    w.assign(tf.sub(w, tf.mul(own, 1e-3)));
    return own;
  },
  (g) => tf.exp(tf.neg(tf.square(g))),
  // It is what a variable becomes whose value is taken along with it.
  (g, w, v) => {
    v.assign(tf.add(tf.mul(w, 0.5), g));
    w.assign(g);
    return v;
  },
  // It is needed afterwards, and put together with what nobody else needs.
  (g, w) => {
    const other = tf.matMul(w, tf.matMul(w, w, true, false));
    const both = tf.tanh(tf.sub(g, tf.mul(other, 1e-2)));
    return tf.add(tf.matMul(both, both, true, false), tf.matMul(g, both, true, false));
  },
];

test('what follows a product element by element is computed with its rows, to the same end', async () => {
  const size = (max: number) => fc.integer({ min: 1, max });
  await fc.assert(
    fc.asyncProperty(
      fc.nat(uses.length - 1),
      fc.integer({ min: 100, max: 700 }),
      size(40),
      size(40),
      fc.boolean(),
      fc.boolean(),
      async (use, m, n, k, ta, withBias) => {
        const heap = (await wasmHeap())!;
        const shapes = [ta ? [k, m] : [m, k], [k, n], [n]] as const;
        const fed = (round: number) => shapes.map((shape, i) => tf.randomUniform([...shape], -1, 1, 'float32', 100 * round + i));
        const fresh = () => [0, 1].map((i) => tf.variable(tf.randomUniform([m, n], -1, 1, 'float32', i + 1)));
        const product = ([a, b, bias]: readonly tf.Tensor[]) =>
          withBias ? tf.fused.matMul({ a: a!, b: b!, transposeA: ta, bias }) : tf.matMul(a!, b!, ta, false);
        const compute = (feeds: readonly tf.Tensor[], [w, v]: readonly tf.Variable[]) => [
          tf.mean<tf.Scalar>(uses[use]!(product(feeds), w!, v!)),
        ];
        const eager = fresh();
        const expected = [1, 2, 3].map((round) => tf.tidy(() => compute(fed(round), eager).map((each) => each.dataSync()[0]!)));
        const recorded = fresh();
        const feeds = fed(7);
        const room = (count: number) => heap.allocate(count * 4 + 64);
        const places = { feeds: feeds.map((feed) => room(feed.size)), state: recorded.map((variable) => room(variable.size)) };
        recorded.forEach((variable, i) => heap.floats(places.state[i]!, variable.size).set(variable.dataSync()));
        const plan = new Plan(
          heap,
          scope(() => record(heap.backend, () => compute(feeds, recorded), feeds, recorded)),
          places,
        );
        [1, 2, 3].forEach((round, i) => {
          fed(round).forEach((feed, at) => heap.floats(places.feeds[at]!, feed.size).set(feed.dataSync()));
          plan.run();
          expect(plan.outputs()[0]! / (1 + Math.abs(expected[i]![0]!))).toBeCloseTo(expected[i]![0]! / (1 + Math.abs(expected[i]![0]!)), 4);
        });
        eager.forEach((variable, i) => {
          const found = heap.floats(places.state[i]!, variable.size);
          const wanted = variable.dataSync();
          expect(Math.max(...wanted.map((value, at) => Math.abs(value - found[at]!)))).toBeLessThan(1e-3);
        });
        plan.dispose();
        heap.dispose();
        tf.disposeVariables();
      },
    ),
    { numRuns: 120 },
  );
});
