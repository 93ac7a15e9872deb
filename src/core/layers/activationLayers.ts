import * as l10n from '@vscode/l10n';
import type { Shape } from '../diagnostics';
import type { Json, JsonObject } from '../document';
import { noSuchAxis, sampleAxis, unknownDimension } from './axes';
import type { Field } from './fields';
import type { Inference, LayerType, Refusal } from './layerType';
import { isObject } from './readFields';
import { arithmetic, weight } from './size';
import { constraint, initializer, regularizer } from './weightFields';

const doc = (page: string): string => `https://keras.io/api/layers/activation_layers/${page}/`;

const number = (name: string, preset: number, help: string, minimum?: number): Field => ({
  name,
  value: { kind: 'number', minimum },
  default: preset,
  group: 'essentials',
  help,
});

/** A function of each value alone. */
const elementwise = (type: string, page: string, fields: readonly Field[], help: string): LayerType => ({
  type,
  family: 'core',
  arity: 1,
  fields,
  help,
  doc: page.startsWith('https:') ? page : doc(page),
  infer: ({ inputs: [input = []] }) => ({ output: input, weights: [], multiplyAdds: 0 }),
});

/** glu takes half of an axis for gates; every other function leaves the shape as it is. */
function halvedByGlu(name: string, activation: Json, input: Shape): Inference | Refusal {
  const output = [...input];
  if (isGlu(activation)) {
    const axis = isObject(activation) && typeof activation.axis === 'number' ? activation.axis : -1;
    const at = sampleAxis(axis, input);
    if (at === undefined) return noSuchAxis('glu', 'axis', axis, input);
    const size = input[at] ?? null;
    if (size === null) return unknownDimension(name, 'glu', input);
    if (size % 2 !== 0)
      return {
        problem: 'shape.dimension-mismatch',
        facts: { layer: name, type: 'glu', expected: l10n.t`an even size along axis ${axis}, which it halves`, found: input },
      };
    output[at] = size / 2;
  }
  return { output, weights: [], multiplyAdds: 0 };
}

/** Whether an `activation` field names the one function that changes the shape. */
export const isGlu = (activation: Json | undefined): boolean => activation === 'glu' || (isObject(activation) && activation.type === 'glu');

/** The slope that an RReLU has in prediction. */
export const meanSlope = ({ lower = 1 / 8, upper = 1 / 3 }: JsonObject): number => (Number(lower) + Number(upper)) / 2;

/** Activation functions as layers of their own. */
export const activationTypes: readonly LayerType[] = [
  {
    ...elementwise(
      'Activation',
      'https://keras.io/api/layers/core_layers/activation/',
      [
        {
          name: 'activation',
          value: { kind: 'named', registry: 'activation' },
          group: 'essentials',
          help: 'Function that every value goes through.',
        },
      ],
      'An activation function as a layer of its own.',
    ),
    start: { activation: 'relu' },
    infer: ({ name, values, inputs: [input = []] }) => halvedByGlu(name, values.activation ?? null, input),
  },
  elementwise(
    'ReLU',
    'relu',
    [
      {
        name: 'max_value',
        value: { kind: 'number', minimum: 0 },
        default: null,
        nullable: true,
        group: 'essentials',
        help: 'Largest output; null: no limit.',
      },
      number('negative_slope', 0, 'Slope below the threshold.', 0),
      number('threshold', 0, 'Where the function begins to rise.', 0),
    ],
    'max(x, 0).',
  ),
  elementwise(
    'LeakyReLU',
    'leaky_relu',
    [number('negative_slope', 0.3, 'Slope for x < 0.', 0)],
    'x, or a small slope times x below 0: units do not die.',
  ),
  {
    type: 'PReLU',
    family: 'core',
    arity: 1,
    fields: [
      initializer('alpha', 'zeros'),
      regularizer('alpha'),
      constraint('alpha'),
      {
        name: 'shared_axes',
        value: { kind: 'integers', single: true, minimum: 1 },
        default: null,
        nullable: true,
        group: 'essentials',
        help: 'Axes that share one slope, counted from 1: [1, 2] after a Conv2D has one for each channel.',
      },
    ],
    help: 'Like LeakyReLU, with slopes that are learned.',
    doc: doc('prelu'),
    infer({ name, values, inputs: [input = []] }) {
      const shared = (values.shared_axes ?? []) as readonly number[];
      const missing = shared.find((axis) => sampleAxis(axis, input) === undefined);
      if (missing !== undefined) return noSuchAxis('PReLU', 'shared_axes', missing, input);
      const shape = input.map((size, axis) => (shared.includes(axis + 1) ? 1 : size));
      if (!shape.every((size) => size !== null)) return unknownDimension(name, 'PReLU', input);
      const weights = [weight('alpha', shape)];
      return { output: input, weights, multiplyAdds: 0, arithmetic: arithmetic(weights) };
    },
  },
  elementwise(
    'RReLU',
    'leaky_relu',
    [
      number('lower', 1 / 8, 'Smallest slope for x < 0.', 0),
      number('upper', 1 / 3, 'Largest slope for x < 0.', 0),
      {
        name: 'seed',
        value: { kind: 'integer', minimum: 0 },
        default: null,
        nullable: true,
        group: 'advanced',
        help: 'Of the slopes that are drawn; null: that of the run.',
      },
    ],
    'A LeakyReLU whose slope is drawn anew for each value in training, between lower and upper; in prediction it is their mean (Xu et al., 2015). Keras has none.',
  ),
  elementwise('ELU', 'elu', [number('alpha', 1, 'How far below 0 it goes.')], 'x, or alpha × (exp(x) - 1) below 0.'),
  elementwise(
    'ThresholdedReLU',
    'https://keras.io/2/api/layers/activation_layers/threshold_relu/',
    [number('theta', 1, 'What x has to exceed to pass.', 0)],
    'x above theta, else 0. Of Keras 2: in Keras 3 it is ReLU with a threshold.',
  ),
  {
    type: 'Softmax',
    family: 'core',
    arity: 1,
    rank: [1, Infinity],
    fields: [
      {
        name: 'axis',
        value: { kind: 'integers', single: true },
        default: -1,
        group: 'essentials',
        help: 'The axis, or axes, along which the outputs sum to 1.',
      },
    ],
    help: 'Probabilities: positive, and they sum to 1.',
    doc: doc('softmax'),
    infer({ values, inputs: [input = []] }) {
      const missing = (values.axis as readonly number[]).find((axis) => sampleAxis(axis, input) === undefined);
      if (missing !== undefined) return noSuchAxis('Softmax', 'axis', missing, input);
      return { output: input, weights: [], multiplyAdds: 0 };
    },
  },
];
