import type { Field, Named } from '../layers/fields';

const number = (
  name: string,
  preset: number,
  help: string,
  bounds: { minimum?: number; exclusiveMaximum?: number; maximum?: number } = {},
): Field => ({
  name,
  value: { kind: 'number', minimum: 0, ...bounds },
  default: preset,
  group: 'essentials',
  help,
});
const learningRate = (preset: number): Field => number('learning_rate', preset, 'How far one step goes.');
const epsilon: Field = { ...number('epsilon', 1e-7, 'Small number that keeps a division from being by 0.'), group: 'advanced' };
const flag = (name: string, help: string): Field => ({ name, value: { kind: 'boolean' }, default: false, group: 'essentials', help });
const share = { exclusiveMaximum: 1 };
const doc = (name: string): string => `https://keras.io/api/optimizers/${name}/`;

/** Optimizers with Keras's defaults; the trainer has the formula of each. */
export const optimizers: readonly Named[] = [
  {
    name: 'SGD',
    aliases: ['sgd'],
    fields: [
      learningRate(0.01),
      number('momentum', 0, 'Share of the last step that is kept.', { maximum: 1 }),
      flag('nesterov', 'Measure the gradient ahead, where momentum is going.'),
    ],
    help: 'Gradient descent, with momentum if wanted.',
    doc: doc('sgd'),
  },
  {
    name: 'RMSprop',
    aliases: ['rmsprop'],
    fields: [
      learningRate(0.001),
      number('rho', 0.9, 'Share of the old mean of squares that is kept.', share),
      number('momentum', 0, 'Share of the last step that is kept.', { maximum: 1 }),
      epsilon,
      flag('centered', 'Divide by the variance of the gradients instead of their mean square.'),
    ],
    help: 'Divides each gradient by a running mean of its size.',
    doc: doc('rmsprop'),
  },
  {
    name: 'Adam',
    aliases: ['adam'],
    fields: [
      learningRate(0.001),
      number('beta_1', 0.9, 'Share of the old mean of gradients that is kept.', share),
      number('beta_2', 0.999, 'Share of the old mean of squares that is kept.', share),
      epsilon,
      flag('amsgrad', 'Use the largest mean of squares so far.'),
    ],
    help: 'Running means of the gradients and of their squares; a good first choice.',
    doc: doc('adam'),
  },
];
