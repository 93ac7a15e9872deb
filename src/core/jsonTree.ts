import { parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { Json, JsonPath } from './document';
import { keepLast } from './keepLast';
import { DEEPEST, strictOf } from './strictText';
import { strictTree } from './strictTree';

export interface Tree {
  /** Absent: there is no value at all. */
  readonly root?: Node;
  readonly errors: readonly ParseError[];
}

/** The syntax tree of a text with comments and trailing commas allowed. */
export const treeOf = keepLast((text: string): Tree => {
  const strict = strictOf(text);
  if (strict && strict.depth <= DEEPEST) return { root: strictTree(strict.text, strict.layers), errors: [] };
  const errors: ParseError[] = [];
  const root = parseTree(text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text, errors, {
    allowTrailingComma: true,
    allowEmptyContent: true,
  });
  return { root, errors };
});

/** Key and value of a property; the value is absent where the text breaks off. */
export const keyOf = (property: Node): Node | undefined => property.children?.[0];
export const valueOf = (property: Node): Node | undefined => property.children?.[1];

/** The property of that name; of several the last, which is the one that counts. */
export function propertyOf(object: Node | undefined, name: string | number): Node | undefined {
  return object?.type === 'object' ? object.children?.findLast((property) => keyOf(property)?.value === name) : undefined;
}

/** The value at a path. */
export function nodeAt(root: Node | undefined, path: JsonPath): Node | undefined {
  let node = root;
  for (const step of path) {
    if (!node) return undefined;
    const property = propertyOf(node, step);
    node = node.type === 'array' && typeof step === 'number' ? node.children?.[step] : property && valueOf(property);
  }
  return node;
}

/** The plain value of a tree. `__proto__` is a key like any other. */
export function toJson(node: Node): Json {
  const children = node.children ?? [];
  if (node.type === 'array') return children.map(toJson);
  if (node.type !== 'object') return node.value as Json;
  const entries = children.flatMap((property): [string, Json][] => {
    const value = valueOf(property);
    return value ? [[keyOf(property)?.value as string, toJson(value)]] : [];
  });
  return Object.fromEntries(entries);
}

/** Keys that are there twice in one object: the later ones. */
export function duplicateKeys(root: Node): { readonly key: Node; readonly path: JsonPath }[] {
  const found: { key: Node; path: JsonPath }[] = [];
  const walk = (node: Node, path: JsonPath): void => {
    const seen = new Set<string>();
    node.children?.forEach((child, i) => {
      if (node.type === 'array') return walk(child, [...path, i]);
      const key = keyOf(child);
      const value = valueOf(child);
      if (!key) return;
      const name = key.value as string;
      if (seen.has(name)) found.push({ key, path: [...path, name] });
      seen.add(name);
      if (value) walk(value, [...path, name]);
    });
  };
  walk(root, []);
  return found;
}
