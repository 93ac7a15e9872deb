import type { Json } from './document';
import { isObject } from './layers/readFields';

/** How JSON is set: what stands between its parts. */
export interface PrintStyle {
  readonly eol: string;
  /** One step of indentation. */
  readonly unit: string;
  /** `: ` */
  readonly colon: string;
  /** Between parts on one line: `, `. */
  readonly comma: string;
  /** Inside the braces of an object on one line. */
  readonly pad: string;
  /** Lines longer than this are broken where they can be. */
  readonly width: number;
}

export const CANONICAL: PrintStyle = { eol: '\n', unit: '  ', colon: ': ', comma: ', ', pad: ' ', width: 140 };

/** On one line: `{ "type": "SGD", "momentum": 0.9 }`. */
export function printInline(value: Json, style: PrintStyle): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map((item) => printInline(item, style)).join(style.comma)}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, item]) => JSON.stringify(key) + style.colon + printInline(item, style));
  return parts.length === 0 ? '{}' : `{${style.pad}${parts.join(style.comma)}${style.pad}}`;
}

/**
 * On one line where it fits, else one part a line.
 *
 * @param indent of the line on which the value begins
 * @param column where it begins
 * @param broken paths that are broken even where they would fit
 */
export function print(value: Json, style: PrintStyle, indent = '', column = indent.length, broken: Broken = {}): string {
  const inner = indent + style.unit;
  const parts = partsOf(value, style);
  if (parts.length === 0) return printInline(value, style);
  if (!broken.here) {
    const line = printInline(value, style);
    // One more for the comma that may follow.
    if (column + line.length + 1 <= style.width) return line;
  }
  const lines = parts.map(([prefix, item, key]) => {
    const below = broken.below?.(key) ?? {};
    return inner + prefix + print(item, style, inner, inner.length + prefix.length, below);
  });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}${style.eol}${lines.join(`,${style.eol}`)}${style.eol}${indent}${close}`;
}

/** Which values are broken over lines whatever their length. */
export interface Broken {
  readonly here?: boolean;
  below?(key: string | number): Broken;
}

function partsOf(value: Json, style: PrintStyle): (readonly [prefix: string, item: Json, key: string | number])[] {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item, i) => ['', item, i] as const);
  if (!isObject(value)) return [];
  return Object.entries(value).map(([key, item]) => [JSON.stringify(key) + style.colon, item, key] as const);
}
