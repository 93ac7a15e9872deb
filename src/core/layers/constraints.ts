import type { Field, Named } from './fields';

const bound = (name: string, preset: number, help: string): Field => ({
  name,
  value: { kind: 'number', minimum: 0 },
  default: preset,
  group: 'constraints',
  help,
});
const axis: Field = {
  name: 'axis',
  value: { kind: 'integer' },
  default: 0,
  group: 'constraints',
  help: 'Axis along which norms are taken; 0 for the kernel of a Dense layer.',
};
const doc = (className: string): string => `https://keras.io/api/layers/constraints/#${className.toLowerCase()}-class`;

/** What weights are held to after each update. */
export const constraints: readonly Named[] = [
  {
    name: 'max_norm',
    aliases: ['MaxNorm'],
    fields: [bound('max_value', 2, 'Largest norm.'), axis],
    help: 'Incoming weights of a unit have at most this norm.',
    doc: doc('MaxNorm'),
  },
  {
    name: 'min_max_norm',
    aliases: ['MinMaxNorm'],
    fields: [
      bound('min_value', 0, 'Smallest norm.'),
      bound('max_value', 1, 'Largest norm.'),
      {
        name: 'rate',
        value: { kind: 'number', minimum: 0, maximum: 1 },
        default: 1,
        group: 'constraints',
        help: 'Share of the way that one update goes.',
      },
      axis,
    ],
    help: 'Incoming weights of a unit have a norm between two bounds.',
    doc: doc('MinMaxNorm'),
  },
  { name: 'non_neg', aliases: ['NonNeg'], fields: [], help: 'No weight is below 0.', doc: doc('NonNeg') },
  { name: 'unit_norm', aliases: ['UnitNorm'], fields: [axis], help: 'Incoming weights of a unit have norm 1.', doc: doc('UnitNorm') },
];
