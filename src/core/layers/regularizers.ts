import type { Field, Named } from './fields';

const factor = (name: string, preset: number, help: string): Field => ({
  name,
  value: { kind: 'number', minimum: 0 },
  default: preset,
  group: 'regularization',
  help,
});
const doc = (className: string): string => `https://keras.io/api/layers/regularizers/#${className.toLowerCase()}-class`;

/** Penalties that are added to the loss. */
export const regularizers: readonly Named[] = [
  {
    name: 'l1',
    aliases: ['L1'],
    fields: [factor('l1', 0.01, 'Factor of the sum of absolute values.')],
    help: 'l1 × sum of |w|: drives weights to 0.',
    doc: doc('L1'),
  },
  {
    name: 'l2',
    aliases: ['L2'],
    fields: [factor('l2', 0.01, 'Factor of the sum of squares.')],
    help: 'l2 × sum of w²: keeps weights small.',
    doc: doc('L2'),
  },
  {
    name: 'l1_l2',
    aliases: ['L1L2', 'l1l2'],
    fields: [factor('l1', 0, 'Factor of the sum of absolute values.'), factor('l2', 0, 'Factor of the sum of squares.')],
    help: 'Both penalties.',
    doc: doc('L1L2'),
  },
];
