import * as l10n from '@vscode/l10n';
import type { DiagnosticCode, DiagnosticFacts } from '../diagnostics';
import type { Json, JsonObject, JsonPath } from '../document';
import { suggest } from '../suggest';
import { isByName } from '../training/each';
import { checkPlain, numberWords } from './checkValue';
import type { Field } from './fields';
import type { LayerType, Values } from './layerType';
import { isProblem, resolveNamed } from './registries';

/** Something wrong with the fields of an object: a diagnostic whose path starts at that object. */
export type FieldProblem = {
  [Code in DiagnosticCode]: {
    readonly code: Code;
    readonly facts: DiagnosticFacts[Code];
    readonly path: JsonPath;
    /** The key is what is wrong, not its value. */
    readonly key?: boolean;
  };
}[DiagnosticCode];

export interface FieldReading {
  /** Defaults filled in. A field that is wrong has its default too, or is left out where it has none. */
  readonly values: Values;
  readonly problems: readonly FieldProblem[];
}

/** What is the same for every object with these fields: a file of ten thousand layers asks for it as often. */
interface Prepared {
  readonly byName: ReadonlyMap<string, Field>;
  readonly defaults: Values;
  readonly required: readonly string[];
}

const known = new WeakMap<readonly Field[], Prepared>();

function prepare(fields: readonly Field[]): Prepared {
  const found = known.get(fields);
  if (found) return found;
  const preset = fields.map((field) => [field.name, field.default === undefined ? undefined : canonical(field, field.default)] as const);
  const prepared = {
    byName: new Map(fields.map((field) => [field.name, field])),
    // A required field has its place here too: an object that need not grow is copied faster.
    defaults: Object.fromEntries(preset) as Values,
    required: fields.flatMap((field) => (field.default === undefined ? [field.name] : [])),
  };
  known.set(fields, prepared);
  return prepared;
}

const NO_PROBLEMS: readonly FieldProblem[] = [];

/**
 * Checks an object against its fields and fills in the defaults.
 *
 * @param owner what the fields belong to, for the words of a problem (`Dense`, `he_normal`)
 * @param others keys that are not fields (`type`, `name`)
 */
export function readFields(owner: string, fields: readonly Field[], object: JsonObject, others: ReadonlySet<string>): FieldReading {
  const { byName, defaults, required } = prepare(fields);
  const values: { [field: string]: Json } = { ...defaults };
  let problems = NO_PROBLEMS;
  for (const name of required) {
    if (!Object.hasOwn(object, name)) problems = [...problems, { code: 'field.required', facts: { type: owner, field: name }, path: [] }];
  }
  for (const key in object) {
    const field = byName.get(key);
    if (field) {
      const read = readField(owner, field, object[key] ?? null);
      if (read instanceof Wrong) problems = [...problems, ...read.problems];
      else values[key] = read;
    } else if (!others.has(key)) {
      const facts = { type: owner, field: key, suggestion: suggest(key, byName.keys()) };
      problems = [...problems, { code: 'field.unknown', facts, path: [key], key: true }];
    }
  }
  return { values, problems };
}

/** A value that is right, in the form of `Values`: one integer is spread to all of its places. */
function canonical(field: Field, value: Json): Json {
  const { kind } = field.value;
  if (value === null || (kind !== 'integers' && kind !== 'padding2d')) return value;
  const checked = checkPlain(field.value, value);
  return 'value' in checked ? checked.value : value;
}

/** Whether a value says the same as the field's default, however it is written (`1` and `[1, 1]`, `Zeros` and `zeros`). */
export function isDefault(field: Field, value: Json): boolean {
  if (field.default === undefined) return false;
  const plain = (one: Json): Json => {
    if (field.value.kind !== 'named' || one === null) return canonical(field, one);
    const resolved = resolveNamed(field.value.registry, one);
    return isProblem(resolved) ? one : [resolved.entry.name, resolved.values];
  };
  return sameJson(plain(value), plain(field.default));
}

function sameJson(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => sameJson(item as Json, (b[i] ?? null) as Json));
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key] ?? null, b[key] ?? null));
  }
  return a === b;
}

/** A number in quotes, and what programs write for one that is none. */
const MEANT_AS_NUMBER = /^\s*[+-]?(\.?\d|nan|inf)/i;

/** In place of a value: what is wrong with it. */
class Wrong {
  constructor(readonly problems: readonly FieldProblem[]) {}
}

function readField(owner: string, field: Field, given: Json): Json | Wrong {
  if (given === null && field.nullable) return null;
  if (field.each && (field.each.only || isByName(given))) return readEach(owner, field, field.each.of, given);
  const { value: kind } = field;
  switch (kind.kind) {
    case 'named': {
      const { orNumber } = kind;
      if (orNumber && (typeof given !== 'string' || MEANT_AS_NUMBER.test(given)) && !isObject(given)) {
        if ('value' in checkPlain(orNumber, given)) return given;
        return wrong(owner, field, `${numberWords(orNumber)}, or { "type": <${kind.registry}>, … }`, given);
      }
      const resolved = resolveNamed(kind.registry, given, field.name);
      return isProblem(resolved) ? new Wrong(resolved.problems.map((problem) => within([field.name], problem))) : given;
    }
    case 'namedList': {
      if (!Array.isArray(given)) return wrong(owner, field, l10n.t`a list of names (${kind.registry})`, given);
      const resolved = (given as readonly Json[]).map((item) => resolveNamed(kind.registry, item, field.name));
      const problems = resolved.flatMap((item, i) =>
        isProblem(item) ? item.problems.map((problem) => within([field.name, i], problem)) : [],
      );
      return problems.length > 0 ? new Wrong(problems) : given;
    }
    case 'layer':
      return readLayer(owner, field, kind.allowed(), given);
    default: {
      const checked = checkPlain(kind, given);
      if ('value' in checked) return checked.value;
      const suggestion = typeof given === 'string' && checked.suggest ? suggest(given, checked.suggest) : undefined;
      return wrong(owner, field, checked.expected, given, [field.name], suggestion);
    }
  }
}

/** One value for each input or output; whose names they are is known where the layers are. */
function readEach(owner: string, field: Field, what: string, given: Json): Json | Wrong {
  if (!isByName(given)) return wrong(owner, field, l10n.t`one value for each ${what} by its name: ${`{ "<${what}>": … }`}`, given);
  const { each: _, ...one } = field;
  const read = Object.entries(given).map(([name, value]) => [name, readField(owner, one, value)] as const);
  const problems = read.flatMap(([name, value]) =>
    value instanceof Wrong ? value.problems.map((problem) => ({ ...problem, path: [field.name, name, ...problem.path.slice(1)] })) : [],
  );
  return problems.length > 0 ? new Wrong(problems) : (Object.fromEntries(read) as JsonObject);
}

function wrong(owner: string, field: Field, expected: string, found: Json, path: JsonPath = [field.name], suggestion?: string): Wrong {
  return new Wrong([{ code: 'field.wrong-value', facts: { type: owner, field: field.name, expected, found, suggestion }, path }]);
}

const within = (path: JsonPath, problem: FieldProblem): FieldProblem => ({ ...problem, path: [...path, ...problem.path] });

/** Keys that every layer may have, whatever its type. */
export const COMMON_KEYS: ReadonlySet<string> = new Set(['name', 'type', 'inputs', 'trainable']);
const WRAPPED_KEYS: ReadonlySet<string> = new Set(['name', 'type', 'trainable']);

/** The layer inside a wrapper: its value is the object with its own defaults filled in, `type` kept. */
function readLayer(owner: string, field: Field, allowed: ReadonlyMap<string, LayerType>, given: Json): Json | Wrong {
  const path = [field.name];
  if (!isObject(given)) return wrong(owner, field, l10n.t('a layer: { "type": … }'), given);
  const { type } = given;
  if (typeof type !== 'string') return new Wrong([{ code: 'layer.missing-type', facts: {}, path }]);
  const entry = allowed.get(type);
  if (!entry) {
    const names = [...allowed.keys()];
    const expected = names.length <= 6 ? l10n.t`a layer of the type ${names.join(', ')}` : l10n.t('a layer that can be wrapped');
    return wrong(owner, field, expected, type, [...path, 'type'], suggest(type, names));
  }
  const { values, problems } = readFields(type, entry.fields, given, WRAPPED_KEYS);
  const inner = problems.map((problem) => within(path, problem));
  // Without one of its required fields the inner layer has no shape: no value, so that nothing is inferred from it.
  return inner.length > 0 ? new Wrong(inner) : { type, ...values };
}

/** True for a JSON object: neither null nor a list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
