import type { Json } from '../document';
import { readFactor } from '../training/factor';
import type { FieldKind, NumberKind } from './fields';

/** Kinds that need no registry to be checked. */
export type PlainKind = Exclude<FieldKind, { kind: 'named' | 'namedList' | 'layer' }>;
type IntegersKind = Extract<FieldKind, { kind: 'integers' }>;

export type Checked = { readonly value: Json } | { readonly expected: string; readonly suggest?: readonly string[] };

/** The value in the form that the rules take (one integer spread to all of its places), or what was expected instead. */
export function checkPlain(kind: PlainKind, given: Json): Checked {
  switch (kind.kind) {
    case 'integer':
    case 'number':
      return isNumber(kind, given) ? { value: given } : { expected: numberWords(kind) };
    case 'boolean':
      return typeof given === 'boolean' ? { value: given } : { expected: 'true or false' };
    case 'string':
      return typeof given === 'string' ? { value: given } : { expected: 'a text' };
    case 'factor':
      return readFactor(given) !== undefined ? { value: given } : { expected: 'a number, or a fraction such as "1/255"' };
    case 'choice':
      return kind.choices.includes(given as string) ? { value: given } : { expected: choiceWords(kind.choices), suggest: kind.choices };
    case 'integers':
      return checkIntegers(kind, given);
    case 'numbers': {
      const item = { ...kind, kind: 'number' } as const;
      if (kind.single && isNumber(item, given)) return { value: given };
      if (Array.isArray(given) && (given as readonly Json[]).every((one) => isNumber(item, one))) return { value: given };
      return {
        expected: `${kind.single ? 'a number, or ' : ''}a list of numbers${kind.minimum === undefined ? '' : ` of at least ${kind.minimum}`}`,
      };
    }
    case 'strings':
      return Array.isArray(given) && given.every((item) => typeof item === 'string') ? { value: given } : { expected: 'a list of texts' };
    case 'padding2d':
      return checkPadding(given);
  }
}

function isNumber(kind: NumberKind, given: Json): boolean {
  if (typeof given !== 'number' || !Number.isFinite(given)) return false;
  if (kind.kind === 'integer' && !Number.isSafeInteger(given)) return false;
  return (
    given >= (kind.minimum ?? -Infinity) &&
    given <= (kind.maximum ?? Infinity) &&
    given > (kind.exclusiveMinimum ?? -Infinity) &&
    given < (kind.exclusiveMaximum ?? Infinity)
  );
}

/** `a whole number of at least 1`, `a number between 0 and 1 (1 left out)`. */
export function numberWords(kind: NumberKind): string {
  const noun = kind.kind === 'integer' ? 'a whole number' : 'a number';
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = kind;
  const low = minimum ?? exclusiveMinimum;
  const high = maximum ?? exclusiveMaximum;
  if (low !== undefined && high !== undefined) {
    const out = [exclusiveMinimum, exclusiveMaximum].filter((bound) => bound !== undefined);
    return `${noun} between ${low} and ${high}${out.length > 0 ? ` (${out.join(' and ')} left out)` : ''}`;
  }
  if (minimum !== undefined) return `${noun} of at least ${minimum}`;
  if (exclusiveMinimum !== undefined) return `${noun} above ${exclusiveMinimum}`;
  if (maximum !== undefined) return `${noun} of at most ${maximum}`;
  if (exclusiveMaximum !== undefined) return `${noun} below ${exclusiveMaximum}`;
  return noun;
}

function choiceWords(choices: readonly string[]): string {
  const quoted = choices.map((choice) => `"${choice}"`);
  return quoted.length === 1 ? `${quoted[0]}` : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

function checkIntegers(kind: IntegersKind, given: Json): Checked {
  const { length, single, minimum, nullable } = kind;
  const fits = (item: Json): boolean =>
    item === null ? nullable === true : Number.isSafeInteger(item) && (item as number) >= (minimum ?? -Infinity);
  if (single && given !== null && fits(given)) return { value: Array.from({ length: length ?? 1 }, () => given) };
  const items = Array.isArray(given) ? (given as readonly Json[]) : undefined;
  const long = items && (length === undefined ? !single || items.length > 0 : items.length === length);
  if (long && items.every(fits)) return { value: items };
  const number = length === undefined ? 'a list of' : `a list of ${length}`;
  const least = minimum === undefined ? '' : ` of at least ${minimum}`;
  const noun = length === 1 ? 'whole number' : 'whole numbers';
  return { expected: `${single ? `a whole number${least}, or ` : ''}${number} ${noun}${least}${nullable ? ' (null: any size)' : ''}` };
}

const isSize = (item: Json): boolean => Number.isSafeInteger(item) && (item as number) >= 0;

/** Spreads to `[[top, bottom], [left, right]]`. */
function checkPadding(given: Json): Checked {
  const pair = (item: Json): readonly Json[] | undefined => {
    if (isSize(item)) return [item, item];
    return Array.isArray(item) && item.length === 2 && item.every(isSize) ? (item as readonly Json[]) : undefined;
  };
  const sides = isSize(given) ? [given, given] : Array.isArray(given) && given.length === 2 ? (given as readonly Json[]) : [];
  const spread = sides.map(pair);
  const [rows, columns] = spread;
  if (rows && columns) return { value: [rows, columns] };
  return { expected: 'a whole number of at least 0, a pair [rows, columns], or [[top, bottom], [left, right]]' };
}
