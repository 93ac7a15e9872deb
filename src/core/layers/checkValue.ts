import * as l10n from '@vscode/l10n';
import type { Json } from '../document';
import { readFactor } from '../training/factor';
import type { FieldKind, NumberKind } from './fields';
import { allOf, anyOf } from '../countWords';

/** Kinds that need no registry to be checked. */
export type PlainKind = Exclude<FieldKind, { kind: 'named' | 'namedList' | 'layer' }>;
type IntegersKind = Extract<FieldKind, { kind: 'integers' }>;
type NumbersKind = Extract<FieldKind, { kind: 'numbers' }>;

export type Checked = { readonly value: Json } | { readonly expected: string; readonly suggest?: readonly string[] };

/** The value in the form that the rules take (one integer spread to all of its places), or what was expected instead. */
export function checkPlain(kind: PlainKind, given: Json): Checked {
  switch (kind.kind) {
    case 'integer':
    case 'number':
      return isNumber(kind, given) ? { value: given } : { expected: numberWords(kind) };
    case 'boolean':
      return typeof given === 'boolean' ? { value: given } : { expected: l10n.t('true or false') };
    case 'string':
      return typeof given === 'string' ? { value: given } : { expected: l10n.t('a text') };
    case 'factor':
      return readFactor(given) !== undefined ? { value: given } : { expected: l10n.t('a number, or a fraction such as "1/255"') };
    case 'choice':
      return kind.choices.includes(given as string) ? { value: given } : { expected: choiceWords(kind.choices), suggest: kind.choices };
    case 'integers':
      return checkIntegers(kind, given);
    case 'numbers': {
      const item = { ...kind, kind: 'number' } as const;
      if (kind.single && isNumber(item, given)) return { value: given };
      if (Array.isArray(given) && (given as readonly Json[]).every((one) => isNumber(item, one))) return { value: given };
      return { expected: numbersWords(kind) };
    }
    case 'strings':
      return Array.isArray(given) && given.every((item) => typeof item === 'string')
        ? { value: given }
        : { expected: l10n.t('a list of texts') };
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

function numbersWords({ single, minimum }: NumbersKind): string {
  if (single && minimum !== undefined) return l10n.t`a number, or a list of numbers of at least ${minimum}`;
  if (single) return l10n.t('a number, or a list of numbers');
  return minimum === undefined ? l10n.t('a list of numbers') : l10n.t`a list of numbers of at least ${minimum}`;
}

/** `a whole number of at least 1`, `a number between 0 and 1 (1 left out)`. */
export function numberWords(kind: NumberKind): string {
  const noun = kind.kind === 'integer' ? l10n.t('a whole number') : l10n.t('a number');
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = kind;
  const low = minimum ?? exclusiveMinimum;
  const high = maximum ?? exclusiveMaximum;
  if (low !== undefined && high !== undefined) {
    const out = [exclusiveMinimum, exclusiveMaximum].filter((bound) => bound !== undefined);
    return out.length > 0
      ? l10n.t`${noun} between ${low} and ${high} (${allOf(out.map(String))} left out)`
      : l10n.t`${noun} between ${low} and ${high}`;
  }
  if (minimum !== undefined) return l10n.t`${noun} of at least ${minimum}`;
  if (exclusiveMinimum !== undefined) return l10n.t`${noun} above ${exclusiveMinimum}`;
  if (maximum !== undefined) return l10n.t`${noun} of at most ${maximum}`;
  if (exclusiveMaximum !== undefined) return l10n.t`${noun} below ${exclusiveMaximum}`;
  return noun;
}

const choiceWords = (choices: readonly string[]): string => anyOf(choices.map((choice) => `"${choice}"`));

function checkIntegers(kind: IntegersKind, given: Json): Checked {
  const { length, single, minimum, nullable } = kind;
  const fits = (item: Json): boolean =>
    item === null ? nullable === true : Number.isSafeInteger(item) && (item as number) >= (minimum ?? -Infinity);
  if (single && given !== null && fits(given)) return { value: Array.from({ length: length ?? 1 }, () => given) };
  const items = Array.isArray(given) ? (given as readonly Json[]) : undefined;
  const long = items && (length === undefined ? !single || items.length > 0 : items.length === length);
  if (long && items.every(fits)) return { value: items };
  const list = listWords(length, minimum);
  const either = single
    ? l10n.t`${minimum === undefined ? l10n.t('a whole number') : l10n.t`a whole number of at least ${minimum}`}, or ${list}`
    : list;
  return { expected: nullable ? l10n.t`${either} (null: any size)` : either };
}

function listWords(length: number | undefined, minimum: number | undefined): string {
  if (minimum === undefined) {
    if (length === undefined) return l10n.t('a list of whole numbers');
    return length === 1 ? l10n.t('a list of 1 whole number') : l10n.t`a list of ${length} whole numbers`;
  }
  if (length === undefined) return l10n.t`a list of whole numbers of at least ${minimum}`;
  return length === 1
    ? l10n.t`a list of 1 whole number of at least ${minimum}`
    : l10n.t`a list of ${length} whole numbers of at least ${minimum}`;
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
  return { expected: l10n.t('a whole number of at least 0, a pair [rows, columns], or [[top, bottom], [left, right]]') };
}
