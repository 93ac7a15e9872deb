import * as l10n from '@vscode/l10n';
import type { Json } from '../document';
import type { Field, Named } from '../layers/fields';
import type { Values } from '../layers/layerType';

const number = (
  name: string,
  preset: number,
  help: string,
  bounds: { minimum?: number; exclusiveMinimum?: number; exclusiveMaximum?: number; maximum?: number } = { minimum: 0 },
): Field => ({ name, value: { kind: 'number', ...bounds }, default: preset, group: 'essentials', help });
const learningRate = (preset: number): Field => ({
  name: 'learning_rate',
  value: { kind: 'named', registry: 'schedule', orNumber: { kind: 'number', minimum: 0 } },
  default: preset,
  group: 'essentials',
  help: 'How far one step goes: a number, or a schedule that goes with the steps.',
});
const epsilon: Field = { ...number('epsilon', 1e-7, 'Small number that keeps a division from being by 0.'), group: 'advanced' };
const flag = (name: string, help: string): Field => ({ name, value: { kind: 'boolean' }, default: false, group: 'essentials', help });
const share = { minimum: 0, exclusiveMaximum: 1 };
const meanOfGradients = number('beta_1', 0.9, 'Share of the old mean of gradients that is kept.', share);
const meanOfSquares = number('beta_2', 0.999, 'Share of the old mean of squares that is kept.', share);
const doc = (name: string): string => `https://keras.io/api/optimizers/${name}/`;

const advanced = (name: string, value: Field['value'], preset: Json, help: string): Field => ({
  name,
  value,
  default: preset,
  ...(preset === null && { nullable: true }),
  group: 'advanced',
  help,
});
const above0 = { kind: 'number', exclusiveMinimum: 0 } as const;

/** What every optimizer of Keras has; `decay` is the default of `weight_decay`. */
const common = (decay: number | null): readonly Field[] => [
  advanced('weight_decay', { kind: 'number', minimum: 0 }, decay, 'Share of each weight, times the learning rate, that a step takes away.'),
  advanced(
    'exclude_from_weight_decay',
    { kind: 'strings' },
    [],
    'Weights whose name (hidden1/bias) has one of these texts in it keep all of themselves.',
  ),
  advanced('clipvalue', above0, null, 'No value of a gradient is further from 0 than this.'),
  advanced('clipnorm', above0, null, 'The gradient of each weight has at most this norm.'),
  advanced('global_clipnorm', above0, null, 'All gradients together have at most this norm.'),
  advanced('use_ema', { kind: 'boolean' }, false, 'Keep a moving average of the weights, which the model ends with.'),
  advanced('ema_momentum', { kind: 'number', minimum: 0, maximum: 1 }, 0.99, 'Share of the old average that is kept.'),
  advanced('ema_overwrite_frequency', { kind: 'integer', minimum: 1 }, null, 'After so many steps the weights become their average.'),
];

const CLIPS = ['clipnorm', 'global_clipnorm', 'clipvalue'] as const;

/** Keras takes one way of clipping. */
function oneClip(values: Values): ReturnType<NonNullable<Named['check']>> {
  const [, second] = CLIPS.filter((name) => values[name] !== null);
  return second && { field: second, expected: l10n.t`no more than one of ${CLIPS.join(', ')}` };
}

const optimizer = (name: string, fields: readonly Field[], help: string, decay: number | null = null): Named => ({
  name,
  aliases: [name.toLowerCase()],
  fields: [...fields, ...common(decay)],
  check: oneClip,
  help,
  doc: doc(name.toLowerCase()),
});

/** Optimizers with Keras's defaults; the trainer has the formula of each. */
export const optimizers: readonly Named[] = [
  optimizer(
    'SGD',
    [
      learningRate(0.01),
      number('momentum', 0, 'Share of the last step that is kept.', { minimum: 0, maximum: 1 }),
      flag('nesterov', 'Measure the gradient ahead, where momentum is going.'),
    ],
    'Gradient descent, with momentum if wanted.',
  ),
  optimizer(
    'RMSprop',
    [
      learningRate(0.001),
      number('rho', 0.9, 'Share of the old mean of squares that is kept.', share),
      number('momentum', 0, 'Share of the last step that is kept.', { minimum: 0, maximum: 1 }),
      epsilon,
      flag('centered', 'Divide by the variance of the gradients instead of their mean square.'),
    ],
    'Divides each gradient by a running mean of its size.',
  ),
  optimizer(
    'Adam',
    [learningRate(0.001), meanOfGradients, meanOfSquares, epsilon, flag('amsgrad', 'Use the largest mean of squares so far.')],
    'Running means of the gradients and of their squares; a good first choice.',
  ),
  optimizer(
    'AdamW',
    [learningRate(0.001), meanOfGradients, meanOfSquares, epsilon, flag('amsgrad', 'Use the largest mean of squares so far.')],
    'Adam with weight decay, which does not go through the means as an l2 penalty does.',
    0.004,
  ),
  optimizer(
    'Nadam',
    [learningRate(0.001), meanOfGradients, meanOfSquares, epsilon],
    'Adam that measures ahead, as Nesterov’s momentum does; often a little faster.',
  ),
  optimizer(
    'Adamax',
    [learningRate(0.001), meanOfGradients, number('beta_2', 0.999, 'Share of the largest gradient so far that is kept.', share), epsilon],
    'Adam that divides by the largest gradient of late instead of the mean of squares; steadier with sparse gradients.',
  ),
  optimizer(
    'Adagrad',
    [learningRate(0.001), number('initial_accumulator_value', 0.1, 'What the sum of squares begins with.'), epsilon],
    'Divides by the square root of the sum of all squares: steps only get smaller.',
  ),
  optimizer(
    'Adadelta',
    [learningRate(0.001), number('rho', 0.95, 'Share of the old means that is kept.', share), epsilon],
    'As long a step as the last ones were, so that it needs no learning rate of its own: the original takes 1.',
  ),
  optimizer(
    'Lion',
    [
      learningRate(0.001),
      number('beta_1', 0.9, 'Share of the momentum in what a step follows.', { exclusiveMinimum: 0, maximum: 1 }),
      number('beta_2', 0.99, 'Share of the old momentum that is kept.', share),
    ],
    'Only the sign of the momentum: each weight moves by exactly the learning rate, which is to be smaller than Adam’s.',
  ),
];
