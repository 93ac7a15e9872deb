import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { GuardedSteps } from '../../src/trainer/capture/guardedSteps';
import type { Learner } from '../../src/trainer/learning/learner';
import { WasmSteps } from '../../src/trainer/plan/wasmSteps';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { wasmHeap } from '../../src/trainer/runtime/wasm';
import {
  around,
  BATCH,
  dense,
  expectSame,
  input,
  layerTypesShown,
  learnerOf,
  problems,
  problemsWith,
  scaledByRate,
  type Capture,
} from './problems';

beforeAll(() => startRuntime('wasm'));

const capture: Capture = async (learner, data, told) =>
  new GuardedSteps(learner, data, BATCH, new WasmSteps((await wasmHeap())!, learner, data, BATCH), told);

describe('a replayed step is the step itself', () => {
  it.each(layerTypesShown)('%s', async (type) => {
    for (const problem of problemsWith(type, 4)) await expectSame(problem, capture);
  });
  it.each(problems)('with %s', (_, problem) => expectSame(problem, capture));
});

describe('what must not be replayed', () => {
  const layers = [input(6), dense(3)];
  const attempt = async (change: (learner: Learner) => void): Promise<string | undefined> => {
    const { learner, data } = learnerOf({ layers });
    let reason: string | undefined;
    change(learner);
    const steps = new GuardedSteps(
      learner,
      data,
      BATCH,
      new WasmSteps((await wasmHeap())!, learner, data, BATCH),
      (told) => (reason = told),
    );
    const batch = Int32Array.from({ length: BATCH }, (_, i) => i);
    expect(steps.learn(data.training, [batch], false)[0]!.values[0]).toBeTypeOf('number');
    steps.dispose();
    learner.dispose();
    return reason;
  };

  it('is not refused where it is sound', async () => expect(await attempt(() => undefined)).toBeUndefined());
  it('is refused: a number that JavaScript draws', async () =>
    expect(await attempt((learner) => around(learner, (x) => tf.mul(x, Math.random())))).toMatch(/changes from step to step/));
  it('is refused: a number that was read from a tensor', async () =>
    expect(await attempt((learner) => around(learner, (x) => tf.mul(x, x.dataSync()[0]!)))).toMatch(/changes from step to step/));
  it('is refused: a number that was read from the learning rate', async () =>
    expect(await attempt(scaledByRate)).toMatch(/changes from step to step/));
  it('is refused: a shape that follows from values', async () =>
    expect(
      await attempt((learner) =>
        around(learner, (x) => {
          const { values } = tf.unique(tf.reshape(x, [1]));
          return tf.sum(values);
        }),
      ),
    ).toMatch(/follows from the values/));
  it('is found out where a condition changes later', async () => {
    const { learner, data } = learnerOf({ layers });
    let factor = 1;
    around(learner, (x) => tf.mul(x, factor));
    let reason: string | undefined;
    const steps = new GuardedSteps(
      learner,
      data,
      BATCH,
      new WasmSteps((await wasmHeap())!, learner, data, BATCH),
      (told) => (reason = told),
    );
    const batch = Int32Array.from({ length: BATCH }, (_, i) => i);
    steps.learn(data.training, [batch], false);
    steps.learnChecked(data.training, batch);
    expect(reason).toBeUndefined();
    factor = 3;
    const row = steps.learnChecked(data.training, batch);
    expect(reason).toMatch(/other values/);
    expect(row.values[0]! / steps.evaluate(data.training, [batch])[0]![0]!).toBeGreaterThan(2);
    steps.dispose();
    learner.dispose();
  });
});

it('20,000 replayed steps leave memory flat', async () => {
  const { learner, data } = learnerOf({ layers: [input(6), dense(5, { activation: 'relu' }), dense(3)] });
  const steps = new WasmSteps((await wasmHeap())!, learner, data, BATCH);
  const batch = Int32Array.from({ length: BATCH }, (_, i) => i);
  steps.learn(data.training, [batch], true);
  steps.learn(data.training, [batch], false);
  const { numTensors, numBytes } = tf.memory();
  const backend = tf.backend() as unknown as { numDataIds(): number; wasm: { HEAPU8: Uint8Array } };
  const before = [backend.numDataIds(), backend.wasm.HEAPU8.length];
  for (let step = 0; step < 20_000; step++) steps.learn(data.training, [batch], false);
  expect(tf.memory()).toMatchObject({ numTensors, numBytes });
  expect([backend.numDataIds(), backend.wasm.HEAPU8.length]).toEqual(before);
  steps.dispose();
  learner.dispose();
  expect(tf.memory().numTensors).toBe(0);
});
