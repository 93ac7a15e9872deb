import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import type { Json } from '../document';
import type { TextEdit } from '../edits';
import { keyOf, toJson, valueOf } from '../jsonTree';
import { isObject } from '../layers/readFields';
import { print, printInline } from '../print';
import { Refused } from './draft';
import { beginsLine, endOf, indentAt, type Source } from './layout';
import { joined, listEdits } from './listEdits';

/** What becomes of keys of an object; `undefined`: the key goes away. */
export type KeyChanges = ReadonlyMap<string, Json | undefined>;

/** Text edits that make a value of the tree into another one, touching only what differs. */
export function valueEdits(source: Source, node: Node, value: Json): TextEdit[] {
  if (node.type === 'object' && isObject(value)) {
    const changes = new Map<string, Json | undefined>();
    for (const property of node.children ?? []) {
      const key = keyOf(property)?.value as string;
      if (!Object.hasOwn(value, key)) changes.set(key, undefined);
    }
    for (const [key, item] of Object.entries(value)) changes.set(key, item);
    return objectEdits(source, node, changes, Object.keys(value));
  }
  if (node.type === 'array' && Array.isArray(value)) return arrayEdits(source, node, value as readonly Json[]);
  if (same(toJson(node), value)) return [];
  const indent = indentAt(source.text, node.offset);
  return [{ offset: node.offset, length: node.length, content: print(value, source.style, indent, columnOf(source, node)) }];
}

/** Changes keys of an object. A new key goes behind those that come before it in `order`; one that is not in it to the end. */
export function objectEdits(source: Source, object: Node, changes: KeyChanges, order: readonly string[], block = false): TextEdit[] {
  if (changes.size === 0) return [];
  const properties = object.children ?? [];
  const places = new Map(properties.map((property, i) => [keyOf(property)?.value as string, i] as const));
  const ranks = new Map(order.map((key, i) => [key, i] as const));
  const rank = (key: string): number => ranks.get(key) ?? Infinity;
  const remove = new Set<number>();
  const insert = new Map<number, string[]>();
  const edits: TextEdit[] = [];
  const added = [...changes]
    .filter(([key, value]) => value !== undefined && !places.has(key))
    .sort(([a], [b]) => compare(rank(a), rank(b)));
  for (const [key, value] of changes) {
    const place = places.get(key);
    if (place === undefined) continue;
    const node = properties[place] && valueOf(properties[place]);
    if (value === undefined) properties.forEach((property, i) => keyOf(property)?.value === key && remove.add(i));
    else if (node) edits.push(...valueEdits(source, node, value));
  }
  for (const [key, value] of added) {
    const before = properties.findLastIndex((property) => rank(keyOf(property)?.value as string) <= rank(key));
    const text = propertyText(source, object, key, value as Json, block);
    insert.set(before + 1, [...(insert.get(before + 1) ?? []), text]);
  }
  if (remove.size === 0 && insert.size === 0) return edits;
  return joined([...edits, ...listEdits(source, object, { remove, insert, block })]);
}

const compare = (a: number, b: number): number => (a === b ? 0 : a - b);

function propertyText(source: Source, object: Node, key: string, value: Json, block: boolean): string {
  const { style, text } = source;
  const prefix = JSON.stringify(key) + style.colon;
  const [first] = object.children ?? [];
  const lines = first ? beginsLine(text, first.offset) : block;
  if (!lines) return prefix + printInline(value, style);
  const indent = first ? indentAt(text, first.offset) : indentAt(text, object.offset) + style.unit;
  const broken = key === 'training' || key === 'layers';
  return prefix + print(value, style, indent, indent.length + prefix.length, { here: broken });
}

/** Same ends stay; in between items are changed pairwise, and the rest is taken out or put in. */
function arrayEdits(source: Source, array: Node, value: readonly Json[]): TextEdit[] {
  const nodes = array.children ?? [];
  const old = nodes.map(toJson);
  let start = 0;
  while (start < old.length && start < value.length && same(old[start], value[start])) start++;
  let end = 0;
  while (end < old.length - start && end < value.length - start && same(old.at(-1 - end), value.at(-1 - end))) end++;
  const [oldEnd, newEnd] = [old.length - end, value.length - end];
  const edits: TextEdit[] = [];
  let at = start;
  for (; at < oldEnd && at < newEnd; at++) edits.push(...valueEdits(source, nodes[at] as Node, value[at] as Json));
  const remove = new Set(Array.from({ length: Math.max(0, oldEnd - at) }, (_, i) => at + i));
  const texts = value.slice(at, newEnd).map((item) => itemText(source, nodes[0], item));
  if (remove.size === 0 && texts.length === 0) return edits;
  return joined([...edits, ...listEdits(source, array, { remove, insert: texts.length > 0 ? new Map([[at, texts]]) : new Map() })]);
}

function itemText(source: Source, sibling: Node | undefined, item: Json): string {
  if (!sibling || !beginsLine(source.text, sibling.offset)) return printInline(item, source.style);
  return print(item, source.style, indentAt(source.text, sibling.offset));
}

const columnOf = ({ text }: Source, node: Node): number => node.offset - (text.lastIndexOf('\n', node.offset - 1) + 1);

/** Whether two values are the same JSON, keys in any order. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item: Json, i) => same(item, (b as Json[])[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

/** A piece of the text with edits inside it made. */
export function edited(source: Source, node: Node, edits: readonly TextEdit[]): string {
  let result = '';
  let at = node.offset;
  for (const { offset, length, content } of joined(edits)) {
    result += source.text.slice(at, offset) + content;
    at = offset + length;
  }
  return result + source.text.slice(at, endOf(node));
}

/** Refuses what JSON cannot hold. */
export function plain(value: Json | undefined): Json | undefined {
  const numbers = (item: Json): boolean =>
    typeof item === 'number' ? Number.isFinite(item) : typeof item !== 'object' || item === null || Object.values(item).every(numbers);
  if (value !== undefined && !numbers(value)) throw new Refused(l10n.t('A file cannot hold a number that is not finite.'));
  return value;
}
