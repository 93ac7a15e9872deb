import * as l10n from '@vscode/l10n';
import type { Shape } from '../diagnostics';
import type { Json } from '../document';
import { formatCount } from '../format';
import { noSuchAxis, sampleAxis, unknownDimension } from './axes';
import type { Field } from './fields';
import type { Inference, LayerContext, LayerType, Refusal, Values, Weight } from './layerType';
import { arithmetic, multiplied } from './size';

const doc = (page: string): string => `https://keras.io/api/layers/preprocessing_layers/${page}/`;

const numbers = (name: string, preset: Field['default'], help: string): Field => ({
  name,
  value: { kind: 'numbers', single: true },
  default: preset,
  ...(preset === null && { nullable: true }),
  group: 'essentials',
  help,
});

/** Layers that bring raw values into a range that a model learns from, as a part of the model. */
export const preprocessingTypes: readonly LayerType[] = [
  {
    type: 'Rescaling',
    family: 'norm',
    arity: 1,
    fields: [
      numbers('scale', undefined, 'Factor of every value, or one for each channel.'),
      numbers('offset', 0, 'Added after that; one number, or one for each channel.'),
    ],
    help: 'x × scale + offset, for example pixels from 0 to 255 into -1 to 1.',
    doc: doc('image_preprocessing/rescaling'),
    start: { scale: 1 / 255 },
    infer: rescale,
  },
  {
    type: 'Normalization',
    family: 'norm',
    arity: 1,
    fields: [
      {
        name: 'axis',
        value: { kind: 'integers', single: true },
        default: -1,
        nullable: true,
        group: 'essentials',
        help: 'The axis, or axes, each place of which has its own mean and variance; null: one of each for all values.',
      },
      numbers('mean', null, 'Known mean; null: weights that Keras’s adapt() has set, else 0.'),
      numbers('variance', null, 'Known variance; null: weights that Keras’s adapt() has set, else 1.'),
      { name: 'invert', value: { kind: 'boolean' }, default: false, group: 'advanced', help: 'The way back: x × √variance + mean.' },
    ],
    help: '(x - mean) / √variance, with a mean and variance that do not change while learning.',
    doc: doc('numerical/normalization'),
    infer: normalize,
  },
];

/** A list has one number, or as many as there are channels. */
function rescale({ values, inputs: [input = []] }: LayerContext): Inference | Refusal {
  for (const field of ['scale', 'offset']) {
    const given = values[field];
    const channels = input.at(-1) ?? null;
    if (
      !Array.isArray(given) ||
      given.length === 1 ||
      given.length === channels ||
      (channels === null && input.length > 0 && given.length > 0)
    )
      continue;
    const expected = l10n.t`a number, or a list of ${channels === null ? '1' : formatCount(channels)}, one for each channel`;
    return { problem: 'field.wrong-value', facts: { type: 'Rescaling', field, expected, found: given }, field };
  }
  return { output: input, weights: [], ...multiplied(input) };
}

function normalize({ name, values, inputs: [input = []] }: LayerContext): Inference | Refusal {
  const axes = (values.axis ?? []) as readonly number[];
  const missing = axes.find((axis) => sampleAxis(axis, input) === undefined);
  if (missing !== undefined) return noSuchAxis('Normalization', 'axis', missing, input);
  const places = [...new Set(axes.map((axis) => sampleAxis(axis, input)!))].sort((a, b) => a - b);
  const shape: Shape = places.map((place) => input[place] ?? null);
  if (!shape.every((size) => size !== null)) return unknownDimension(name, 'Normalization', input);
  const refusal = knownRefusal(values, shape.at(-1) ?? 1);
  if (refusal) return refusal;
  const weights: readonly Weight[] = values.mean === null ? [kept('mean', shape), kept('variance', shape, 'ones'), kept('count', [])] : [];
  return { output: input, weights, ...multiplied(input), arithmetic: arithmetic(weights) };
}

/** Mean and variance are both given, and alike: a number each, or a list for the places of the axis. */
function knownRefusal({ mean, variance }: Values, places: number): Refusal | undefined {
  const wrong = (field: string, expected: string, found: Json): Refusal => ({
    problem: 'field.wrong-value',
    facts: { type: 'Normalization', field, expected, found },
    field,
  });
  const sizes = [mean, variance].map((given) => (Array.isArray(given) ? given.length : given === null ? 0 : 1));
  const wide = ['mean', 'variance'].find((_, i) => sizes[i]! > 1 && sizes[i] !== places);
  if (wide)
    return wrong(
      wide,
      l10n.t`a number, or a list of ${formatCount(places)}, one for each place of the axis`,
      (wide === 'mean' ? mean : variance)!,
    );
  if (sizes[0] === sizes[1] && Array.isArray(mean) === Array.isArray(variance)) return undefined;
  const [other, expected] = variance === null || mean !== null ? ['variance', mean] : ['mean', variance];
  const words =
    expected === null ? 'null' : Array.isArray(expected) ? l10n.t`a list of ${formatCount(expected.length)}` : l10n.t('one number');
  return wrong(
    other,
    other === 'mean' ? l10n.t`${words}, as variance is` : l10n.t`${words}, as mean is`,
    (other === 'mean' ? mean : variance)!,
  );
}

const kept = (name: string, shape: readonly number[], start?: string): Weight => ({
  name,
  shape,
  stem: name,
  trainable: false,
  ...(start && { start }),
});
