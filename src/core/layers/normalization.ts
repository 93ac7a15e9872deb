import { noSuchAxis, sampleAxis, unknownDimension } from './axes';
import type { Field } from './fields';
import type { LayerType } from './layerType';
import { valuesIn, weight } from './size';
import { constraint, initializer, regularizer } from './weightFields';

const doc = (page: string): string => `https://keras.io/api/layers/normalization_layers/${page}/`;

const epsilon: Field = {
  name: 'epsilon',
  value: { kind: 'number', minimum: 0 },
  default: 0.001,
  group: 'advanced',
  help: 'Added to the variance, so that no division is by 0.',
};
const center: Field = {
  name: 'center',
  value: { kind: 'boolean' },
  default: true,
  group: 'essentials',
  help: 'Add a learned offset (beta).',
};
const scale: Field = {
  name: 'scale',
  value: { kind: 'boolean' },
  default: true,
  group: 'essentials',
  help: 'Multiply by a learned factor (gamma).',
};
const learned: readonly Field[] = [regularizer('beta'), regularizer('gamma'), constraint('beta'), constraint('gamma')];

/** Layers that bring values to mean 0 and deviation 1. */
export const normalizationTypes: readonly LayerType[] = [
  {
    type: 'BatchNormalization',
    family: 'norm',
    arity: 1,
    rank: [1, Infinity],
    fields: [
      {
        name: 'axis',
        value: { kind: 'integer' },
        default: -1,
        group: 'essentials',
        help: 'The axis that keeps its own mean and variance: the features.',
      },
      {
        name: 'momentum',
        value: { kind: 'number', minimum: 0, maximum: 1 },
        default: 0.99,
        group: 'essentials',
        help: 'Share of the moving mean and variance that a batch leaves as it is.',
      },
      epsilon,
      center,
      scale,
      initializer('beta', 'zeros'),
      initializer('gamma', 'ones'),
      initializer('moving_mean', 'zeros'),
      initializer('moving_variance', 'ones'),
      ...learned,
    ],
    help: 'Normalizes each feature over the batch; keeps moving means for use after training.',
    doc: doc('batch_normalization'),
    infer({ name, values, inputs: [input = []] }) {
      const { axis, center, scale } = values as { axis: number; center: boolean; scale: boolean };
      const at = sampleAxis(axis, input);
      if (at === undefined) return noSuchAxis('BatchNormalization', 'axis', axis, input);
      const size = input[at] ?? null;
      if (size === null) return unknownDimension(name, 'BatchNormalization', input);
      const weights = [
        ...(scale ? [weight('gamma', [size])] : []),
        ...(center ? [weight('beta', [size])] : []),
        { ...weight('moving_mean', [size]), trainable: false },
        { ...weight('moving_variance', [size]), trainable: false },
      ];
      // One multiplication and one addition for each value, mean, variance, factor and offset taken together.
      return { output: input, weights, multiplyAdds: valuesIn(input), arithmetic: `${weights.length} × ${size}` };
    },
  },
];
