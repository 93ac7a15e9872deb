import type { TSchema } from 'typebox';

type Schema = { readonly [keyword: string]: unknown };

/** Marks a choice that is right and that nobody needs to be offered. */
export const OTHER_SPELLINGS = 'x-other-spellings';

/** What a value must be; the rest of a schema explains, completes, or is about parts of the value. */
const CHECKS = [
  'type',
  'enum',
  'markdownEnumDescriptions',
  'const',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'pattern',
  'minItems',
  'maxItems',
];
const PARTS = ['properties', 'patternProperties', 'items', 'allOf', 'then'];
const DROPPED = ['required', 'additionalProperties', 'not'];

/**
 * The schema without its power to refuse. A value's checks stay as one way of two, the other being anything at all: so
 * they are offered and explained, and nothing is ever wrong. Conditions (`if`) stay as they are, as they only choose.
 */
export const helpOnly = (schema: TSchema): TSchema => loosened(schema as Schema);

function loosened(schema: Schema): Schema {
  const rest: { [keyword: string]: unknown } = {};
  const checks: { [keyword: string]: unknown } = {};
  const container = PARTS.some((part) => part in schema);
  for (const [keyword, value] of Object.entries(schema)) {
    if (DROPPED.includes(keyword)) continue;
    if (!CHECKS.includes(keyword)) rest[keyword] = inner(keyword, value);
    else if (!container) checks[keyword] = value;
  }
  if (Object.keys(checks).length === 0) return rest;
  const { anyOf = [], ...words } = rest;
  return { ...words, anyOf: [checks, ...(anyOf as Schema[]), {}] };
}

function inner(keyword: string, value: unknown): unknown {
  const all = (object: unknown): unknown =>
    Object.fromEntries(Object.entries(object as object).map(([key, item]) => [key, loosened(item as Schema)]));
  if (keyword === 'properties' || keyword === 'patternProperties' || keyword === 'definitions') return all(value);
  if (keyword === 'items' || keyword === 'then') return loosened(value as Schema);
  if (keyword === 'allOf') return (value as Schema[]).map(loosened);
  // Any of them, or anything.
  if (keyword === 'anyOf') return [...(value as Schema[]).filter((way) => !(OTHER_SPELLINGS in way)).map(loosened), {}];
  return value;
}
