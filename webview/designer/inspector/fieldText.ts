import * as l10n from '@vscode/l10n';
import type { Json } from '../../../src/core/document';
import { checkPlain } from '../../../src/core/layers/checkValue';
import type { Field, FieldKind } from '../../../src/core/layers/fields';

/** What was typed, as a value for the file; `undefined` takes the key away, so that the default holds. */
export type Reading = { readonly value: Json | undefined } | { readonly problem: string };

/** A list of numbers, where `null` is a size that is not fixed. */
const isSizes = (value: Json): value is readonly (number | null)[] =>
  Array.isArray(value) && (value as readonly Json[]).every((item) => typeof item === 'number' || item === null);

const isTexts = (value: Json): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && (value as readonly Json[]).every((item) => typeof item === 'string');

/** A list of things that each stand for themselves; others are sizes. */
const isListed = (kind: FieldKind | undefined): boolean => kind?.kind === 'numbers' || (kind?.kind === 'integers' && kind.listed === true);

/** A value as a person edits it: sizes as `3 × 3`, other lists as `a, b`, anything nested as JSON. */
export function fieldText(value: Json | undefined, kind?: FieldKind): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (isTexts(value)) return value.join(', ');
  if (isSizes(value)) return value.map((size) => size ?? '?').join(isListed(kind) ? ', ' : ' × ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Reads what was typed into a field, checked as the file is. */
export function readFieldText(field: Field, text: string): Reading {
  const trimmed = text.trim();
  if (trimmed === '') {
    if (field.nullable || field.default !== undefined) return { value: undefined };
    return { problem: l10n.t`${field.name} is needed: it has no default` };
  }
  const value = valueOf(field.value, trimmed);
  if (value === undefined) return { problem: l10n.t`This is not ${expectedOf(field.value)}` };
  if (field.value.kind === 'named' || field.value.kind === 'namedList' || field.value.kind === 'layer') return { value };
  const checked = checkPlain(field.value, value);
  return 'expected' in checked ? { problem: l10n.t`${field.name} takes ${checked.expected}` } : { value };
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function valueOf(kind: FieldKind, text: string): Json | undefined {
  switch (kind.kind) {
    case 'integer':
    case 'number':
      return numberOf(text);
    case 'factor':
      return numberOf(text) ?? text;
    case 'integers':
      return numbersOf(text, kind.single === true);
    case 'numbers':
      return numbersOf(text, kind.single === true);
    case 'strings':
      return text.split(/\s*,\s*/).filter((item) => item !== '');
    case 'padding2d':
      return text.startsWith('[') ? jsonOf(text) : numbersOf(text, true);
    default:
      return text;
  }
}

/** Thousands may be grouped (`1,000`) and a minus may be a minus. */
function numberOf(text: string): number | undefined {
  const plain = /^[+−-]?\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text;
  const written = plain.replace('−', '-');
  return NUMBER.test(written) ? Number(written) : undefined;
}

function numbersOf(text: string, single: boolean): Json | undefined {
  const items = text
    .replace(/^\[|\]$/g, '')
    .split(/\s*[×x,;]\s*|\s+/)
    .filter((item) => item !== '');
  const values = items.map((item) => (item === '?' || item === 'null' || item === 'None' ? null : numberOf(item)));
  if (values.length === 0 || values.includes(undefined)) return undefined;
  return single && values.length === 1 ? values[0] : (values as Json);
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function expectedOf(kind: FieldKind): string {
  if (kind.kind === 'integers') return l10n.t`a list of whole numbers, such as ${kind.listed ? '5, 6' : '3 × 3'}`;
  if (kind.kind === 'numbers')
    return kind.single ? l10n.t('a number, or a list of numbers, such as 0.01, 0.001') : l10n.t('a list of numbers, such as 0.01, 0.001');
  if (kind.kind === 'padding2d') return l10n.t('a whole number, a pair such as 1 × 2, or [[1, 1], [2, 2]]');
  return kind.kind === 'integer' ? l10n.t('a whole number') : l10n.t('a number');
}

/** The next value of a number under ↑ and ↓: by one, or by a tenth of its size where it is a fraction. */
export function stepped(kind: FieldKind, value: Json | undefined, direction: 1 | -1, large: boolean): number | undefined {
  if (kind.kind !== 'integer' && kind.kind !== 'number') return undefined;
  const now = typeof value === 'number' ? value : 0;
  const size =
    kind.kind === 'integer'
      ? 1
      : now === 0
        ? 0.1
        : 10 **
          (Math.floor(Math.log10(Math.abs(now))) -
            (Math.abs(now) % 10 ** Math.floor(Math.log10(Math.abs(now))) === 0 && direction < 0 ? 1 : 0));
  const next = Number((now + direction * size * (large ? 10 : 1)).toPrecision(12));
  return Math.min(kind.maximum ?? Infinity, Math.max(kind.minimum ?? -Infinity, next));
}
