import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import type { JsonObject } from '../../src/core/document';
import { GuardedSteps } from '../../src/trainer/capture/guardedSteps';
import type { Learner } from '../../src/trainer/learning/learner';
import { eagerSteps, type Steps } from '../../src/trainer/learning/steps';
import { WasmSteps } from '../../src/trainer/plan/wasmSteps';
import { makeLearner } from '../../src/trainer/prepare';
import { Streams } from '../../src/trainer/random/streams';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { wasmHeap } from '../../src/trainer/runtime/wasm';
import { readSettings } from '../../src/trainer/settings';
import { expand, golden, type Group } from './cases';
import { madeData } from './madeData';

const BATCH = 8;
const STEPS = 50;

beforeAll(() => startRuntime('wasm'));

interface Problem {
  readonly layers: readonly JsonObject[];
  readonly training?: JsonObject;
  readonly targets?: 'classes' | 'values' | 'oneHot' | 'binary';
  readonly words?: number;
  readonly steps?: number;
}

function learnerOf({ layers, training, targets = 'values' }: Problem): { learner: Learner; targetShape: number[]; inputShape: number[] } {
  const design = { layerwise: 1, layers, training: { data: { dataset: 'mnist' }, loss: 'mse', optimizer: 'Adam', ...training } };
  const analysis = analyzeText(JSON.stringify(design));
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const output = analysis.layers.find(({ id }) => id === analysis.outputs[0])!.output as number[];
  const targetShape = targets === 'classes' ? output.slice(0, -1) : output;
  const learner = makeLearner(analysis, readSettings(design as never, {}), targetShape, new Streams(1));
  return { learner, targetShape, inputShape: layers[0]!.shape as number[] };
}

/** Learns, measures health, takes a smaller batch, evaluates; the numbers of all that, and the state afterwards. */
async function trained(
  problem: Problem,
  captured: boolean,
): Promise<{ numbers: number[]; state: Map<string, Float32Array>; reason?: string }> {
  const { learner, targetShape, inputShape } = learnerOf(problem);
  const classes = targetShape.length === 0 || problem.targets === 'classes' ? learner.model.outputShape.at(-1)! : 1;
  const data = madeData(inputShape, targetShape, problem.targets ?? 'values', { words: problem.words, classes });
  let reason: string | undefined;
  const steps: Steps = captured
    ? new GuardedSteps(learner, data, BATCH, new WasmSteps((await wasmHeap())!, learner, data, BATCH), (told) => (reason = told))
    : eagerSteps(learner, data, BATCH);
  const batch = (step: number, size = BATCH) => Int32Array.from({ length: size }, (_, i) => (step * BATCH + i * 5) % data.training.count);
  const numbers: number[] = [];
  const { steps: count = STEPS } = problem;
  for (let step = 0; step < count; step++) {
    if (step === count / 2) learner.optimizer.learningRate *= 0.5;
    const [row] = steps.learn(data.training, [batch(step, step % 10 === 9 ? 3 : BATCH)], step % 20 === 5);
    numbers.push(
      ...row!.values,
      ...(row!.health ?? []).flatMap(({ gradientNorm = 0, updateRatio = 0, dead = 0 }) => [gradientNorm, updateRatio, dead]),
    );
  }
  numbers.push(...steps.evaluate(data.training, [batch(1), batch(2, 3)]).flat());
  steps.store();
  const state = new Map(learner.state.map(([name, variable]) => [name, variable.dataSync().slice() as Float32Array]));
  steps.dispose();
  learner.dispose();
  return { numbers, state, reason };
}

async function expectSame(problem: Problem): Promise<void> {
  const [eager, captured] = [await trained(problem, false), await trained(problem, true)];
  expect(captured.reason).toBeUndefined();
  expect(captured.numbers.length).toBe(eager.numbers.length);
  expect(apart(captured.numbers, eager.numbers), 'losses, metrics and health').toBeLessThan(1e-5);
  for (const [name, values] of eager.state) expect(apart(captured.state.get(name)!, values), name).toBeLessThan(1e-5);
}

/** The largest difference, relative to the largest value. */
function apart(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  const scale = Array.from(wanted).reduce((largest, value) => (Number.isNaN(value) ? largest : Math.max(largest, Math.abs(value))), 1);
  return (
    Array.from(wanted).reduce(
      (largest, value, i) => (Object.is(value, found[i]) ? largest : Math.max(largest, Math.abs(value - found[i]!))),
      0,
    ) / scale
  );
}

const groups = golden<readonly Group[]>('cases');
const KNOWN = 5;
/** Layers on one input whose output can be learned from. */
const shown = [...new Set(groups.map(({ type }) => type))].filter((type) => type !== 'Input');
const dense = (units: number, more: JsonObject = {}): JsonObject => ({ name: `dense${units}`, type: 'Dense', units, ...more });
const input = (...shape: number[]): JsonObject => ({ name: 'in', type: 'Input', shape });

describe('a replayed step is the step itself', () => {
  it.each(shown)('%s', async (type) => {
    const cases = groups
      .filter((group) => group.type === type && !group.stricter)
      .flatMap(expand)
      .flatMap(({ layer, inputs }) => {
        const [shape] = inputs;
        const known = shape?.map((size) => size ?? KNOWN);
        if (!known || known.length === 0 || inputs.some((each) => each.join() !== shape!.join())) return [];
        const branches = inputs.map((_, i) => ({
          name: `b${i}`,
          type: 'Activation',
          activation: i % 2 === 0 ? 'tanh' : 'linear',
          inputs: ['in'],
        }));
        const it = { name: 'it', ...layer, inputs: inputs.length === 1 ? ['in'] : branches.map(({ name }) => name) };
        const layers = [input(...known), ...(inputs.length === 1 ? [] : branches), it, { name: 'flat', type: 'Flatten' }, dense(2)];
        try {
          learnerOf({ layers }).learner.dispose();
        } catch {
          return [];
        }
        return [{ layers, steps: 10, words: layer.type === 'Embedding' ? Number(layer.input_dim) : undefined }];
      });
    expect(cases.length).toBeGreaterThan(0);
    // A few of the many, spread over all.
    const chosen = Array.from(
      { length: Math.min(4, cases.length) },
      (_, i) => cases[Math.floor((i * cases.length) / Math.min(4, cases.length))]!,
    );
    for (const one of chosen) await expectSame(one);
  });

  const optimizers: JsonObject[] = [
    { type: 'SGD', learning_rate: 0.05 },
    { type: 'SGD', learning_rate: 0.05, momentum: 0.9 },
    { type: 'SGD', learning_rate: 0.05, momentum: 0.9, nesterov: true },
    { type: 'RMSprop' },
    { type: 'RMSprop', centered: true, momentum: 0.5 },
    { type: 'Adam' },
    { type: 'Adam', amsgrad: true },
  ];
  it.each(optimizers)('with the optimizer %j', (optimizer) =>
    expectSame({ layers: [input(6), dense(5, { activation: 'relu' }), dense(3)], training: { optimizer } }),
  );

  it.each([
    ['sparse_categorical_crossentropy', 'softmax', 'classes', ['accuracy']],
    [{ type: 'sparse_categorical_crossentropy', from_logits: true }, null, 'classes', ['accuracy']],
    ['categorical_crossentropy', 'softmax', 'oneHot', ['accuracy']],
    [{ type: 'categorical_crossentropy', label_smoothing: 0.1 }, 'softmax', 'oneHot', ['categorical_accuracy']],
    ['binary_crossentropy', 'sigmoid', 'binary', ['binary_accuracy']],
    ['mse', null, 'values', ['mae']],
    ['mae', 'tanh', 'values', ['mse']],
    ['huber', 'softplus', 'values', []],
  ] as const)('with the loss %j', (loss, activation, targets, metrics) =>
    expectSame({
      layers: [input(6), dense(5, { activation: 'elu' }), dense(3, { activation })],
      training: { loss: loss as never, metrics: [...metrics] },
      targets,
    }),
  );

  const held: JsonObject[] = [
    { kernel_regularizer: 'l1' },
    { kernel_regularizer: { type: 'l1_l2', l1: 0.01, l2: 0.02 }, bias_regularizer: 'l2' },
    { activity_regularizer: 'l2' },
    { kernel_constraint: { type: 'max_norm', max_value: 0.5 } },
    { kernel_constraint: { type: 'min_max_norm', min_value: 0.2, max_value: 0.5, rate: 0.7 } },
    { kernel_constraint: 'non_neg' },
    { kernel_constraint: 'unit_norm' },
  ];
  it.each(held)('with %j', (fields) => expectSame({ layers: [input(6), dense(5, { activation: 'relu', ...fields }), dense(3)] }));

  it.each([
    'relu',
    'relu6',
    'leaky_relu',
    'elu',
    'selu',
    'gelu',
    'silu',
    'mish',
    'softplus',
    'softsign',
    'sigmoid',
    'hard_sigmoid',
    'tanh',
    'exponential',
    'softmax',
  ])('with the activation %s', (activation) => expectSame({ layers: [input(6), dense(7, { activation }), dense(3)] }));

  it('with frozen layers', () =>
    expectSame({
      layers: [input(6), dense(5, { trainable: false }), { name: 'bn', type: 'BatchNormalization', trainable: false }, dense(3)],
    }));
});

describe('what must not be replayed', () => {
  const layers = [input(6), dense(3)];
  const attempt = async (change: (learner: Learner) => void): Promise<string | undefined> => {
    const { learner, targetShape, inputShape } = learnerOf({ layers });
    const data = madeData(inputShape, targetShape, 'values');
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
  const around = (learner: Learner, change: (scalar: tf.Scalar) => tf.Scalar) => {
    const compute = learner.computeStep.bind(learner);
    learner.computeStep = (...parameters) => {
      const { tensors, layout } = compute(...parameters);
      return { tensors: tensors.map(change), layout };
    };
  };

  it('is not refused where it is sound', async () => expect(await attempt(() => undefined)).toBeUndefined());
  it('is refused: a number that JavaScript draws', async () =>
    expect(await attempt((learner) => around(learner, (x) => tf.mul(x, Math.random())))).toMatch(/changes from step to step/));
  it('is refused: a number that was read from a tensor', async () =>
    expect(await attempt((learner) => around(learner, (x) => tf.mul(x, x.dataSync()[0]!)))).toMatch(/changes from step to step/));
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
    const { learner, targetShape, inputShape } = learnerOf({ layers });
    const data = madeData(inputShape, targetShape, 'values');
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
  const { learner, targetShape, inputShape } = learnerOf({ layers: [input(6), dense(5, { activation: 'relu' }), dense(3)] });
  const data = madeData(inputShape, targetShape, 'values');
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
