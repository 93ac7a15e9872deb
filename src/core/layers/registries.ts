import * as l10n from '@vscode/l10n';
import type { Json, JsonObject } from '../document';
import { suggest } from '../suggest';
import { callbacks } from '../training/callbacks';
import { datasets } from '../training/datasets';
import { losses } from '../training/losses';
import { metrics } from '../training/metrics';
import { optimizers } from '../training/optimizers';
import { schedules } from '../training/schedules';
import { activations } from './activations';
import { constraints } from './constraints';
import type { Named, RegistryName } from './fields';
import { initializers } from './initializers';
import type { Values } from './layerType';
import { isObject, readFields, type FieldProblem } from './readFields';
import { regularizers } from './regularizers';

/** Everything that a design chooses by name, besides its layers. */
export const registries: Readonly<Record<RegistryName, readonly Named[]>> = {
  activation: activations,
  initializer: initializers,
  regularizer: regularizers,
  constraint: constraints,
  optimizer: optimizers,
  schedule: schedules,
  loss: losses,
  metric: metrics,
  dataset: datasets,
  callback: callbacks,
};

/** Registries of the training section: an unknown name there has a diagnostic of its own. */
const TRAINING: ReadonlySet<RegistryName> = new Set(['optimizer', 'schedule', 'loss', 'metric', 'dataset', 'callback']);

const byName = new Map(
  Object.entries(registries).map(([registry, entries]) => [
    registry,
    new Map(entries.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])].map((name) => [name, entry] as const))),
  ]),
);

export interface ResolvedNamed {
  readonly entry: Named;
  /** Its arguments, defaults filled in. */
  readonly values: Values;
}
export interface NamedProblem {
  /** Paths start at the value that was to be resolved. */
  readonly problems: readonly FieldProblem[];
}

/** True where a name or its arguments could not be resolved. */
export const isProblem = (resolved: ResolvedNamed | NamedProblem): resolved is NamedProblem => 'problems' in resolved;

/** The entry of that name or alias (`he_normal`, `HeNormal`). */
export function findNamed(registry: RegistryName, name: string): Named | undefined {
  return byName.get(registry)?.get(name);
}

/** What a name alone stands for is always the same. */
const byPlainName = new Map<Named | undefined, ResolvedNamed>();

const TYPE_KEY: ReadonlySet<string> = new Set(['type']);

/**
 * What a name, or `{ "type": name, …arguments }`, stands for.
 *
 * @param field where the value stands, for the words of a problem; default: the registry's name
 */
export function resolveNamed(registry: RegistryName, value: Json, field: string = registry): ResolvedNamed | NamedProblem {
  const plain = typeof value === 'string' ? byPlainName.get(findNamed(registry, value)) : undefined;
  if (plain) return plain;
  const object: JsonObject = isObject(value) ? value : {};
  const name = isObject(value) ? value.type : value;
  const path = isObject(value) && 'type' in value ? ['type'] : [];
  const entry = typeof name === 'string' ? findNamed(registry, name) : undefined;
  if (!entry) return { problems: [unknownName(registry, name ?? value, field, path)] };
  const { values, problems } = readFields(entry.name, entry.fields, object, TYPE_KEY);
  const together = problems.length > 0 ? undefined : entry.check?.(values);
  if (together) return { problems: [wrongTogether(entry, together, values)] };
  const resolved = problems.length > 0 ? { problems } : { entry, values };
  if (typeof value === 'string' && !isProblem(resolved)) byPlainName.set(entry, resolved);
  return resolved;
}

function wrongTogether({ name }: Named, { field, expected }: { field: string; expected: string }, values: Values): FieldProblem {
  return { code: 'field.wrong-value', facts: { type: name, field, expected, found: values[field] ?? null }, path: [field] };
}

function unknownName(registry: RegistryName, found: Json, field: string, path: readonly string[]): FieldProblem {
  const known = registries[registry].map((entry) => entry.name);
  const suggestion = typeof found === 'string' ? suggest(found, known) : undefined;
  if (TRAINING.has(registry) && typeof found === 'string')
    return { code: 'training.unknown-name', facts: { field, found, suggestion, known }, path };
  const expected = l10n.t`a name (${registry}: ${known.join(', ')}), or { "type": name, … }`;
  return { code: 'field.wrong-value', facts: { type: registry, field, expected, found, suggestion }, path };
}
