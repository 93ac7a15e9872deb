import { createScanner, type Node } from 'jsonc-parser';
import { CANONICAL, type PrintStyle } from '../print';

/** The text and how its writer sets it. */
export interface Source {
  readonly text: string;
  readonly style: PrintStyle;
}

export const endOf = (node: Node): number => node.offset + node.length;

/** Start of the line that an offset is on. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** The white space at the start of the line that an offset is on. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
}

/** A piece of text over lines as it stands at another depth. */
export function reindented(text: string, from: string, to: string): string {
  if (from === to) return text;
  return text.replaceAll(/\n([ \t]*)/g, (_, blank: string) => `\n${blank.startsWith(from) ? to + blank.slice(from.length) : blank}`);
}

/** Whether nothing but white space stands before it on its line. */
export const beginsLine = (text: string, offset: number): boolean =>
  /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset)) && offset > 0;

// jsonc-parser's SyntaxKind is a const enum, which isolated modules cannot read.
const COMMA = 5;
const LINE_COMMENT = 12;
const BLOCK_COMMENT = 13;
const LINE_BREAK = 14;
const BLANK = 15;
const END = 17;

/** What follows an item of a list or an object. */
export interface Gap {
  /** Offset of the comma after it. */
  readonly comma?: number;
  /** Behind the comma, or the item, and the comments after that on the same line. */
  readonly tail: number;
  /** Nothing else is on that line. */
  readonly endsLine: boolean;
}

/** Looks at what follows an offset: the comma, and the comments on its line. */
export function gapAfter(text: string, offset: number): Gap {
  const comma = commaAfter(text, offset);
  const scanner = createScanner(text, false);
  let tail = comma === undefined ? offset : comma + 1;
  scanner.setPosition(tail);
  for (;;) {
    const kind = scanner.scan() as number;
    if (kind === LINE_COMMENT || kind === BLOCK_COMMENT) tail = scanner.getPosition();
    else if (kind !== BLANK) return { comma, tail, endsLine: kind === LINE_BREAK || kind === END };
  }
}

function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, false);
  scanner.setPosition(offset);
  for (;;) {
    const kind = scanner.scan() as number;
    if (kind === COMMA) return scanner.getTokenOffset();
    if (kind !== LINE_COMMENT && kind !== BLOCK_COMMENT && kind !== LINE_BREAK && kind !== BLANK) return undefined;
  }
}

/** Whether there is a comment between two offsets. */
export function hasComment(text: string, from: number, to: number): boolean {
  const scanner = createScanner(text.slice(from, to), false);
  for (;;) {
    const kind = scanner.scan() as number;
    if (kind === LINE_COMMENT || kind === BLOCK_COMMENT) return true;
    if (kind === END) return false;
  }
}

/** How the writer of a text sets it, taken from its first lines and its first object on one line. */
export function styleOf(text: string, root: Node | undefined, samples: readonly Node[]): PrintStyle {
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const first = root?.children?.[0];
  const indent = first && beginsLine(text, first.offset) ? indentAt(text, first.offset) : '';
  const inline = [...samples, ...(root ? [root] : [])].find((node) => node.type === 'object' && opensInline(text, node));
  const base = { ...CANONICAL, eol, unit: indent || CANONICAL.unit };
  return inline ? { ...base, ...inlineStyle(text, inline) } : base;
}

const opensInline = (text: string, { offset, children: [first] = [] }: Node): boolean =>
  first !== undefined && /^\s*$/.test(text.slice(offset + 1, first.offset)) && !text.slice(offset, first.offset).includes('\n');

function inlineStyle(text: string, { offset, children: [first, second] = [] }: Node): Partial<PrintStyle> {
  if (!first) return {};
  const [key, value] = first.children ?? [];
  const pad = text.slice(offset + 1, first.offset);
  const colon = key && value ? text.slice(endOf(key), value.offset) : CANONICAL.colon;
  const between = second ? text.slice(endOf(first), second.offset) : '';
  return {
    pad,
    colon: /^\s*:\s*$/.test(colon) && !colon.includes('\n') ? colon : CANONICAL.colon,
    comma: /^, *$/.test(between) ? between : pad === '' && !second ? ',' : CANONICAL.comma,
  };
}
