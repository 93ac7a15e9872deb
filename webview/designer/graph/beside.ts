import { writtenOf, type InstanceAnalysis } from '../../../src/core/analysis';
import type { Folded } from '../../../src/core/blocks/fold';
import { blockAround, entryOf, exitOf, isWithin, seenIn } from '../../../src/core/blocks/ends';
import type { Position } from '../../../src/core/edits';

/**
 * One place further up or down: past the neighbour, into it where that is an unfolded block, or out of the block in which the
 * layers stand. @param goal the neighbour; absent: there is none
 */
export function besideOf({ flat, frames }: Folded, layer: string, goal: string | undefined, up: boolean): Position | undefined {
  const own = blockAround(flat, layer)?.id;
  const out: Position | undefined = own === undefined ? undefined : up ? { before: own } : { after: own };
  if (goal === undefined || goal === own) return out;
  // What stands for the neighbour where the layers stand: itself, or the block in which it is.
  const seen = seenIn(flat, own, goal);
  if (seen === undefined) return out;
  const block = flat.instances.find(({ id }) => id === seen);
  const isOpen = block && frames.some(({ id }) => id === seen);
  const into = !isOpen ? undefined : up ? endOf(flat, seen, goal) : startOf(flat, seen);
  return into ?? (up ? { before: seen } : { after: seen });
}

/** Before a layer that takes several there is no one place: the connection from the one above it is meant. */
export function onBranch(position: Position, { layers }: Folded, above: (id: string) => string | undefined): Position {
  if (!('before' in position)) return position;
  const to = position.before;
  const merges = (layers.find(({ id }) => id === to)?.inputs.length ?? 0) > 1;
  const from = merges ? above(to) : undefined;
  return from === undefined ? position : { edge: { from, to } };
}

/** Behind the last layer of a block, seen from one that gives what the block gives. */
function endOf(flat: Folded['flat'], block: string, inner?: string): Position | undefined {
  const instance = flat.instances.find(({ id }) => id === block);
  const last = instance && ((inner !== undefined && inner !== block ? seenIn(flat, block, inner) : undefined) ?? exitOf(flat, instance));
  return last === undefined ? undefined : { after: last };
}

/** Before the first layer of a block. */
function startOf(flat: Folded['flat'], block: string): Position | undefined {
  const instance = flat.instances.find(({ id }) => id === block);
  const first = instance && entryOf(flat, instance);
  return first === undefined ? undefined : { edge: { from: block, to: first } };
}

/** A way for layers into a block beside them, or out of the one in which they stand. */
export interface Way {
  readonly kind: 'up' | 'down' | 'out';
  /** What the layer is called that stands for the block. */
  readonly name: string;
  readonly position: Position;
}

/** The ways into the blocks before and behind layers, folded or not, and out of their own. */
export function waysOf({ flat }: Folded, chosen: readonly string[]): readonly Way[] {
  const [first = ''] = chosen;
  const around = blockAround(flat, first);
  const isChosen = (id: string): boolean => chosen.some((one) => isWithin(flat, id, one));
  const blocks = flat.instances.filter(({ id, block }) => block !== undefined && !isChosen(id) && blockAround(flat, id)?.id === around?.id);
  const chosenLayers = [...flat.layers, ...flat.instances].filter(({ id }) => chosen.includes(id));
  const takes = new Set(chosenLayers.flatMap(({ inputs }) => inputs));
  const gives = new Set(chosenLayers.flatMap((layer) => ('givesFirst' in layer ? (layer as InstanceAnalysis).gives : [layer.id])));
  const before = blocks.find((one) => [...one.gives, ...one.givesFirst].some((id) => takes.has(id)));
  const behind = blocks.find(({ inputs }) => inputs.some((id) => gives.has(id)));
  const way = (kind: Way['kind'], block: InstanceAnalysis | undefined, position: Position | undefined): readonly Way[] =>
    block && position ? [{ kind, name: writtenOf(block).name || block.name, position }] : [];
  return [
    ...way('up', before, before && endOf(flat, before.id)),
    ...way('down', behind, behind && startOf(flat, behind.id)),
    ...way('out', around, around && { after: around.id }),
  ];
}
