import type { Node } from 'jsonc-parser';
import { BLOCK } from '../blocks/scope';
import type { Design } from '../document';
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
  const lists = [['layers'], ...Object.keys(design.blocks ?? {}).map((own) => ['blocks', own, 'layers'])];
  const uses = lists.flatMap((path) =>
    (nodeAt(root, path)?.children ?? []).flatMap((layer) => {
      const value = nodeAt(layer, ['block']);
      return nodeAt(layer, ['type'])?.value === BLOCK && value?.value === block ? [value] : [];
    }),
  );
  return [key, ...uses].map(({ offset, length }) => ({ offset, length, content }));
}
