import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import { BLOCK } from '../blocks/scope';
import type { Design, JsonPath } from '../document';
import type { TextEdit } from '../edits';
import { keyOf, nodeAt, propertyOf } from '../jsonTree';
import { Refused } from './draft';
import { portEdits } from './ports';
import { checkBlockName } from './wrap';

/** A block under another name, and all layers that stand for it. */
export function renameBlockEdits(root: Node, design: Design, block: string, name: string): TextEdit[] {
  if (name === block) return [];
  checkBlockName(name, design);
  const property = propertyOf(nodeAt(root, ['blocks']), block);
  const key = property && keyOf(property);
  if (!key) throw new Refused(l10n.t`There is no block ${block} in the design any more.`);
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
export const renamePortEdits = (root: Node, design: Design, block: string, old: string, name: string): TextEdit[] =>
  portEdits(root, design, { block, before: [old], after: [name] }, []);
