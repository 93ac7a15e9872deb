import * as l10n from '@vscode/l10n';
import type { Shape } from '../diagnostics';
import { formatCount, formatShape } from '../format';
import type { Field } from './fields';
import type { LayerContext, LayerType, Refusal } from './layerType';
import { product, times, valuesIn } from './size';
import { dataFormat, count, perAxis } from './weightFields';

const doc = (page: string): string => `https://keras.io/api/layers/reshaping_layers/${page}/`;

const PICTURE = { rank: [3, 3], axes: 'height, width, channels' } as const;

type Sides = readonly [readonly [number, number], readonly [number, number]];

const sides = (name: string, preset: Field['default'], help: string): Field => ({
  name,
  value: { kind: 'padding2d' },
  default: preset,
  group: 'essentials',
  help: `${help} One number, [rows, columns], or [[top, bottom], [left, right]].`,
});

/** Layers that only arrange values: they have no weights and compute nothing. */
export const reshapingTypes: readonly LayerType[] = [
  {
    type: 'Flatten',
    family: 'shape',
    arity: 1,
    fields: [dataFormat],
    help: 'All values of a sample in one row.',
    doc: doc('flatten'),
    infer: ({ inputs: [input = []] }) => arranged([valuesIn(input)]),
  },
  {
    type: 'Reshape',
    family: 'shape',
    arity: 1,
    fields: [
      {
        name: 'target_shape',
        value: { kind: 'integers', minimum: -1 },
        group: 'essentials',
        help: 'The new shape of a sample; one -1 takes what is left.',
      },
    ],
    help: 'The same values in another shape.',
    doc: doc('reshape'),
    start: { target_shape: [-1] },
    infer: reshape,
  },
  {
    type: 'Permute',
    family: 'shape',
    arity: 1,
    fields: [
      {
        name: 'dims',
        value: { kind: 'integers', minimum: 1 },
        group: 'essentials',
        help: 'The old axis for each new one, counted from 1: [2, 1] turns rows into columns.',
      },
    ],
    help: 'Puts the axes of a sample in another order.',
    doc: doc('permute'),
    start: { dims: [2, 1] },
    infer: permute,
  },
  {
    type: 'RepeatVector',
    family: 'shape',
    arity: 1,
    rank: [1, 1],
    axes: 'features',
    fields: [count('n', 'How many times.')],
    help: 'Repeats a vector, as the steps of a sequence.',
    doc: doc('repeat_vector'),
    start: { n: 2 },
    infer: ({ values, inputs: [input = []] }) => arranged([values.n as number, ...input]),
  },
  {
    type: 'ZeroPadding2D',
    family: 'shape',
    arity: 1,
    ...PICTURE,
    fields: [sides('padding', [1, 1], 'Rows and columns of zeros to add.'), dataFormat],
    help: 'Adds zeros around an image.',
    doc: doc('zero_padding2d'),
    infer({ values, inputs: [input = []] }) {
      const padding = values.padding as unknown as Sides;
      return arranged(input.map((size, axis) => (size === null ? null : size + both(padding[axis]))));
    },
  },
  {
    type: 'Cropping2D',
    family: 'shape',
    arity: 1,
    ...PICTURE,
    fields: [
      sides(
        'cropping',
        [
          [0, 0],
          [0, 0],
        ],
        'Rows and columns to cut off.',
      ),
      dataFormat,
    ],
    help: 'Cuts off the edges of an image.',
    doc: doc('cropping2d'),
    infer({ name, values, inputs: [input = []] }) {
      const cropping = values.cropping as unknown as Sides;
      const output = input.map((size, axis) => (size === null ? null : size - both(cropping[axis])));
      if (output.every((size) => size === null || size > 0)) return arranged(output);
      const detail = l10n.t`cropping takes ${both(cropping[0])} rows and ${both(cropping[1])} columns`;
      return { problem: 'shape.empty-output', facts: { layer: name, type: 'Cropping2D', found: input, detail } };
    },
  },
  {
    type: 'UpSampling2D',
    family: 'shape',
    arity: 1,
    ...PICTURE,
    fields: [
      perAxis('size', 2, 'How many times each row and column is repeated.', [2, 2]),
      dataFormat,
      {
        name: 'interpolation',
        value: { kind: 'choice', choices: ['nearest', 'bilinear'] },
        default: 'nearest',
        group: 'essentials',
        help: 'How values in between are made. Layerwise knows nearest and bilinear.',
      },
    ],
    help: 'Makes an image larger.',
    doc: doc('up_sampling2d'),
    infer({ values, inputs: [input = []] }) {
      const size = values.size as readonly number[];
      return arranged(input.map((old, axis) => times(old, size[axis] ?? 1)));
    },
  },
];

function arranged(output: Shape) {
  return { output, weights: [], multiplyAdds: 0 };
}

const both = (pair: readonly [number, number] | undefined): number => (pair ? pair[0] + pair[1] : 0);

function reshape({ name, values, inputs: [input = []] }: LayerContext) {
  const target = values.target_shape as readonly number[];
  const wrong = (expected: string): Refusal => ({
    problem: 'field.wrong-value',
    facts: { type: 'Reshape', field: 'target_shape', expected, found: target },
    field: 'target_shape',
  });
  if (target.includes(0)) return wrong(l10n.t('sizes of at least 1, and -1 for one of them'));
  if (target.filter((size) => size === -1).length > 1) return wrong(l10n.t('-1 for one size at most'));
  const held = valuesIn(input);
  // With a size that is not fixed nothing can be counted: Keras takes the target as it is.
  if (held === null) return arranged(target.map((size) => (size === -1 ? null : size)));
  const known = product(target.filter((size) => size !== -1));
  const fits = target.includes(-1) ? held % known === 0 : held === known;
  if (fits) return arranged(target.map((size) => (size === -1 ? held / known : size)));
  const factor = target.includes(-1) ? l10n.t`a multiple of ${formatCount(known)} values` : l10n.t`${formatCount(known)} values`;
  const expected = l10n.t`${factor} for ${formatShape(target.map((size) => (size === -1 ? null : size)))}, not ${formatCount(held)}`;
  return { problem: 'shape.dimension-mismatch', facts: { layer: name, type: 'Reshape', expected, found: input } } as const;
}

function permute({ name, values, inputs: [input = []] }: LayerContext) {
  const dims = values.dims as readonly number[];
  const rank = dims.length;
  if (dims.some((_, i) => !dims.includes(i + 1))) {
    const expected = rank === 1 ? '[1]' : l10n.t`each of 1 to ${rank} once`;
    return { problem: 'field.wrong-value', facts: { type: 'Permute', field: 'dims', expected, found: dims }, field: 'dims' } as const;
  }
  if (rank !== input.length) {
    const expected = rank === 1 ? l10n.t('1 dimension, as many as dims has') : l10n.t`${rank} dimensions, as many as dims has`;
    return { problem: 'shape.rank-mismatch', facts: { layer: name, type: 'Permute', expected, found: input } } as const;
  }
  return arranged(dims.map((axis) => input[axis - 1] ?? null));
}
