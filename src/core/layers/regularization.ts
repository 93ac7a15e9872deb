import * as l10n from '@vscode/l10n';
import type { Json } from '../document';
import type { Field } from './fields';
import type { LayerContext, LayerType } from './layerType';
import { dataFormat, seed } from './weightFields';

const doc = (page: string): string => `https://keras.io/api/layers/regularization_layers/${page}/`;

const share = (name: string, help: string): Field => ({
  name,
  value: { kind: 'number', minimum: 0, maximum: 1 },
  group: 'essentials',
  help,
});
const rate = share('rate', 'Share of the values that are set to 0.');
const noiseShape: Field = {
  name: 'noise_shape',
  value: { kind: 'integers', minimum: 1, nullable: true },
  default: null,
  nullable: true,
  group: 'advanced',
  help: 'Shape of the mask, batch first; 1 shares it along an axis, null takes the size of the input.',
};

/** What they have in common: nothing is learned, and the shape stays. */
const noise = (
  type: string,
  page: string,
  fields: readonly Field[],
  help: string,
  more: { readonly start: { readonly [field: string]: Json }; readonly rank?: readonly [number, number]; readonly axes?: string },
): LayerType => ({
  type,
  family: 'regular',
  arity: 1,
  fields,
  help,
  doc: doc(page),
  ...more,
  infer: (context) => masked(type, context),
});

/** Layers that act only while the model learns. */
export const regularizationTypes: readonly LayerType[] = [
  noise('Dropout', 'dropout', [rate, noiseShape, seed], 'Sets some values to 0 while learning, and scales the others up.', {
    start: { rate: 0.5 },
  }),
  noise('AlphaDropout', 'alpha_dropout', [rate, noiseShape, seed], 'Dropout that keeps mean and variance: for selu.', {
    start: { rate: 0.1 },
  }),
  noise(
    'GaussianDropout',
    'gaussian_dropout',
    [share('rate', 'As of Dropout: the noise has deviation √(rate / (1 - rate)).'), seed],
    'Multiplies values by noise around 1 while learning.',
    { start: { rate: 0.5 } },
  ),
  noise(
    'GaussianNoise',
    'gaussian_noise',
    [share('stddev', 'Standard deviation of the noise.'), seed],
    'Adds noise around 0 while learning.',
    {
      start: { stddev: 0.1 },
    },
  ),
  noise('SpatialDropout1D', 'spatial_dropout1d', [rate, seed], 'Drops whole channels of a sequence.', {
    start: { rate: 0.2 },
    rank: [2, 2],
    axes: 'steps, channels',
  }),
  noise('SpatialDropout2D', 'spatial_dropout2d', [rate, dataFormat, seed], 'Drops whole channels of an image.', {
    start: { rate: 0.2 },
    rank: [3, 3],
    axes: 'height, width, channels',
  }),
];

function masked(type: string, { values, inputs: [input = []] }: LayerContext) {
  const mask = values.noise_shape as readonly (number | null)[] | null | undefined;
  if (mask) {
    const ofSample = mask.slice(1);
    const fits = mask.length === input.length + 1 && ofSample.every((size, axis) => size === null || size === 1 || size === input[axis]);
    if (!fits) {
      const expected = l10n.t`${input.length + 1} sizes, batch first, each null, 1 or the size of the input`;
      return { problem: 'field.wrong-value', facts: { type, field: 'noise_shape', expected, found: mask }, field: 'noise_shape' } as const;
    }
  }
  return { output: input, weights: [], multiplyAdds: 0 };
}
