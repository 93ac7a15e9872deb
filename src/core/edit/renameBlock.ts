import type { Node } from 'jsonc-parser';
import { BLOCK } from '../blocks/scope';
import type { Design, JsonPath } from '../document';
import type { TextEdit } from '../edits';
import { keyOf, nodeAt, propertyOf } from '../jsonTree';
import { Refused } from './draft';
import { checkBlockName } from './wrap';

/** A block under another name, and all layers that stand for it. */
export function renameBlockEdits(root: Node, design: Design, block: string, name: string): TextEdit[] {
  if (name === block) return [];
  checkBlockName(name, design);
  const property = propertyOf(nodeAt(root, ['blocks']), block);
  const key = property && keyOf(property);
  if (!key) throw new Refused(`There is no block ${block} in the design any more.`);
  const content = JSON.stringify(name);
  const uses = holdersOf(design).flatMap((holder) =>
    (nodeAt(root, [...holder, 'layers'])?.children ?? []).flatMap((layer) => {
      const value = nodeAt(layer, ['block']);
      return nodeAt(layer, ['type'])?.value === BLOCK && value?.value === block ? [value] : [];
    }),
  );
  return [key, ...uses].map(({ offset, length }) => ({ offset, length, content }));
}

/** What holds lists of layers: the design and its blocks. */
const holdersOf = ({ blocks = {} }: Design): readonly JsonPath[] => [[], ...Object.keys(blocks).map((name) => ['blocks', name])];

/** Wherever one of several values of a block is taken by the name of its layer (`stage/left`), that name follows. */
export function renamePortEdits(root: Node, design: Design, block: string, old: string, name: string): TextEdit[] {
  return holdersOf(design).flatMap((holder) => {
    const layers = nodeAt(root, [...holder, 'layers'])?.children ?? [];
    const ports = new Map(
      layers.flatMap((layer): [string, string][] => {
        const owner = nodeAt(layer, ['name'])?.value as unknown;
        const stands = nodeAt(layer, ['type'])?.value === BLOCK && nodeAt(layer, ['block'])?.value === block;
        return stands && typeof owner === 'string' ? [[`${owner}/${old}`, `${owner}/${name}`]] : [];
      }),
    );
    const taken = [...layers.map((layer) => nodeAt(layer, ['inputs'])), nodeAt(root, [...holder, 'outputs'])];
    return taken.flatMap((list) =>
      (list?.children ?? []).flatMap(({ value, offset, length }) => {
        const now = ports.get(String(value));
        return now === undefined ? [] : [{ offset, length, content: JSON.stringify(now) }];
      }),
    );
  });
}
