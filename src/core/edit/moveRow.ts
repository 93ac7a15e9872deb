import * as l10n from '@vscode/l10n';
import type { Position } from '../edits';
import { called, find, findSource, isSource, OWN_INPUT, ownInput, Refused, replaceTaken, type Draft, type Item, type Taken } from './draft';

/** Layers that follow each other, or are a piece with one way in and one out. */
export interface Row {
  readonly items: readonly Item[];
  /** What they take; absent: they begin a block that has no Input. */
  readonly entry: Taken | undefined;
  /** The one of them that others take. */
  readonly exit: Item;
}

/** They move as one: the gap closes, and they stand there. */
export function moveRow(draft: Draft, chosen: ReadonlySet<Item>, position: Position): readonly Item[] {
  const row = rowOf(draft, chosen);
  const goal = goalOf(draft, position, row.items);
  if (goal === undefined || chosen.has(goal.item)) return row.items;
  takeOut(draft, row);
  putIn(draft, row, goal);
  return row.items;
}

/** The gap closes. */
export function takeOut(draft: Draft, { items, entry, exit }: Row): void {
  const gone = new Set(items);
  draft.items = draft.items.filter((item) => !gone.has(item));
  const [first] = draft.items;
  const takers = draft.items.filter(({ inputs }) => inputs.includes(exit));
  // What the block takes goes to its first layer by itself; to several only through an Input.
  const needsInput = entry === undefined && draft.block !== undefined && takers.some((item) => item !== first);
  const now = entry ?? (needsInput ? ownInput(draft) : []);
  for (const item of takers) item.inputs = item.inputs.flatMap((taken) => (taken === exit ? now : taken));
  draft.outputs = draft.outputs && [...new Set(draft.outputs.flatMap((output) => (output === exit ? (entry ?? []) : output)))];
}

/** What took the goal takes the last of them, and they take the goal. */
export function putIn(draft: Draft, { items, entry, exit }: Row, goal: Goal): void {
  let from: Taken | undefined = goal.item;
  if (goal.before) {
    [from] = goal.item.inputs;
    if (isSource(goal.item) || goal.item.inputs.length > 1)
      throw new Refused(l10n.t`There is no one place before ${called(goal.item)}. Choose the connection on which the layers should stand.`);
    goal.item.inputs = [exit];
  } else if (goal.to) goal.to.inputs = goal.to.inputs.map((taken) => (taken === goal.item ? exit : taken));
  else replaceTaken(draft, goal.item, exit);
  for (const item of items) {
    const begins = entry === undefined && item.inputs.length === 0;
    item.inputs = begins ? [from ?? []].flat() : item.inputs.flatMap((taken) => (taken === entry ? (from ?? []) : taken));
    item.moved = true;
  }
  const at = draft.items.indexOf(goal.item) + (goal.before ? 0 : 1);
  draft.items = draft.items.toSpliced(at, 0, ...items);
}

/** Next to which layer they go. */
export interface Goal {
  readonly item: Item;
  readonly before?: boolean;
  /** Only the connection to this one leads through them. */
  readonly to?: Item;
}

/** Absent: they stand there already. */
export function goalOf(draft: Draft, position: Position, row: readonly Item[]): Goal | undefined {
  if ('after' in position) return { item: find(draft, position.after) };
  if ('before' in position) return { item: find(draft, position.before), before: true };
  if (!('edge' in position)) return { item: draft.items.findLast((item) => !row.includes(item)) ?? (row[0] as Item) };
  const to = find(draft, position.edge.to);
  // The first layer of a block that has no Input takes what the block takes.
  if (position.edge.from === OWN_INPUT && !draft.items.some(isSource)) return row.includes(to) ? undefined : { item: to, before: true };
  const item = findSource(draft, position.edge.from, to);
  if (row.includes(to)) return undefined;
  if (!row.includes(item) && !to.inputs.includes(item)) throw new Refused(l10n.t`${called(to)} does not take ${called(item)} any more.`);
  return { item, to };
}

/** Refuses what is no such piece. */
export function rowOf(draft: Draft, chosen: ReadonlySet<Item>): Row {
  const row = draft.items.filter((item) => chosen.has(item));
  const source = row.find(isSource);
  if (source) throw new Refused(l10n.t`${called(source)} is where samples come in: it does not move with the others.`);
  const taken = row.flatMap(({ inputs }) => (inputs.length === 0 ? [undefined] : inputs.filter((one) => !chosen.has(one as Item))));
  const outside = new Set(draft.items.flatMap((item) => (chosen.has(item) ? [] : item.inputs)));
  const inside = new Set(row.flatMap(({ inputs }) => inputs));
  const exits = row.filter((item) => outside.has(item) || !inside.has(item) || draft.outputs?.includes(item));
  const [exit] = exits;
  if (new Set(taken).size !== 1 || exits.length !== 1 || !exit)
    throw new Refused(l10n.t('These layers cannot move as one: they need one layer that they take, and one of them that others take.'));
  return { items: row, entry: taken[0], exit };
}
