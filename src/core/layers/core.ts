import type { LayerType } from './layerType';
import { unknownDimension } from './axes';
import { arithmetic, valuesIn, weight } from './size';
import { activation, initializer, penalties, useBias } from './weightFields';

const doc = (page: string): string => `https://keras.io/api/layers/core_layers/${page}/`;

/** Layers that everything else is built around. */
export const coreTypes: readonly LayerType[] = [
  {
    type: 'Dense',
    family: 'core',
    arity: 1,
    rank: [1, Infinity],
    fields: [
      { name: 'units', value: { kind: 'integer', minimum: 1 }, group: 'essentials', help: 'Number of outputs.' },
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
      const weights = [weight('kernel', [features, units]), ...(use_bias ? [weight('bias', [units])] : [])];
      const positions = valuesIn(input.slice(0, -1));
      return {
        output: [...input.slice(0, -1), units],
        weights,
        multiplyAdds: positions === null ? null : positions * features * units,
        arithmetic: arithmetic(weights),
      };
    },
  },
  {
    type: 'Activation',
    family: 'core',
    arity: 1,
    fields: [
      {
        name: 'activation',
        value: { kind: 'named', registry: 'activation' },
        group: 'essentials',
        help: 'Function that every value goes through.',
      },
    ],
    help: 'An activation function as a layer of its own.',
    doc: doc('activation'),
    start: { activation: 'relu' },
    infer: ({ inputs: [input = []] }) => ({ output: input, weights: [], multiplyAdds: 0 }),
  },
];
