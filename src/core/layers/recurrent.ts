import { formatCount } from '../format';
import { unknownDimension } from './axes';
import type { Field } from './fields';
import type { LayerContext, LayerType } from './layerType';
import { multiplied, weight } from './size';
import { activation, count, flag, initializer, penalties, seed, useBias } from './weightFields';

const doc = (page: string): string => `https://keras.io/api/layers/recurrent_layers/${page}/`;

const dropout = (name: string, help: string): Field => ({
  name,
  value: { kind: 'number', minimum: 0, maximum: 1 },
  default: 0,
  group: 'regularization',
  help,
});
const gateActivation = activation('sigmoid', 'recurrent_activation', 'Function of the gates; null is linear.');

/** Fields of all three, `gates` and `more` being what a type has besides. */
const fields = (gates: readonly Field[], more: readonly Field[]): readonly Field[] => [
  count('units', 'Size of the state, and of the output.'),
  activation('tanh'),
  ...gates,
  useBias,
  initializer('kernel', 'glorot_uniform'),
  initializer('recurrent', 'orthogonal'),
  initializer('bias', 'zeros'),
  ...penalties('kernel', 'recurrent', 'bias'),
  dropout('dropout', 'Share of the inputs that are set to 0 while learning.'),
  dropout('recurrent_dropout', 'Share of the state that is set to 0 while learning.'),
  seed,
  flag('return_sequences', false, 'Give the output of every step instead of the last one only.'),
  flag('go_backwards', false, 'Read the sequence from its end.', 'advanced'),
  ...more,
];

/** `products`: how many matrix products of inputs and of the state one step takes (1, or one for each gate). */
const recurrent = (type: string, page: string, products: number, all: readonly Field[], help: string): LayerType => ({
  type,
  family: 'recurrent',
  arity: 1,
  rank: [2, 2],
  axes: 'steps, features',
  fields: all,
  help,
  doc: doc(page),
  start: { units: 32 },
  infer: (context) => recur(type, products, context),
});

/** Layers that read a sequence step by step. */
export const recurrentTypes: readonly LayerType[] = [
  recurrent('SimpleRNN', 'simple_rnn', 1, fields([], []), 'The output of a step goes into the next one.'),
  recurrent(
    'LSTM',
    'lstm',
    4,
    fields([gateActivation], [flag('unit_forget_bias', true, 'The bias of the forget gate starts at 1.', 'initialization')]),
    'A recurrent layer with a memory that gates write, keep and read.',
  ),
  recurrent(
    'GRU',
    'gru',
    3,
    fields(
      [gateActivation],
      [flag('reset_after', true, 'Apply the reset gate after the matrix product; it has a second bias.', 'advanced')],
    ),
    'A recurrent layer with two gates: lighter than LSTM.',
  ),
];

type RecurrentValues = { units: number; use_bias: boolean; return_sequences: boolean; reset_after?: boolean };

function recur(type: string, products: number, { name, values, inputs: [input = []] }: LayerContext) {
  const { units, use_bias, return_sequences, reset_after } = values as RecurrentValues;
  const [steps = null, features = null] = input;
  if (features === null) return unknownDimension(name, type, input);
  const width = products * units;
  const weights = [
    weight('kernel', [features, width]),
    weight('recurrent_kernel', [units, width], 'recurrent'),
    ...(use_bias ? [weight('bias', reset_after ? [2, width] : [width])] : []),
  ];
  const [input_, unit] = [formatCount(features), formatCount(units)];
  const bias = !use_bias ? '' : reset_after ? ` + 2 × ${unit}` : ` + ${unit}`;
  const one = products === 1 ? `${input_} × ${unit} + ${unit} × ${unit}${bias}` : `(${input_} + ${unit}) × ${unit}${bias}`;
  return {
    output: return_sequences ? [steps, units] : [units],
    weights,
    ...multiplied([features, width, steps], [units, width, steps]),
    arithmetic: products === 1 ? one : `${products} × (${one})`,
  };
}
