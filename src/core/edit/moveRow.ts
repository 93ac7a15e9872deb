import type { Position } from '../edits';
import { called, find, findSource, isSource, Refused, replaceTaken, type Draft, type Item, type Taken } from './draft';

/** Layers that follow each other, or are a piece with one way in and one out, move as one: the gap closes, and they stand there. */
export function moveRow(draft: Draft, chosen: ReadonlySet<Item>, position: Position): readonly Item[] {
  const row = draft.items.filter((item) => chosen.has(item));
  const { entry, exit } = endsOf(draft, row, chosen);
  const goal = goalOf(draft, position, row);
  if (goal === undefined) return row;
  if (chosen.has(goal.item)) return row;
  // The gap closes.
  for (const item of draft.items)
    if (!chosen.has(item)) item.inputs = item.inputs.flatMap((taken) => (taken === exit ? (entry ?? []) : taken));
  draft.outputs = draft.outputs && [...new Set(draft.outputs.flatMap((output) => (output === exit ? (entry ?? []) : output)))];
  const rest = draft.items.filter((item) => !chosen.has(item));
  draft.items = rest;
  let from: Taken | undefined = goal.item;
  if (goal.before) {
    [from] = goal.item.inputs;
    if (isSource(goal.item) || goal.item.inputs.length > 1)
      throw new Refused(`There is no one place before ${called(goal.item)}. Choose the connection on which the layers should stand.`);
    goal.item.inputs = [exit];
  } else if (goal.to) goal.to.inputs = goal.to.inputs.map((taken) => (taken === goal.item ? exit : taken));
  else replaceTaken(draft, goal.item, exit);
  for (const item of row) {
    const begins = entry === undefined && item.inputs.length === 0;
    item.inputs = begins ? [from ?? []].flat() : item.inputs.flatMap((taken) => (taken === entry ? (from ?? []) : taken));
    item.moved = true;
  }
  const at = rest.indexOf(goal.item) + (goal.before ? 0 : 1);
  draft.items = rest.toSpliced(at, 0, ...row);
  return row;
}

interface Goal {
  readonly item: Item;
  readonly before?: boolean;
  /** Only the connection to this one leads through them. */
  readonly to?: Item;
}

function goalOf(draft: Draft, position: Position, row: readonly Item[]): Goal | undefined {
  if ('after' in position) return { item: find(draft, position.after) };
  if ('before' in position) return { item: find(draft, position.before), before: true };
  if (!('edge' in position)) return { item: draft.items.findLast((item) => !row.includes(item)) ?? (row[0] as Item) };
  const to = find(draft, position.edge.to);
  const item = findSource(draft, position.edge.from, to);
  return row.includes(to) ? undefined : { item, to };
}

interface Ends {
  /** Absent: they begin a block that has no Input. */
  readonly entry: Taken | undefined;
  readonly exit: Item;
}

/** The one layer that they take, and the one of them that is taken. */
function endsOf(draft: Draft, row: readonly Item[], chosen: ReadonlySet<Item>): Ends {
  const source = row.find(isSource);
  if (source) throw new Refused(`${called(source)} is where samples come in: it does not move with the others.`);
  const taken = row.flatMap(({ inputs }) => (inputs.length === 0 ? [undefined] : inputs.filter((one) => !chosen.has(one as Item))));
  const outside = new Set(draft.items.flatMap((item) => (chosen.has(item) ? [] : item.inputs)));
  const inside = new Set(row.flatMap(({ inputs }) => inputs));
  const exits = row.filter((item) => outside.has(item) || !inside.has(item) || draft.outputs?.includes(item));
  const [exit] = exits;
  if (new Set(taken).size !== 1 || exits.length !== 1 || !exit)
    throw new Refused('These layers cannot move as one: they need one layer that they take, and one of them that others take.');
  return { entry: taken[0], exit };
}
