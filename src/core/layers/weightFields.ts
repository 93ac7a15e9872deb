import type { Json } from '../document';
import type { Field } from './fields';

/** Fields that several layers share, by Keras's names. A stem is `kernel`, `bias`, `gamma` … */

export const activation = (preset: string | null, name = 'activation', help?: string): Field => ({
  name,
  value: { kind: 'named', registry: 'activation' },
  default: preset,
  nullable: true,
  group: name === 'activation' ? 'essentials' : 'advanced',
  help: help ?? 'Function that the outputs go through; null is linear.',
});

export const flag = (name: string, preset: boolean, help: string, group: Field['group'] = 'essentials'): Field => ({
  name,
  value: { kind: 'boolean' },
  default: preset,
  group,
  help,
});

/** A count of at least 1; required unless there is a default. */
export const count = (name: string, help: string, preset?: number, group: Field['group'] = 'essentials'): Field => ({
  name,
  value: { kind: 'integer', minimum: 1 },
  default: preset,
  group,
  help,
});

export const useBias: Field = flag('use_bias', true, 'Whether each output has a bias added.');

export const initializer = (stem: string, preset: string): Field => ({
  name: `${stem}_initializer`,
  value: { kind: 'named', registry: 'initializer' },
  default: preset,
  group: 'initialization',
  help: `How the ${words(stem)} starts.`,
});

export const regularizer = (stem: string): Field => ({
  name: `${stem}_regularizer`,
  value: { kind: 'named', registry: 'regularizer' },
  default: null,
  nullable: true,
  group: 'regularization',
  help: stem === 'activity' ? 'Penalty on the outputs, added to the loss.' : `Penalty on the ${words(stem)}, added to the loss.`,
});

export const constraint = (stem: string): Field => ({
  name: `${stem}_constraint`,
  value: { kind: 'named', registry: 'constraint' },
  default: null,
  nullable: true,
  group: 'constraints',
  help: `What the ${words(stem)} is held to after each update.`,
});

/** Regularizers of weights and of the output, then constraints: the order in which Keras lists them. */
export const penalties = (...stems: readonly string[]): readonly Field[] => [
  ...stems.map(regularizer),
  regularizer('activity'),
  ...stems.map(constraint),
];

export const dataFormat: Field = {
  name: 'data_format',
  value: { kind: 'choice', choices: ['channels_last'] },
  default: 'channels_last',
  group: 'advanced',
  help: 'Order of the dimensions. Layerwise knows channels_last: height, width, channels.',
};

export const seed: Field = {
  name: 'seed',
  value: { kind: 'integer', minimum: 0 },
  default: null,
  nullable: true,
  group: 'advanced',
  help: 'Makes these random numbers repeatable; null: they follow the seed of the run.',
};

/** One integer, or one for each of `length` axes. `preset` null: the field may be null, and is. */
export const perAxis = (name: string, length: number, help: string, preset?: Json, group: Field['group'] = 'essentials'): Field => ({
  name,
  value: { kind: 'integers', length, single: true, minimum: 1 },
  default: preset,
  nullable: preset === null ? true : undefined,
  group,
  help,
});

const WORDS: { readonly [stem: string]: string } = {
  recurrent: 'recurrent kernel',
  moving_mean: 'moving mean',
  moving_variance: 'moving variance',
  depthwise: 'depthwise kernel',
  pointwise: 'pointwise kernel',
};
const words = (stem: string): string => WORDS[stem] ?? stem;
