import * as l10n from '@vscode/l10n';
import { called, isSource, ownInput, Refused, type Draft, type Item, type Taken } from './draft';

/** Takes layers out, and closes the gaps: what took one of them takes what that took. */
export function removeItems(draft: Draft, removed: ReadonlySet<Item>): void {
  const items = draft.items.filter((item) => !removed.has(item));
  // One of several values of a block that goes is as good as the block.
  const names = new Map([...removed].map((item) => [item.name, item]));
  const whole = (taken: Taken): Taken => (typeof taken === 'string' && names.get(taken.slice(0, taken.indexOf('/')))) || taken;
  for (const item of items) item.inputs = item.inputs.map(whole);
  draft.outputs = draft.outputs?.map(whole);
  const begin: Item[] = [];
  for (const item of items) {
    if (!item.inputs.some((taken) => removed.has(taken as Item))) continue;
    item.inputs = fitting(item, removed, passing(item.inputs, removed));
    if (item.inputs.length === 0) begin.push(item);
  }
  draft.items = items;
  // What a block takes goes to its first layer by itself; to others only through an Input.
  const [first] = items;
  if (draft.block !== undefined && !items.some(isSource) && begin.some((item) => item !== first)) {
    const input = ownInput(draft);
    for (const item of begin) item.inputs = [input];
  }
  if (!draft.outputs?.some((output) => removed.has(output as Item))) return;
  const outputs = [...new Set(passing(draft.outputs, removed))];
  // Without one that is left the outputs are again the layers that nobody takes.
  draft.outputs = outputs.length > 0 ? outputs : undefined;
}

/** What takes the place of each: itself, or what is reached through removed layers (each of them once, they may form a cycle). */
function passing(taken: readonly Taken[], removed: ReadonlySet<Item>): Taken[] {
  return taken.flatMap((one) => (typeof one === 'string' || !removed.has(one) ? [one] : behind(one, removed)));
}

function behind(gone: Item, removed: ReadonlySet<Item>): Taken[] {
  const result: Taken[] = [];
  const seen = new Set<Taken>();
  const waiting: Taken[] = [gone];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (typeof at === 'string' || !removed.has(at)) result.push(at);
    else if (!seen.has(at)) {
      seen.add(at);
      waiting.push(...at.inputs.toReversed());
    }
  }
  return result;
}

function fitting(item: Item, removed: ReadonlySet<Item>, taken: Taken[]): Taken[] {
  const { arity } = item;
  // One that takes too many already is left as wrong as it was.
  if (arity === undefined || arity === 'many' || taken.length <= Math.max(arity, item.inputs.length)) return taken;
  const different = [...new Set(taken)];
  if (different.length <= arity) return different;
  const gone = item.inputs.find((input) => removed.has(input as Item)) as Item;
  throw new Refused(
    arity === 1
      ? l10n.t`${called(gone)} brings ${different.length} layers together, and ${called(item)} can take only one of them. First connect ${called(item)} to the one that it should take.`
      : l10n.t`${called(gone)} brings ${different.length} layers together, and ${called(item)} can take only ${arity} of them. First connect ${called(item)} to the one that it should take.`,
  );
}
