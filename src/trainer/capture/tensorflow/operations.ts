import { NotCapturable } from '../notCapturable';
import type { Attribute, Attributes } from './graphDef';
import table from './opTable.json';

/** The type of an argument: a number, the name of the attribute that holds it, or so many of one type, or any. */
type Argument = number | string | { readonly type: number | string; readonly count: string } | { readonly types: string };

interface Operation {
  readonly inputs: readonly Argument[];
  readonly outputs: readonly Argument[];
  /** Of the outputs. */
  readonly names: readonly string[];
  /** Kinds by name; with `?` where TensorFlow has a default. */
  readonly attributes: { readonly [name: string]: string };
  /** It does or draws something beside what it gives. */
  readonly stateful?: boolean;
}

/** What TensorFlow's registry says of operations (`scripts/opTable.mjs`). */
const operations: { readonly [op: string]: Operation | undefined } = table;

/** Give as much as the values say. */
const VALUE_SHAPED: ReadonlySet<string> = new Set([
  'Where',
  'UniqueV2',
  'NonMaxSuppressionV3',
  'NonMaxSuppressionV4',
  'NonMaxSuppressionV5',
]);

/** Why a graph can't hold an operation. */
export function objectionTo(op: string): string | undefined {
  if (VALUE_SHAPED.has(op)) return `What ${op} gives has a shape that follows from the values.`;
  if (!operations[op]) return `The operation ${op} is not known.`;
  return operations[op].stateful ? `What ${op} gives does not follow from its inputs alone.` : undefined;
}

/**
 * The attributes of an operation in a graph. Computed at once, TensorFlow works out types from the inputs and does not
 * look at those that are given; a graph must say each rightly, and may say nothing that the operation does not have
 * (but what begins with `_`, which is for TensorFlow itself).
 *
 * @param inputs the element types of the inputs; `outputs`: those of the outputs, where they are known
 */
export function completeAttributes(op: string, given: Attributes, inputs: readonly number[], outputs: readonly number[] = []): Attributes {
  const { inputs: taken, outputs: made, attributes } = operations[op]!;
  const inferred = { ...inferTypes(made, outputs), ...inferTypes(taken, inputs) };
  const known = Object.fromEntries(
    Object.entries(attributes).flatMap(([name, wanted]): [string, Attribute][] => {
      const kind = wanted.replace('?', '');
      const value = inferred[name] ?? (given[name] && kindOf(given[name]) === kind ? given[name] : undefined);
      if (value) return [[name, value]];
      if (kind !== wanted) return [];
      throw new NotCapturable(`The attribute ${name} of the operation ${op} is not known.`);
    }),
  );
  return { ...Object.fromEntries(Object.entries(given).filter(([name]) => name.startsWith('_'))), ...known };
}

/** The element types of what an operation gives, as far as its attributes say them. */
export const outputTypes = (op: string, attributes: Attributes): readonly (number | undefined)[] =>
  operations[op]!.outputs.flatMap((argument): readonly (number | undefined)[] => {
    const typeOf = (type: number | string) => (typeof type === 'number' ? type : valueOf(attributes[type], 'type'));
    if (typeof argument !== 'object') return [typeOf(argument)];
    if ('types' in argument) return listOf(attributes[argument.types]);
    return Array.from({ length: valueOf(attributes[argument.count], 'int') ?? 0 }, () => typeOf(argument.type));
  });

/** How the outputs of a node of so many are called inside a function: `sum:0`. One argument may be several outputs. */
export function outputNames(op: string, count: number): readonly string[] {
  const { names } = operations[op]!;
  return names.length === 1 ? Array.from({ length: count }, (_, i) => `${names[0]}:${i}`) : names.map((name) => `${name}:0`);
}

/** What the types of arguments say of the attributes: types, and how many there are of an argument that there are many of. */
function inferTypes(wanted: readonly Argument[], types: readonly number[]): Attributes {
  const inferred: { [name: string]: Attribute } = {};
  let at = 0;
  for (const argument of wanted) {
    const several = typeof argument === 'object';
    const count = several ? types.length - wanted.length + 1 : 1;
    if (count < 0 || types.length === 0) break;
    if (several && 'types' in argument) inferred[argument.types] = { types: types.slice(at, at + count) };
    else if (several) inferred[argument.count] = { int: count };
    const type = several ? ('types' in argument ? undefined : argument.type) : argument;
    if (typeof type === 'string' && types[at] !== undefined) inferred[type] = { type: types[at]! };
    at += count;
  }
  return inferred;
}

const KINDS = {
  string: 'string',
  int: 'int',
  float: 'float',
  bool: 'bool',
  type: 'type',
  shape: 'shape',
  tensor: 'tensor',
  ints: 'list(int)',
  floats: 'list(float)',
  bools: 'list(bool)',
  types: 'list(type)',
  function: 'func',
} as const;

/** The registry's word for what kind of attribute it is. */
function kindOf(attribute: Attribute): string {
  return KINDS[Object.keys(attribute)[0] as keyof typeof KINDS];
}

const valueOf = (attribute: Attribute | undefined, key: 'type' | 'int'): number | undefined =>
  attribute && key in attribute ? (attribute as { readonly type: number; readonly int: number })[key] : undefined;

const listOf = (attribute: Attribute | undefined): readonly number[] => (attribute && 'types' in attribute ? attribute.types : []);
