import * as l10n from '@vscode/l10n';
import { formatCount } from '../format';
import { noSuchAxis, sampleAxis, unknownDimension } from './axes';
import type { Field } from './fields';
import type { LayerContext, LayerType, Weight } from './layerType';
import { factors, multiplied, weight } from './size';
import { constraint, flag, initializer, regularizer } from './weightFields';

const doc = (page: string): string => `https://keras.io/api/layers/normalization_layers/${page}/`;

const epsilon: Field = {
  name: 'epsilon',
  value: { kind: 'number', minimum: 0 },
  default: 0.001,
  group: 'advanced',
  help: 'Added to the variance, so that no division is by 0.',
};
const center = flag('center', true, 'Add a learned offset (beta).');
const scale = flag('scale', true, 'Multiply by a learned factor (gamma).');
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
    infer: normalizeBatch,
  },
  {
    type: 'LayerNormalization',
    family: 'norm',
    arity: 1,
    rank: [1, Infinity],
    fields: [
      {
        name: 'axis',
        value: { kind: 'integers', single: true },
        default: -1,
        group: 'essentials',
        help: 'The axis, or axes, that are normalized together.',
      },
      epsilon,
      center,
      scale,
      initializer('beta', 'zeros'),
      initializer('gamma', 'ones'),
      ...learned,
    ],
    help: 'Normalizes each sample by itself.',
    doc: doc('layer_normalization'),
    infer: normalizeSample,
  },
];

/** What training keeps up to date by itself. */
const kept = (name: string, shape: readonly number[]): Weight => ({ name, shape, stem: name, trainable: false });

function normalizeBatch({ name, values, inputs: [input = []] }: LayerContext) {
  const { axis, center, scale } = values as { axis: number; center: boolean; scale: boolean };
  const at = sampleAxis(axis, input);
  if (at === undefined) return noSuchAxis('BatchNormalization', 'axis', axis, input);
  const size = input[at] ?? null;
  if (size === null) return unknownDimension(name, 'BatchNormalization', input);
  const shape = [size];
  const all = [weight('gamma', shape), weight('beta', shape), kept('moving_mean', shape), kept('moving_variance', shape)];
  const weights = scale && center ? all : all.filter(({ name: one }) => (one !== 'gamma' || scale) && (one !== 'beta' || center));
  // One multiplication and one addition for each value, mean, variance, factor and offset taken together.
  return { output: input, weights, ...multiplied(input), arithmetic: `${weights.length} × ${formatCount(size)}` };
}

function normalizeSample({ name, values, inputs: [input = []] }: LayerContext) {
  const { axis, center, scale } = values as { axis: readonly number[]; center: boolean; scale: boolean };
  const places = axis.map((one) => sampleAxis(one, input));
  const missing = axis.find((_, i) => places[i] === undefined);
  if (missing !== undefined) return noSuchAxis('LayerNormalization', 'axis', missing, input);
  if (axis.length === 0 || new Set(places).size < places.length) {
    const expected = axis.length === 0 ? l10n.t('at least one axis') : l10n.t('different axes');
    return {
      problem: 'field.wrong-value',
      facts: { type: 'LayerNormalization', field: 'axis', expected, found: axis },
      field: 'axis',
    } as const;
  }
  // Keras sorts the axes as they are written, so negative ones come first.
  const sizes = [...axis].sort((a, b) => a - b).map((one) => input[sampleAxis(one, input) ?? 0] ?? null);
  const stems = [...(scale ? ['gamma'] : []), ...(center ? ['beta'] : [])];
  if (!sizes.every((size) => size !== null)) {
    if (stems.length > 0) return unknownDimension(name, 'LayerNormalization', input);
    return { output: input, weights: [], multiplyAdds: null };
  }
  const weights = stems.map((stem) => weight(stem, sizes));
  return {
    output: input,
    weights,
    // For each value: its square added up for the variance, and then factor and offset.
    ...multiplied([2, ...input]),
    arithmetic: weights.length === 0 ? undefined : [...(weights.length > 1 ? [weights.length] : []), factors(sizes)].join(' × '),
  };
}
