import type { Field } from '../layers/fields';

/** Where a model's first weights come from, in place of its initializers. */
export interface WeightsSection {
  readonly from?: string;
  readonly layers?: readonly string[];
  readonly resize?: boolean;
}

/** Fields of `training.weights`. */
export const weightsFields: readonly Field[] = [
  {
    name: 'from',
    value: { kind: 'string' },
    group: 'essentials',
    help: 'The name of a design, whose last run has them; or a run folder or a file of weights (.safetensors), its path seen from the design.',
  },
  {
    name: 'layers',
    value: { kind: 'strings' },
    default: null,
    nullable: true,
    group: 'essentials',
    help: 'Names of the layers whose weights are taken; * stands for any letters: "hidden*". null: all that fit.',
  },
  {
    name: 'resize',
    value: { kind: 'boolean' },
    default: false,
    group: 'advanced',
    help: 'Where a layer has other sizes now, take what both have in common; the rest begins anew.',
  },
];
