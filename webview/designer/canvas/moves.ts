import * as l10n from '@vscode/l10n';
import type { Analysis } from '../../../src/core/analysis';
import { blockAround, usesOf } from '../../../src/core/blocks/ends';
import type { Position } from '../../../src/core/edits';
import { formatCount } from '../../../src/core/format';

/** What a move changes besides the place of the layer: the blocks that it leaves and enters, in sentences. */
export function crossingWords(flat: Analysis, layer: string, position: Position): readonly string[] {
  const goal =
    'after' in position ? position.after : 'before' in position ? position.before : 'edge' in position ? position.edge.to : layer;
  const [from, to] = [blockAround(flat, layer)?.block, blockAround(flat, goal)?.block];
  if (from === to) return [];
  const [left, entered] = [usesOf(flat, from), usesOf(flat, to)];
  return [
    ...(from === undefined
      ? []
      : [left > 1 ? l10n.t`Out of the block ${from}, in all ${formatCount(left)} places where it is.` : l10n.t`Out of the block ${from}.`]),
    ...(to === undefined
      ? []
      : [entered > 1 ? l10n.t`Into the block ${to}, in all ${formatCount(entered)} places where it is.` : l10n.t`Into the block ${to}.`]),
  ];
}
