import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/document';
import { makeSchedule } from '../../src/core/training/learningRateAt';
import type { RegistryName } from '../../src/core/layers/fields';
import { findNamed, isProblem, registries, resolveNamed } from '../../src/core/layers/registries';
import { makeMetric } from '../../src/trainer/learning/metrics';
import { Means } from '../../src/trainer/learning/means';
import { makeReadout } from '../../src/trainer/learning/readout';
import { scope } from '../../src/trainer/learning/scope';
import { makeLoss } from '../../src/trainer/learning/losses';
import { resolveActivation } from '../../src/trainer/model/activations';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { tensorflowPlaces } from '../unit/trainer/tensorflow';
import { golden } from './cases';
import { noise, weightNoise } from './noise';
import { targetsOf, type TargetKind } from './targets';
import { dense, input, learnerOf } from './problems';

/** The cases, and what Keras makes of each (`methods.py`). */
interface Methods {
  readonly optimizers: readonly JsonObject[];
  readonly schedules: readonly JsonObject[];
  readonly losses: readonly LossCase[];
  readonly activations: readonly (JsonObject & { readonly type: string })[];
  readonly metrics: readonly MetricCase[];
}
interface LossCase {
  readonly loss: JsonObject & { readonly type: string };
  readonly targets: TargetKind;
  readonly output: OutputKind;
  readonly units?: number;
  readonly class_weight?: readonly number[];
}
interface MetricCase {
  readonly metric: JsonObject & { readonly type: string };
  readonly targets: TargetKind;
  readonly output: OutputKind;
  readonly units?: number;
}
type OutputKind = 'noise' | 'softmax' | 'sigmoid' | 'softplus';
interface Answers {
  /** Weights of the net. */
  readonly optimizers: readonly (readonly (readonly number[])[])[];
  readonly schedules: readonly (readonly number[])[];
  /** The loss, then its gradient. */
  readonly losses: readonly (readonly number[])[];
  /** The outputs, then the gradients. */
  readonly activations: readonly (readonly number[])[];
  /** Of all batches so far, and of the batch alone, for each batch. */
  readonly metrics: readonly (readonly number[])[];
}

const cases = golden<Methods>('method-cases');
const answers = golden<Answers>('methods');
const BATCH = 8;
const STEPS = 200;
const SIZES = [9, 9, 4];
const SCHEDULED = [...Array.from({ length: 60 }, (_, step) => step), 100, 137, 500, 1000];

it.each(cases.schedules.map((schedule, i) => [JSON.stringify(schedule), schedule, answers.schedules[i]!] as const))(
  "the schedule %s is Keras's",
  (_, schedule, wanted) => {
    const rates = SCHEDULED.map((step) => makeSchedule(schedule)(step).learningRate);
    expect(largestDifference(rates, wanted)).toBeLessThan(1e-6);
  },
);

for (const runtime of ['cpu', 'wasm', 'tensorflow'] as const)
  describe.skipIf(runtime === 'tensorflow' && !tensorflowPlaces)(`on ${runtime}`, () => {
    beforeAll(() => startRuntime(runtime, tensorflowPlaces));

    it.each(cases.optimizers.map((optimizer, i) => [JSON.stringify(optimizer), optimizer, answers.optimizers[i]!] as const))(
      "200 steps of %s end at Keras's weights",
      (_, optimizer, wanted) => {
        const found = optimized(optimizer);
        wanted.forEach((values, i) => expect(largestDifference(found[i]!, values)).toBeLessThan(1e-5));
      },
    );

    it.each(cases.losses.map((one, i) => [JSON.stringify(one), one, answers.losses[i]!] as const))(
      "%s is Keras's loss, and so is its gradient",
      (_, one, [loss, ...gradient]) => {
        const found = lost(one);
        expect(largestDifference([found.loss], [loss!])).toBeLessThan(1e-5);
        expect(largestDifference(found.gradient, gradient)).toBeLessThan(1e-5);
      },
    );

    it.each(cases.activations.map((activation, i) => [JSON.stringify(activation), activation, answers.activations[i]!] as const))(
      "%s is Keras's activation, and so is its gradient",
      (_, activation, wanted) => expect(largestDifference(activated(activation), wanted)).toBeLessThan(1e-5),
    );

    it.each(cases.metrics.map((one, i) => [JSON.stringify(one), one, answers.metrics[i]!] as const))(
      "%s is Keras's metric, of a batch and over several",
      (_, one, wanted) => expect(largestDifference(measured(one), wanted)).toBeLessThan(1e-5),
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
    learner.step({ inputs: [inputs!], targets: [targets!] }, false);
    tf.dispose([inputs, targets]);
  }
  const found = weights.map(({ variable }) => variable.dataSync().slice() as Float32Array);
  learner.dispose();
  return found;
}

function lost({ loss, targets: kind, output, units = 4, class_weight: weights }: LossCase): { loss: number; gradient: Float32Array } {
  const shape = [6, units];
  const resolved = resolveNamed('loss', loss);
  if (isProblem(resolved)) throw new Error(JSON.stringify(resolved.problems));
  const compute = makeLoss(resolved.entry.name, resolved.values);
  return tf.tidy(() => {
    const wanted = targetsOf(kind, shape, 5000);
    const { value, grad } = tf.valueAndGrad((x) => compute(wanted, { output: x }, weights && { classWeights: weights }))(
      outputOf(output, shape, 100),
    );
    return { loss: value.dataSync()[0]!, gradient: grad.dataSync() as Float32Array };
  });
}

function outputOf(kind: OutputKind, shape: readonly number[], seed: number): tf.Tensor {
  const values = tf.tensor(
    noise(shape, seed).map((value) => 3 * value),
    [...shape],
  );
  return kind === 'noise' ? values : tf[kind](values);
}

function measured({ metric, targets: kind, output, units = 4 }: MetricCase): number[] {
  const resolved = resolveNamed('metric', metric);
  if (isProblem(resolved)) throw new Error(JSON.stringify(resolved.problems));
  const targetShape = kind === 'classes' ? [] : [units];
  const made = makeMetric(resolved.entry.name, { values: resolved.values, targetShape, outputShape: [units] });
  const readout = makeReadout([made], ['loss', 'metric']);
  const soFar = new Means(readout);
  return SIZES.flatMap((size, batch) =>
    scope(() => {
      const shape = [size, units];
      const computed = made.compute(targetsOf(kind, shape, 5000 + batch), outputOf(output, shape, 100 + batch));
      const parts = computed.map((part) => part.dataSync()[0]!);
      expect(parts).toHaveLength(made.parts);
      soFar.add([0, ...parts], size);
      return [soFar.logs().metric!, made.value(parts)];
    }),
  );
}

function activated(activation: JsonObject): number[] {
  const { apply } = resolveActivation(activation);
  return scope(() => {
    const x = outputOf('noise', [4, 6], 100);
    const { shape } = apply(x);
    const weights = tf.tensor(noise(shape, 77), shape);
    return [apply(x), tf.grad((input) => tf.sum(tf.mul(apply(input), weights)))(x)].flatMap((tensor) => [...tensor.dataSync()]);
  });
}

it('every activation, optimizer, schedule, loss and metric is compared with Keras', () => {
  const compared: { readonly [registry in RegistryName]?: readonly JsonObject[] } = {
    activation: cases.activations,
    optimizer: cases.optimizers,
    schedule: cases.schedules,
    loss: cases.losses.map(({ loss }) => loss),
    metric: cases.metrics.map(({ metric }) => metric),
  };
  // Keras has no 1cycle, and `accuracy` is one of the others.
  const own = ['OneCycle', 'accuracy'];
  for (const [registry, chosen] of Object.entries(compared) as [RegistryName, readonly JsonObject[]][]) {
    const found = new Set(chosen.map(({ type }) => findNamed(registry, type as string)?.name));
    expect(registries[registry].map(({ name }) => name).filter((name) => !found.has(name) && !own.includes(name))).toEqual([]);
  }
});
