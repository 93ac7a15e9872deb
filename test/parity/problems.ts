import { mul, type Scalar } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import type { JsonObject } from '../../src/core/document';
import type { LoadedData } from '../../src/trainer/data/loadedData';
import type { Learner } from '../../src/trainer/learning/learner';
import { eagerSteps, type Steps } from '../../src/trainer/learning/steps';
import { makeLearner } from '../../src/trainer/prepare';
import { Streams } from '../../src/trainer/random/streams';
import { readSettings } from '../../src/trainer/settings';
import { expand, golden, type Group } from './cases';
import { madeSet, type MadeTargets } from './madeData';

export const BATCH = 8;
const SMALLER_BATCH = 3;
const STEPS = 50;

/** A target near 0 makes gradients that Adam would make much of the last bits of. */
const STEADY = { optimizer: { type: 'SGD', learning_rate: 1e-4 } };

const SPARSE_TOP = { type: 'sparse_top_k_categorical_accuracy', k: 2 };
const AUC = { type: 'auc', num_thresholds: 20 };

/** Something small to learn. */
export interface Problem {
  readonly layers: readonly JsonObject[];
  readonly training?: JsonObject;
  /** Of several outputs for each. */
  readonly targets?: MadeTargets['kind'] | readonly MadeTargets['kind'][];
  readonly outputs?: readonly string[];
  /** Whether each sample counts otherwise. */
  readonly weighed?: boolean;
  readonly words?: number;
  readonly steps?: number;
}

/** Captured steps of a learner. `told` hears why they are not captured. */
export type Capture = (learner: Learner, data: LoadedData, told: (reason: string) => void) => Promise<Steps>;

export const dense = (units: number, more: JsonObject = {}): JsonObject => ({ name: `dense${units}`, type: 'Dense', units, ...more });
export const input = (...shape: number[]): JsonObject => ({ name: 'in', type: 'Input', shape });

export function learnerOf({ layers, outputs, training, targets = 'values', words, weighed }: Problem): {
  learner: Learner;
  data: LoadedData;
} {
  const section = { data: { dataset: 'mnist' }, loss: 'mse', optimizer: 'Adam', ...training };
  const design = { layerwise: 1, layers, ...(outputs && { outputs }), training: section };
  const analysis = analyzeText(JSON.stringify(design));
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const ends = (ids: readonly string[]) => ids.map((id) => analysis.layers.find((layer) => layer.id === id)!);
  const made = ends(analysis.outputs).map(({ output }, i): MadeTargets => {
    const kind = typeof targets === 'string' ? targets : targets[i]!;
    const shape = (kind === 'classes' ? output!.slice(0, -1) : output!) as number[];
    return { shape, kind, classes: shape.length === 0 || kind === 'classes' ? output!.at(-1)! : 1 };
  });
  const data = madeSet(
    ends(analysis.inputs).map(({ output }) => output as number[]),
    made,
    { words, weighed },
  );
  const names = ends(analysis.outputs).map(({ name }) => name);
  return { learner: makeLearner(analysis, readSettings(design as never, {}, names), data.targets, new Streams(1)), data };
}

interface Outcome {
  readonly numbers: number[];
  readonly state: Map<string, Float32Array>;
  readonly reason?: string;
}

/** Learns several batches at once, measures health, takes a smaller batch, changes the learning rate, evaluates: what all that gave. */
async function trained(problem: Problem, capture?: Capture): Promise<Outcome> {
  const { learner, data } = learnerOf(problem);
  let reason: string | undefined;
  const steps = capture ? await capture(learner, data, (told) => (reason = told)) : eagerSteps(learner, data, BATCH);
  const batch = (step: number, size = BATCH) => Int32Array.from({ length: size }, (_, i) => (step * BATCH + i * 5) % data.training.count);
  const numbers: number[] = [];
  const learn = (batches: readonly Int32Array[], withHealth: boolean) =>
    steps
      .learn(data.training, batches, withHealth)
      .forEach(({ values, health = [] }) =>
        numbers.push(...values, ...health.flatMap(({ gradientNorm = 0, updateRatio = 0, dead = 0 }) => [gradientNorm, updateRatio, dead])),
      );
  const { steps: count = STEPS } = problem;
  let waiting: Int32Array[] = [];
  for (let step = 0; step < count; step++) {
    const withHealth = step % 20 === 5;
    if (step === count / 2 || withHealth) {
      learn(waiting, false);
      waiting = [];
    }
    if (step === count / 2) learner.optimizer.learningRate *= 0.5;
    if (withHealth) learn([batch(step)], true);
    else waiting.push(batch(step, step % 10 === 9 ? SMALLER_BATCH : BATCH));
  }
  learn(waiting, false);
  numbers.push(...steps.evaluate(data.training, [batch(1), batch(2, SMALLER_BATCH)]).flat());
  steps.store();
  const state = new Map(learner.state.map(([name, variable]) => [name, variable.dataSync().slice() as Float32Array]));
  steps.dispose();
  learner.dispose();
  return { numbers, state, reason };
}

/** Captured steps and those that are computed as they come give the same numbers and the same weights. */
export async function expectSame(problem: Problem, capture: Capture): Promise<void> {
  const [eager, captured] = [await trained(problem), await trained(problem, capture)];
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

/** Changes what the tensors of a step are. */
export function around(learner: Learner, change: (scalar: Scalar) => Scalar): void {
  const compute = learner.computeStep.bind(learner);
  learner.computeStep = (...parameters) => {
    const { tensors, layout } = compute(...parameters);
    return { tensors: tensors.map(change), layout };
  };
}

/** Has JavaScript read the first rate of a step, and scale what the step gives by it. */
export function scaledByRate(learner: Learner): void {
  const compute = learner.computeStep.bind(learner);
  learner.computeStep = (feed, withHealth) => {
    const rate = feed.rates[0]!.dataSync()[0]!;
    const { tensors, layout } = compute(feed, withHealth);
    return { tensors: tensors.map((scalar) => mul(scalar, rate)), layout };
  };
}

const groups = golden<readonly Group[]>('cases');
const KNOWN = 5;

/** Types of layers whose output can be learned from. */
export const layerTypesShown = [...new Set(groups.map(({ type }) => type))].filter((type) => type !== 'Input');

/** Problems with a layer of that type: so many of its cases, spread over all. */
export function problemsWith(type: string, most: number): readonly Problem[] {
  const problems = groups
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
  expect(problems.length).toBeGreaterThan(0);
  const count = Math.min(most, problems.length);
  return Array.from({ length: count }, (_, i) => problems[Math.floor((i * problems.length) / count)]!);
}

/** Problems with every optimizer, loss, metric, penalty, constraint and activation, by what they are with. */
export const problems: readonly (readonly [name: string, problem: Problem])[] = [
  ...(
    [
      { type: 'SGD', learning_rate: 0.05 },
      { type: 'SGD', learning_rate: 0.05, momentum: 0.9 },
      { type: 'SGD', learning_rate: 0.05, momentum: 0.9, nesterov: true },
      { type: 'RMSprop' },
      { type: 'RMSprop', centered: true, momentum: 0.5 },
      { type: 'Adam' },
      { type: 'Adam', amsgrad: true },
      { type: 'AdamW', weight_decay: 0.1, exclude_from_weight_decay: ['bias'] },
      { type: 'Nadam' },
      { type: 'Adamax' },
      { type: 'Adagrad', learning_rate: 0.05 },
      { type: 'Adadelta', learning_rate: 1 },
      { type: 'Lion' },
      { type: 'SGD', learning_rate: 0.05, clipvalue: 0.02 },
      { type: 'SGD', learning_rate: 0.05, momentum: 0.9, clipnorm: 0.1 },
      { type: 'Adam', global_clipnorm: 0.1 },
      { type: 'SGD', learning_rate: 0.05, use_ema: true, ema_momentum: 0.9 },
      { type: 'SGD', learning_rate: { type: 'OneCycle', max_learning_rate: 0.1, total_steps: 50 } },
      { type: 'RMSprop', learning_rate: { type: 'OneCycle', max_learning_rate: 0.01, total_steps: 50 } },
      { type: 'Adam', learning_rate: { type: 'OneCycle', max_learning_rate: 0.01, total_steps: 50, anneal: 'linear' } },
      { type: 'Nadam', learning_rate: { type: 'InverseTimeDecay', initial_learning_rate: 0.01, decay_steps: 10, decay_rate: 1 } },
      { type: 'Adam', weight_decay: 0.1, use_ema: true, ema_overwrite_frequency: 3 },
    ] as JsonObject[]
  ).map((optimizer): [string, Problem] => [
    `the optimizer ${JSON.stringify(optimizer)}`,
    { layers: [input(6), dense(5, { activation: 'relu' }), dense(3)], training: { optimizer } },
  ]),
  ...(
    [
      ['sparse_categorical_crossentropy', 'softmax', 'classes', ['accuracy']],
      [{ type: 'sparse_categorical_crossentropy', from_logits: true }, null, 'classes', ['sparse_categorical_accuracy']],
      ['categorical_crossentropy', 'softmax', 'oneHot', ['accuracy', { type: 'top_k_categorical_accuracy', k: 2 }]],
      [{ type: 'categorical_crossentropy', label_smoothing: 0.1 }, 'softmax', 'oneHot', ['categorical_accuracy']],
      ['binary_crossentropy', 'sigmoid', 'binary', ['binary_accuracy']],
      ['mse', null, 'values', ['mae']],
      ['mae', 'tanh', 'values', ['mse']],
      ['huber', 'softplus', 'values', []],
      ['mape', null, 'values', []],
      ['msle', 'softplus', 'values', []],
      ['log_cosh', null, 'values', []],
      ['cosine_similarity', 'tanh', 'values', []],
      ['hinge', 'tanh', 'binary', []],
      ['squared_hinge', 'tanh', 'values', []],
      ['categorical_hinge', null, 'oneHot', []],
      ['kl_divergence', 'softmax', 'oneHot', []],
      ['poisson', 'softplus', 'values', []],
      ['sparse_categorical_crossentropy', 'softmax', 'classes', ['accuracy'], [0.5, 3]],
      ['categorical_crossentropy', 'softmax', 'oneHot', [], [2, 1, 0.25]],
      ['sparse_categorical_crossentropy', 'softmax', 'classes', ['precision', 'recall', 'f1_score', SPARSE_TOP, AUC]],
      [
        'binary_crossentropy',
        'sigmoid',
        'binary',
        [
          { type: 'recall', class_id: 1 },
          { type: 'auc', num_thresholds: 20, curve: 'PR' },
        ],
      ],
      ['mse', null, 'values', ['root_mean_squared_error', 'cosine_similarity']],
    ] as const
  ).map(([loss, activation, targets, metrics, weights]): [string, Problem] => [
    `the loss ${JSON.stringify(loss)}, ${metrics.length} metrics${weights ? ' and class weights' : ''}`,
    {
      layers: [input(6), dense(5, { activation: 'elu' }), dense(3, { activation })],
      training: {
        loss: loss as never,
        metrics: [...metrics],
        ...(weights && { class_weight: [...weights] }),
        ...(loss === 'mape' && STEADY),
      },
      targets,
    },
  ]),
  ...(
    [
      { kernel_regularizer: 'l1' },
      { kernel_regularizer: { type: 'l1_l2', l1: 0.01, l2: 0.02 }, bias_regularizer: 'l2' },
      { activity_regularizer: 'l2' },
      { kernel_constraint: { type: 'max_norm', max_value: 0.5 } },
      { kernel_constraint: { type: 'min_max_norm', min_value: 0.2, max_value: 0.5, rate: 0.7 } },
      { kernel_constraint: 'non_neg' },
      { kernel_constraint: 'unit_norm' },
    ] as JsonObject[]
  ).map((fields): [string, Problem] => [
    JSON.stringify(fields),
    { layers: [input(6), dense(5, { activation: 'relu', ...fields }), dense(3)] },
  ]),
  ...[
    ...['relu', 'relu6', 'leaky_relu', 'elu', 'selu', 'gelu', 'silu', 'mish', 'softplus', 'softsign', 'sigmoid', 'hard_sigmoid', 'tanh'],
    ...['celu', 'hard_silu', 'squareplus', 'sparse_plus', 'sparse_sigmoid', 'log_sigmoid', 'hard_tanh', 'tanh_shrink', 'hard_shrink'],
    ...['soft_shrink', 'exponential', 'softmax', 'log_softmax', 'sparsemax', { type: 'threshold', threshold: 0.2, default_value: -0.5 }],
  ].map((activation): [string, Problem] => [
    `the activation ${JSON.stringify(activation)}`,
    { layers: [input(6), dense(7, { activation }), dense(3)], ...(activation === 'log_softmax' && { training: { optimizer: 'SGD' } }) },
  ]),
  ['the activation glu', { layers: [input(6), dense(8), { name: 'gate', type: 'Activation', activation: 'glu' }, dense(3)] }],
  [
    'sparsemax along another axis',
    {
      layers: [
        input(4, 3),
        { name: 'max', type: 'Activation', activation: { type: 'sparsemax', axis: 1 } },
        { name: 'flat', type: 'Flatten' },
        dense(3),
      ],
    },
  ],
  ['slopes that are drawn', { layers: [input(6), dense(7), { name: 'drawn', type: 'RReLU', upper: 0.9 }, dense(3)] }],
  ...(
    [
      [{ loss_weights: { second: 0.2 } }, false],
      [
        {
          loss: { first: 'huber', second: { type: 'sparse_categorical_crossentropy', from_logits: true } },
          metrics: { second: ['accuracy'] },
        },
        false,
      ],
      [
        { loss: { first: 'mae', second: 'sparse_categorical_crossentropy' }, metrics: { first: ['mse', 'mae'], second: ['f1_score'] } },
        true,
      ],
    ] as const
  ).map(([training, weighed]): [string, Problem] => {
    const loss = 'loss' in training ? 'classes' : 'values';
    return [
      `two inputs and two outputs, ${JSON.stringify(training)}${weighed ? ', and samples that count otherwise' : ''}`,
      {
        layers: [
          input(6),
          { name: 'other', type: 'Input', shape: [2] },
          { name: 'both', type: 'Concatenate', inputs: ['in', 'other'] },
          { name: 'drop', type: 'Dropout', rate: 0.2 },
          dense(5, { activation: 'relu', kernel_regularizer: 'l2' }),
          { name: 'first', type: 'Dense', units: 2 },
          { name: 'second', type: 'Dense', units: 3, inputs: ['dense5'], activation: weighed ? 'softmax' : 'linear' },
        ],
        outputs: ['first', 'second'],
        targets: ['values', loss],
        training: training,
        weighed,
      },
    ];
  }),
  ['samples that count otherwise', { layers: [input(6), dense(3)], weighed: true }],
  [
    'penalties of frozen layers alone',
    { layers: [input(6), dense(5, { trainable: false, kernel_regularizer: 'l2' }), dense(3)], training: { metrics: ['mae'] } },
  ],
  [
    'frozen layers',
    { layers: [input(6), dense(5, { trainable: false }), { name: 'bn', type: 'BatchNormalization', trainable: false }, dense(3)] },
  ],
];
