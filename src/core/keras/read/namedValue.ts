import type { Json, JsonObject } from '../../document';
import type { Field, RegistryName } from '../../layers/fields';
import { isDefault, isObject } from '../../layers/readFields';
import { findNamed } from '../../layers/registries';
import { readObject, shortest } from './kerasObject';

/** Keras's classes for what the design says in other words. */
const OTHER_WORDS: { readonly [className: string]: string } = {
  LeakyReLU: 'leaky_relu',
  ReLU: 'relu',
  ELU: 'elu',
  Softmax: 'softmax',
  Softplus: 'softplus',
};

/**
 * Something that is chosen by name, as a design has it: the name alone where no argument differs from its default.
 * `undefined`: the design has nothing of that kind.
 *
 * @param keep arguments that are written even where they are the default
 */
export function namedValue(registry: RegistryName, value: Json, keep: readonly string[] = []): Json | undefined {
  if (value === null) return null;
  const name = typeof value === 'string' ? value : functionName(value);
  if (name !== undefined) return findNamed(registry, name)?.name;
  const object = readObject(value);
  // A metric that is a function with a class around it; what was asked for as accuracy keeps that name, whatever it became.
  if (object?.className === 'MeanMetricWrapper')
    return namedValue(registry, /^"acc(uracy)?"$/.test(JSON.stringify(object.config.name)) ? 'accuracy' : (object.config.fn ?? null));
  const entry = object && (findNamed(registry, object.className) ?? findNamed(registry, OTHER_WORDS[object.className] ?? ''));
  if (!entry) return undefined;
  if (entry.name === 'l1_l2') return penaltyOf(object.config);
  const given = argumentsOf(entry.fields, object.config, keep);
  return given && (Object.keys(given).length === 0 ? entry.name : { type: entry.name, ...given });
}

/** Older files have one class for l1, l2 and both. */
function penaltyOf(config: JsonObject): Json {
  const [l1, l2] = [config.l1, config.l2].map((factor) => (typeof factor === 'number' ? shortest(factor) : 0)) as [number, number];
  if (l1 !== 0 && l2 !== 0) return { type: 'l1_l2', l1, l2 };
  return l1 !== 0 ? { type: 'l1', l1 } : { type: 'l2', l2 };
}

/** A function as Keras 3 writes it: `{ "class_name": "function", "config": "relu6" }`. */
function functionName(value: Json): string | undefined {
  if (!isObject(value) || value.class_name !== 'function') return undefined;
  const { config, registered_name: registered } = value;
  return typeof config === 'string' ? config : typeof registered === 'string' ? registered : undefined;
}

/** The fields that a configuration gives, in their order, defaults left out; `undefined` where one has no words in a design. */
export function argumentsOf(fields: readonly Field[], config: JsonObject, keep: readonly string[] = []): JsonObject | undefined {
  const given: { [field: string]: Json } = {};
  for (const field of fields) {
    const found = valueOf(field, config[field.name] ?? (field.name === 'negative_slope' ? config.alpha : undefined));
    if (found === undefined) continue;
    if ('unknown' in found) return undefined;
    if (keep.includes(field.name) || !isDefault(field, found.value)) given[field.name] = found.value;
  }
  return given;
}

const UNKNOWN = { unknown: true } as const;

/** The value of a field; `undefined` where there is none. */
function valueOf(field: Field, value: Json | undefined): { readonly value: Json } | typeof UNKNOWN | undefined {
  if (value === undefined) return undefined;
  if (value === null) return field.nullable || field.default === null ? { value } : undefined;
  const { value: kind } = field;
  if (kind.kind === 'named') {
    if (kind.orNumber && typeof value === 'number') return { value: shortest(value) };
    const named = namedValue(kind.registry, value);
    return named === undefined ? UNKNOWN : { value: named };
  }
  // Where one number is meant Keras 2 sometimes has a list of one.
  const single = (kind.kind === 'number' || kind.kind === 'integer') && Array.isArray(value) && value.length === 1;
  const one = single ? (value[0] as Json) : value;
  return { value: typeof one === 'number' && kind.kind === 'number' ? shortest(one) : one };
}
