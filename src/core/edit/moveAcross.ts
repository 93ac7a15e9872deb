import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import { BLOCK, blockOf } from '../blocks/scope';
import type { Block, Design } from '../document';
import type { TextEdit } from '../edits';
import { blocksOf } from './copy';
import { commit } from './commit';
import type { Crossing } from './crossing';
import { called, draftOf, isSource, outputsOf, Refused, type Draft, type Item, type Taken } from './draft';
import { findAll } from './layers';
import type { Source } from './layout';
import { joined } from './listEdits';
import { goalOf, putIn, rowOf, takeOut, type Row } from './moveRow';
import { namesOf, stemOf, takeName } from './names';
import { followPorts, givenNames, portEdits } from './ports';
import { scopeOf, type Scope } from './scope';

/** The text edits, and where in the two lists the layers stood and stand. */
export interface Across {
  readonly edits: TextEdit[];
  readonly left: readonly number[];
  readonly places: readonly number[];
}

/** Moves layers out of one list into another: the gap closes in the one, and they stand in the other as if they were new there. */
export function moveAcross(source: Source, root: Node, design: Design, { from, to, layers, position }: Crossing): Across {
  const [left, entered] = [scopeOf(root, design, from.block), scopeOf(root, design, to.block)];
  const [old, now] = [draftOf(left), draftOf(entered)];
  const chosen = findAll(old, layers);
  const { blocks = {} } = design;
  checkMovable(old, chosen, now, blocks);
  const row = rowOf(old, chosen);
  const names = { old: givenNames(old), now: givenNames(now) };
  takeOut(old, row);
  checkLeft(old, row, names.old.length);
  const brought = bring(row, left, now);
  const goal = goalOf(now, position, []);
  if (goal) putIn(now, brought, goal);
  const ports = [portsOf(old, names.old), portsOf(now, names.now)];
  for (const draft of [old, now]) for (const port of ports) followPorts(draft, port);
  return {
    edits: joined([
      ...commit(source, left, old),
      ...commit(source, entered, now),
      ...ports.flatMap((port) => portEdits(root, design, port, [from.block, to.block])),
    ]),
    left: row.items.map(({ index = -1 }) => index),
    places: brought.items.map((item) => now.items.indexOf(item)),
  };
}

const portsOf = (draft: Draft, before: readonly string[]) => ({ block: draft.block, before, after: givenNames(draft) });

function checkMovable(old: Draft, chosen: ReadonlySet<Item>, { block }: Draft, blocks: Readonly<Record<string, Block>>): void {
  const source = [...chosen].find(isSource);
  if (source)
    throw new Refused(
      old.block === undefined
        ? l10n.t`${called(source)} is where samples come in, so it stays outside of blocks.`
        : l10n.t`${called(source)} stands for what comes into the block ${old.block}, so it stays there.`,
    );
  const [only] = chosen;
  if (only && chosen.size === 1 && only.inputs.length > 1)
    throw new Refused(l10n.t`${called(only)} takes ${only.inputs.length} layers, so it cannot move as one. Connect it by hand instead.`);
  for (const { layer } of chosen) {
    const own = layer && layer.type === BLOCK ? blockOf(layer) : undefined;
    if (layer && block !== undefined && Object.hasOwn(blocksOf([layer], blocks), block))
      throw new Refused(
        own === block
          ? l10n.t`The block ${own ?? ''} cannot go into itself.`
          : l10n.t`The block ${own ?? ''} cannot go into ${block}, which is part of it.`,
      );
  }
  const prefixes = [...chosen].map(({ name }) => `${name}/`);
  const one = old.items.find((item) => item.inputs.some((taken) => typeof taken === 'string' && prefixes.some((own) => taken.startsWith(own)))); // prettier-ignore
  if (one) throw new Refused(l10n.t`${called(one)} takes one of several values of what would move, so it cannot move as one.`);
}

/** A block has to go on giving as much as it gave. */
function checkLeft(old: Draft, { items, exit }: Row, before: number): void {
  const { block } = old;
  if (block === undefined) return;
  if (old.items.every(isSource)) {
    throw new Refused(
      items.length === 1
        ? l10n.t`${called(exit)} is the only layer of the block ${block}, and a block needs one. Take the block apart instead.`
        : l10n.t`That would be all layers of the block ${block}, and a block needs one. Take the block apart instead.`,
    );
  }
  const given = outputsOf(old);
  if (given.length !== before || given.some(isSource))
    throw new Refused(
      l10n.t`The block ${block} gives the value of ${called(exit)} to others, and would have nothing to give in its place.`,
    );
}

/** The layers as they stand in the other list, under names that are free there. */
function bring({ items, entry, exit }: Row, { list }: Scope, now: Draft): Row {
  const names = namesOf(now);
  const copies = new Map<Taken, Item>(
    items.map((item) => {
      const node = list?.children?.[item.index ?? -1];
      const name = takeName(names, item.name || stemOf(item.type));
      return [item, { ...item, id: '', name, index: undefined, ...(node && { node }) }];
    }),
  );
  const follow = (taken: Taken): Taken => {
    if (typeof taken !== 'string') return copies.get(taken) ?? taken;
    const owner = items.find(({ name }) => name === taken.slice(0, Math.max(0, taken.indexOf('/'))));
    return owner ? copies.get(owner)!.name + taken.slice(taken.indexOf('/')) : taken;
  };
  for (const copy of copies.values()) copy.inputs = copy.inputs.map(follow);
  return { items: [...copies.values()], entry, exit: copies.get(exit)! };
}
