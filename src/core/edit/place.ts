import * as l10n from '@vscode/l10n';
import type { Position } from '../edits';
import { called, find, findSource, isSource, outputsOf, OWN_INPUT, Refused, replaceTaken, type Draft, type Item } from './draft';

/** Puts a layer that nobody takes yet at a position: into the list, and into the graph. */
export function place(draft: Draft, item: Item, position: Position): void {
  if ('after' in position) placeAfter(draft, item, find(draft, position.after));
  else if ('before' in position) placeBefore(draft, item, find(draft, position.before));
  else if ('edge' in position) placeBetween(draft, item, position.edge);
  else placeAtEnd(draft, item);
}

function insertAt(draft: Draft, item: Item, index: number): void {
  draft.items = draft.items.toSpliced(index, 0, item);
}

/** What took the other one takes this one. */
function placeAfter(draft: Draft, item: Item, other: Item): void {
  if (!isSource(item)) {
    replaceTaken(draft, other, item);
    item.inputs = [other];
  }
  insertAt(draft, item, draft.items.indexOf(other) + 1);
}

/** It takes what the other one took, and the other one takes it. */
function placeBefore(draft: Draft, item: Item, other: Item): void {
  if (isSource(item)) {
    if (!isSource(other) && other.inputs.length === 0) other.inputs = [item];
  } else {
    if (isSource(other)) throw new Refused(l10n.t`Nothing comes before ${called(other)}: it is an Input, where samples come in.`);
    if (other.inputs.length > 1 && (item.arity ?? 1) === 1)
      throw new Refused(
        l10n.t`${called(other)} takes ${other.inputs.length} layers. Choose the connection on which the layer should stand.`,
      );
    item.inputs = [...other.inputs];
    other.inputs = [item];
  }
  insertAt(draft, item, draft.items.indexOf(other));
}

function placeBetween(draft: Draft, item: Item, { from, to }: { readonly from: string; readonly to: string }): void {
  const end = find(draft, to);
  // The first layer of a block that has no Input takes what the block takes.
  if (from === OWN_INPUT && !draft.items.some(isSource)) placeBefore(draft, item, end);
  else placeOnEdge(draft, item, findSource(draft, from, end), end);
}

/** Only this connection leads through it. */
function placeOnEdge(draft: Draft, item: Item, from: Item, to: Item): void {
  if (isSource(item)) throw new Refused(l10n.t('An Input takes no other layer, so it cannot stand on a connection.'));
  const input = to.inputs.indexOf(from);
  if (input < 0) throw new Refused(l10n.t`${called(to)} does not take ${called(from)} any more.`);
  item.inputs = [from];
  to.inputs = to.inputs.with(input, item);
  const [start, end] = [draft.items.indexOf(from), draft.items.indexOf(to)];
  insertAt(draft, item, end > start ? end : start + 1);
}

/** It takes the model's output; one that takes several takes all of them; where there is no one output, the last layer. */
function placeAtEnd(draft: Draft, item: Item): void {
  if (!isSource(item)) {
    const outputs = outputsOf(draft);
    const last = draft.items.at(-1);
    const merges = (item.arity === 'many' && outputs.length >= 2) || (item.arity === 2 && outputs.length === 2);
    item.inputs = merges || outputs.length === 1 ? outputs : last ? [last] : [];
    draft.outputs = draft.outputs && [...new Set(draft.outputs.map((output) => (item.inputs.includes(output) ? item : output)))];
  }
  insertAt(draft, item, draft.items.length);
}
