import type { Configured } from '../document';
import type { Field } from '../layers/fields';

/** A part of training with layers that stay as they are, and an optimizer of its own. */
export interface PhaseSection {
  readonly freeze?: readonly string[];
  readonly epochs?: number;
  readonly optimizer?: Configured;
}

/** Fields of each entry of `training.phases`. */
export const phaseFields: readonly Field[] = [
  {
    name: 'freeze',
    value: { kind: 'strings' },
    default: [],
    group: 'essentials',
    help: 'Names of layers that do not learn in this phase; * stands for any letters: "hidden*".',
  },
  {
    name: 'epochs',
    value: { kind: 'integer', minimum: 1 },
    default: 1,
    group: 'essentials',
    help: 'How often this phase goes through all samples.',
  },
  {
    name: 'optimizer',
    value: { kind: 'named', registry: 'optimizer' },
    default: null,
    nullable: true,
    group: 'essentials',
    help: 'How the weights follow their gradients in this phase; null: as the training section says. It begins anew in each phase.',
  },
];

/** Those names that a pattern means: `*` stands for any letters. */
export function namesLike(pattern: string, names: readonly string[]): readonly string[] {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`, 'u');
  return names.filter((name) => expression.test(name));
}

/** The names that any of the patterns means, in their own order. */
export function namesLikeAny(patterns: readonly string[], names: readonly string[]): readonly string[] {
  const found = new Set(patterns.flatMap((pattern) => namesLike(pattern, names)));
  return names.filter((name) => found.has(name));
}
