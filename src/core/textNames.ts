import { getLocation, type Node } from 'jsonc-parser';
import { BLOCK } from './blocks/scope';
import type { JsonPath } from './document';
import { keyOf, nodeAt, propertyOf, treeOf, valueOf } from './jsonTree';
import type { Span } from './locate';

/** A name of a layer or of a block at a place of the text. */
export interface TextName {
  readonly kind: 'layer' | 'block';
  /** Of a value of a block (`stage/add`) that of the layer that stands for it. */
  readonly name: string;
  /** What holds the layers that it is among: `[]` for the design, `['blocks', 'residual']`. */
  readonly holder: JsonPath;
  /** The text with its quotes. */
  readonly span: Span;
}

/** What may be written at a place of the text. */
export interface TextChoice {
  readonly kind: 'layer' | 'block' | 'use';
  readonly name: string;
  /** In quotes; of a `use` the type and the block that is meant. */
  readonly text: string;
}

/** The name that is meant at a place of the text: where it is given, or where it is used. */
export function nameAt(text: string, offset: number): TextName | undefined {
  const { path, previousNode: node, isAtPropertyKey } = getLocation(text, offset);
  if (node?.type !== 'string' && node?.type !== 'property') return undefined;
  const name: unknown = node.value;
  const { offset: start, length } = node;
  if (typeof name !== 'string' || name === '' || offset > start + length) return undefined;
  const span = { offset: start, length };
  if (isAtPropertyKey) return path.length === 2 && path[0] === 'blocks' ? { kind: 'block', name, holder: [], span } : undefined;
  const place = placeOf(path);
  if (place?.field === 'block') return { kind: 'block', name, holder: [], span };
  if (!place || (place.field !== 'name' && place.field !== 'layers')) return undefined;
  return { kind: 'layer', name: place.field === 'layers' ? (name.split('/')[0] ?? name) : name, holder: place.holder, span };
}

/** Where that name is given. */
export function definitionOf(text: string, { kind, name, holder }: TextName): Span | undefined {
  const { root } = treeOf(text);
  const found = kind === 'block' ? blockKey(root, name) : layersOf(root, holder).find((layer) => textOf(layer, 'name')?.value === name);
  const node = found && kind === 'layer' ? textOf(found, 'name') : found;
  return node && { offset: node.offset, length: node.length };
}

/** The place of a layer in the design: what `placeOf` says of its analysis. */
export function layerPath(text: string, { name, holder }: TextName): JsonPath | undefined {
  const index = layersOf(treeOf(text).root, holder).findIndex((layer) => textOf(layer, 'name')?.value === name);
  return index < 0 ? undefined : [...holder, 'layers', index];
}

/** The names that may be written at a place of the text, and what they take the place of. */
export function choicesAt(text: string, offset: number): { readonly choices: readonly TextChoice[]; readonly span: Span } | undefined {
  const { path, previousNode: node, isAtPropertyKey } = getLocation(text, offset);
  const place = isAtPropertyKey ? undefined : placeOf(path);
  if (!place || place.field === 'name') return undefined;
  const isWithin = node?.type === 'string' && offset <= node.offset + node.length;
  const span = isWithin ? { offset: node.offset, length: node.length } : { offset, length: 0 };
  const { root } = treeOf(text);
  const { field, holder } = place;
  const quoted = (kind: TextChoice['kind'], name: string): TextChoice => ({ kind, name, text: JSON.stringify(name) });
  if (field === 'layers') {
    const own = nodeAt(root, path.slice(0, -2));
    const names = layersOf(root, holder).flatMap((layer) => (layer === own ? [] : valuesOf(root, layer)));
    return { choices: names.map((name) => quoted('layer', name)), span };
  }
  // A block does not stand in itself.
  const blocks = blockNames(root).filter((name) => name !== holder[1]);
  if (field === 'block') return { choices: blocks.map((name) => quoted('block', name)), span };
  const hasBlock = propertyOf(nodeAt(root, path.slice(0, -1)), 'block') !== undefined;
  const use = (name: string): string => (hasBlock ? JSON.stringify(BLOCK) : `${JSON.stringify(BLOCK)}, "block": ${JSON.stringify(name)}`);
  return { choices: hasBlock ? [] : blocks.map((name) => ({ kind: 'use', name, text: use(name) })), span };
}

type Field = 'name' | 'type' | 'block' | 'layers';

/** What is said at a path: a field of a layer, or a list of layers' names. */
function placeOf(path: JsonPath): { readonly field: Field; readonly holder: JsonPath } | undefined {
  const holder = path[0] === 'blocks' ? path.slice(0, 2) : [];
  const [list, index, field, at, ...more] = path.slice(holder.length);
  if (more.length > 0) return undefined;
  if (list === 'outputs' && typeof index === 'number' && field === undefined) return { field: 'layers', holder };
  if (list !== 'layers' || typeof index !== 'number') return undefined;
  if (field === 'inputs') return typeof at === 'number' ? { field: 'layers', holder } : undefined;
  return at === undefined && (field === 'name' || field === 'type' || field === 'block') ? { field, holder } : undefined;
}

const layersOf = (root: Node | undefined, holder: JsonPath): readonly Node[] => nodeAt(root, [...holder, 'layers'])?.children ?? [];
const blocksOf = (root: Node | undefined): readonly Node[] => nodeAt(root, ['blocks'])?.children ?? [];
const blockKey = (root: Node | undefined, name: string): Node | undefined =>
  blocksOf(root).flatMap((property) => keyOf(property) ?? []).findLast((key) => key.value === name); // prettier-ignore
const blockNames = (root: Node | undefined): readonly string[] =>
  blocksOf(root).flatMap((property) => (typeof keyOf(property)?.value === 'string' ? [keyOf(property)!.value as string] : []));

function textOf(layer: Node, key: string): Node | undefined {
  const property = propertyOf(layer, key);
  const value = property && valueOf(property);
  return value?.type === 'string' ? value : undefined;
}

/** What others may take of a layer: its name, and of a block that says several outputs each of these. */
function valuesOf(root: Node | undefined, layer: Node): readonly string[] {
  const name: unknown = textOf(layer, 'name')?.value;
  if (typeof name !== 'string' || name === '') return [];
  const block: unknown = textOf(layer, 'block')?.value;
  const outputs = typeof block === 'string' ? (nodeAt(root, ['blocks', block, 'outputs'])?.children ?? []) : [];
  return [name, ...(outputs.length > 1 ? outputs.flatMap(({ value }) => (typeof value === 'string' ? [`${name}/${value}`] : [])) : [])];
}
