import { isSource, replaceTaken, type Draft, type Item, type Taken } from './draft';
import { namesOf, stemOf, takeName } from './names';

/** Copies layers. A row of them goes on behind itself; anything else stands beside, taking what the originals take. */
export function duplicateItems(draft: Draft, chosen: ReadonlySet<Item>): Item[] {
  const names = namesOf(draft);
  return groups(draft, chosen).flatMap((group) => duplicateGroup(draft, group, names));
}

/** Chosen layers that are connected to one another, in the order of the file. */
function groups({ items }: Draft, chosen: ReadonlySet<Item>): Item[][] {
  const beside = new Map<Taken, Item[]>();
  const link = (a: Item, b: Item): unknown => beside.set(a, [...(beside.get(a) ?? []), b]);
  for (const item of chosen) {
    for (const taken of item.inputs) {
      if (typeof taken === 'string' || !chosen.has(taken)) continue;
      link(item, taken);
      link(taken, item);
    }
  }
  const groupOf = new Map<Item, Item>();
  for (const first of chosen) {
    const waiting = [first];
    for (let at = waiting.pop(); at; at = waiting.pop()) {
      if (groupOf.has(at)) continue;
      groupOf.set(at, first);
      waiting.push(...(beside.get(at) ?? []));
    }
  }
  const found = new Map<Item | undefined, Item[]>();
  for (const item of items) {
    if (!chosen.has(item)) continue;
    const first = groupOf.get(item);
    found.set(first, [...(found.get(first) ?? []), item]);
  }
  return [...found.values()];
}

function duplicateGroup(draft: Draft, group: readonly Item[], names: Set<string>): Item[] {
  const members = new Set<Taken>(group);
  const exit = onlyExit(draft, members, group);
  const entries = group.flatMap(({ inputs }) => inputs.filter((taken) => !members.has(taken)));
  const copies = new Map<Taken, Item>();
  for (const item of group) {
    const name = takeName(names, item.name || stemOf(item.type));
    copies.set(item, { ...item, id: '', name, inputs: [], index: undefined, copyOf: item });
  }
  const row = exit !== undefined && entries.length === 1 && !group.some(isSource) && leadsIn(exit, members);
  const inside = group.map(({ inputs }) => inputs);
  if (row) replaceTaken(draft, exit, copies.get(exit) as Item);
  group.forEach((item, i) => {
    // Among themselves the originals take what they took: the copies follow behind them.
    item.inputs = inside[i] ?? [];
    (copies.get(item) as Item).inputs = item.inputs.map((taken) => copies.get(taken) ?? (row ? exit : taken));
  });
  const last = group.at(-1) as Item;
  draft.items = draft.items.toSpliced(draft.items.indexOf(last) + 1, 0, ...copies.values());
  return [...copies.values()];
}

/** Whether what comes into the group is on the way to this layer. */
function leadsIn(exit: Item, members: ReadonlySet<Taken>): boolean {
  const seen = new Set<Taken>([exit]);
  for (const item of seen) {
    if (!members.has(item)) return true;
    if (typeof item !== 'string') for (const taken of item.inputs) seen.add(taken);
  }
  return false;
}

/** The one layer of a group whose values are used outside of it, or by nobody; absent: there are several. */
function onlyExit(draft: Draft, members: ReadonlySet<Taken>, group: readonly Item[]): Item | undefined {
  const takenInside = new Set(group.flatMap(({ inputs }) => inputs));
  const takenOutside = new Set<Taken>();
  for (const item of draft.items) if (!members.has(item)) for (const taken of item.inputs) if (members.has(taken)) takenOutside.add(taken);
  const exits = group.filter((item) => takenOutside.has(item) || !takenInside.has(item) || draft.outputs?.includes(item));
  return exits.length === 1 ? exits[0] : undefined;
}
