import { unknownDimension } from './axes';
import type { LayerType } from './layerType';
import { arithmetic, multiplied, weight } from './size';
import { activation, constraint, count, flag, initializer, penalties, regularizer, useBias } from './weightFields';

const doc = (page: string): string => `https://keras.io/api/layers/core_layers/${page}/`;

/** Layers that everything else is built around. */
export const coreTypes: readonly LayerType[] = [
  {
    type: 'Dense',
    family: 'core',
    arity: 1,
    rank: [1, Infinity],
    fields: [
      count('units', 'Number of outputs.'),
      activation(null),
      useBias,
      initializer('kernel', 'glorot_uniform'),
      initializer('bias', 'zeros'),
      ...penalties('kernel', 'bias'),
    ],
    help: 'Every input is connected to every unit.',
    doc: doc('dense'),
    start: { units: 32 },
    infer({ name, values, inputs: [input = []] }) {
      const { units, use_bias } = values as { units: number; use_bias: boolean };
      const features = input.at(-1) ?? null;
      if (features === null) return unknownDimension(name, 'Dense', input);
      const kernel = weight('kernel', [features, units]);
      const weights = use_bias ? [kernel, weight('bias', [units])] : [kernel];
      return {
        output: input.with(-1, units),
        weights,
        ...multiplied([features, units, ...input.slice(0, -1)]),
        arithmetic: arithmetic(weights),
      };
    },
  },
  {
    type: 'Embedding',
    family: 'attention',
    arity: 1,
    fields: [
      count('input_dim', 'Size of the vocabulary: the largest number that comes in, plus 1.'),
      count('output_dim', 'Length of the vector that stands for each number.'),
      initializer('embeddings', 'uniform'),
      regularizer('embeddings'),
      constraint('embeddings'),
      flag('mask_zero', false, '0 means that nothing is there: recurrent layers pass over it.'),
    ],
    help: 'A learned vector for each whole number, for example for each word.',
    doc: doc('embedding'),
    start: { input_dim: 1000, output_dim: 64 },
    infer({ values, inputs: [input = []] }) {
      const { input_dim, output_dim } = values as { input_dim: number; output_dim: number };
      const weights = [weight('embeddings', [input_dim, output_dim])];
      return { output: [...input, output_dim], weights, multiplyAdds: 0, arithmetic: arithmetic(weights) };
    },
  },
];
