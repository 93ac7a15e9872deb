import type { Json, JsonObject, JsonPath } from '../document';
import type { Field } from '../layers/fields';
import { isDefault, isObject } from '../layers/readFields';
import type { ValueChange } from './designDiff';

/** What two objects differ in, value by value, the keys of `order` first. A value that says the same in other words is none. */
export function objectChanges(
  before: JsonObject,
  after: JsonObject,
  fields: readonly Field[],
  order: readonly string[],
  left: ReadonlySet<string> = new Set(),
): ValueChange[] {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const keys = new Set([...order, ...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => (left.has(key) ? [] : fieldChanges([key], before[key], after[key], byName.get(key))));
}

function fieldChanges(path: JsonPath, before: Json | undefined, after: Json | undefined, field: Field | undefined): ValueChange[] {
  if (before === after || (field && saysTheSame(field, before, after))) return [];
  return leafChanges(path, before, after);
}

/** Left out is the default; `1` and `[1, 1]`, or two spellings of a name, are the same. */
function saysTheSame(field: Field, before: Json | undefined, after: Json | undefined): boolean {
  const [a, b] = [before ?? field.default, after ?? field.default];
  return a !== undefined && b !== undefined && isDefault({ ...field, default: b }, a);
}

/** Down to the values that differ. A name is the same as an object with it as its type. */
export function leafChanges(path: JsonPath, before: Json | undefined, after: Json | undefined): ValueChange[] {
  const [a, b] = isObject(before) || isObject(after) ? [asObject(before), asObject(after)] : [before, after];
  // Of another kind, all of it is another: its arguments do not compare.
  if (isObject(a) && isObject(b) && a.type === b.type) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].flatMap((key) => leafChanges([...path, key], a[key], b[key]));
  }
  if (isList(a) && isList(b) && a.length === b.length && (a.some(isObject) || b.some(isObject)))
    return a.flatMap((item, i) => leafChanges([...path, i], item, b[i]));
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

const asObject = (value: Json | undefined): Json | undefined => (typeof value === 'string' ? { type: value } : value);
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
