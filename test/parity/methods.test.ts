import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/document';
import { makeSchedule } from '../../src/core/training/learningRateAt';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { tensorflowPlaces } from '../unit/trainer/tensorflow';
import { golden } from './cases';
import { noise, weightNoise } from './noise';
import { dense, input, learnerOf } from './problems';

/** The cases, and what Keras makes of each (`methods.py`). */
interface Methods {
  readonly optimizers: readonly JsonObject[];
  readonly schedules: readonly JsonObject[];
}
interface Answers {
  /** Weights of the net. */
  readonly optimizers: readonly (readonly (readonly number[])[])[];
  readonly schedules: readonly (readonly number[])[];
}

const cases = golden<Methods>('method-cases');
const answers = golden<Answers>('methods');
const BATCH = 8;
const STEPS = 200;
const SCHEDULED = [...Array.from({ length: 60 }, (_, step) => step), 100, 137, 500, 1000];

it.each(cases.schedules.map((schedule, i) => [JSON.stringify(schedule), schedule, answers.schedules[i]!] as const))(
  "the schedule %s is Keras's",
  (_, schedule, wanted) => {
    const rates = SCHEDULED.map((step) => makeSchedule(schedule)(step).learningRate);
    expect(largestDifference(rates, wanted)).toBeLessThan(1e-6);
  },
);

for (const runtime of ['cpu', 'wasm', 'tensorflow'] as const)
  describe.skipIf(runtime === 'tensorflow' && !tensorflowPlaces)(`200 steps end at Keras's weights, on ${runtime}`, () => {
    beforeAll(() => startRuntime(runtime, tensorflowPlaces));
    it.each(cases.optimizers.map((optimizer, i) => [JSON.stringify(optimizer), optimizer, answers.optimizers[i]!] as const))(
      '%s',
      (_, optimizer, wanted) => {
        const found = optimized(optimizer);
        wanted.forEach((values, i) => expect(largestDifference(found[i]!, values)).toBeLessThan(1e-5));
      },
    );
  });

/** Relative to the largest of the wanted values. */
function largestDifference(found: ArrayLike<number>, wanted: readonly number[]): number {
  const scale = Math.max(...wanted.map(Math.abs));
  return found.length === wanted.length ? Math.max(...wanted.map((value, i) => Math.abs(found[i]! - value))) / scale : Infinity;
}

function optimized(optimizer: JsonObject): Float32Array[] {
  const { learner } = learnerOf({ layers: [input(6), dense(5, { activation: 'tanh' }), dense(3)], training: { optimizer } });
  const { weights } = learner.model;
  weights.forEach(({ path, variable }, i) => variable.assign(tf.tensor(weightNoise(path, variable.shape, 10 + i), variable.shape)));
  for (let step = 0; step < STEPS; step++) {
    const [inputs, targets] = [6, 3].map((size, i) => tf.tensor(noise([BATCH, size], (i === 0 ? 1000 : 5000) + step), [BATCH, size]));
    learner.step({ inputs: inputs!, targets: targets! }, false);
    tf.dispose([inputs, targets]);
  }
  const found = weights.map(({ variable }) => variable.dataSync().slice() as Float32Array);
  learner.dispose();
  return found;
}
