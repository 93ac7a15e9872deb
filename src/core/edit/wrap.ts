import * as l10n from '@vscode/l10n';
import { BLOCK } from '../blocks/scope';
import type { Design } from '../document';
import { called, isSource, Refused, replaceTaken, type Draft, type Item, type Taken } from './draft';
import { namesOf, takeName } from './names';

/** What may be the name of a block. */
export function checkBlockName(name: string, { blocks = {} }: Pick<Design, 'blocks'>): void {
  if (name.trim() === '') throw new Refused(l10n.t('A block needs a name.'));
  if (Object.hasOwn(blocks, name)) throw new Refused(l10n.t`There is already a block called ${name}.`);
}

/** Layers become a block, and one layer in their place. Gives that layer, and the layers of the block. */
export function wrapItems(draft: Draft, chosen: ReadonlySet<Item>, block: string): { readonly instance: Item; readonly inner: Item[] } {
  const members = draft.items.filter((item) => chosen.has(item));
  const source = members.find(isSource);
  if (members.length === 0) throw new Refused(l10n.t('Select the layers that are to become a block.'));
  if (source)
    throw new Refused(l10n.t`${called(source)} is where samples come in, so it stays outside of a block. Select the others without it.`);
  checkBetween(draft, chosen);
  const exit = onlyExit(draft, members, chosen);
  const entries = [...new Set(members.flatMap(({ inputs }) => inputs.filter((taken) => !chosen.has(taken as Item))))];
  const inner = innerItems(members, chosen, entries);
  const name = takeName(namesOf(draft), block);
  const instance: Item = { id: '', name, type: BLOCK, arity: Math.max(1, entries.length), inputs: entries, fields: { block } };
  replaceTaken(draft, exit, instance);
  const last = draft.items.indexOf(members.at(-1) as Item);
  draft.items = draft.items.flatMap((item, i) => (i === last ? [instance] : chosen.has(item) ? [] : [item]));
  return { instance, inner };
}

/** Refuses where data leaves the layers and comes back. */
function checkBetween({ items }: Draft, chosen: ReadonlySet<Item>): void {
  const after = new Set<Taken>();
  for (let grown = true; grown;) {
    grown = false;
    for (const item of items) {
      const reached = item.inputs.some((taken) => after.has(taken) || (chosen.has(taken as Item) && !chosen.has(item)));
      if (!reached || after.has(item)) continue;
      if (chosen.has(item)) {
        const between = item.inputs.find((taken): taken is Item => after.has(taken));
        if (between) throw new Refused(l10n.t`${called(between)} lies between them, so they are no block without it. Select it, too.`);
      }
      after.add(item);
      grown = true;
    }
  }
}

function onlyExit(draft: Draft, members: readonly Item[], chosen: ReadonlySet<Item>): Item {
  const inside = new Set(members.flatMap(({ inputs }) => inputs));
  const outside = new Set(draft.items.flatMap((item) => (chosen.has(item) ? [] : item.inputs)));
  const exits = members.filter((item) => outside.has(item) || !inside.has(item) || draft.outputs?.includes(item));
  const [exit, other] = exits;
  if (!exit) throw new Refused(l10n.t('These layers go round in a circle, so nothing leaves them.'));
  if (other)
    throw new Refused(
      l10n.t`${called(exit)} and ${called(other)} both give values to others. A block has one way out: select layers that end in one of them.`,
    );
  return exit;
}

/** The layers as they stand in a block: with Inputs of its own, unless the first of them takes all that comes in. */
function innerItems(members: readonly Item[], chosen: ReadonlySet<Item>, entries: readonly Taken[]): Item[] {
  const [first, ...others] = members;
  const takesIn = ({ inputs }: Item): boolean => inputs.some((taken) => !chosen.has(taken as Item));
  const simple = entries.length <= 1 && first?.inputs.length === entries.length && !others.some(takesIn);
  const names = new Set(members.map(({ name }) => name));
  const own = new Map<Taken, Item>(
    simple ? [] : entries.map((entry) => [entry, { id: '', name: takeName(names, 'in'), type: 'Input', inputs: [], arity: 0, fields: {} }]),
  );
  const copies = new Map<Taken, Item>(members.map((item) => [item, { ...item, id: '', index: undefined, copyOf: item, inputs: [] }]));
  members.forEach((item) => {
    const copy = copies.get(item) as Item;
    copy.inputs = item.inputs.flatMap((taken) => copies.get(taken) ?? own.get(taken) ?? []);
  });
  return [...own.values(), ...copies.values()];
}
