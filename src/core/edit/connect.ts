import * as l10n from '@vscode/l10n';
import { called, isSource, Refused, type Item } from './draft';

/** One layer takes another one. */
export function connectItems(from: Item, to: Item, input: number | undefined): void {
  if (isSource(to)) throw new Refused(l10n.t`${called(to)} is an Input, where samples come in: it takes no other layer.`);
  const way = wayBetween(to, from);
  if (way) throw new Refused(l10n.t`That would make a circle: ${[...way.map(called), called(to)].join(' → ')}.`);
  const full = to.arity !== undefined && to.arity !== 'many' && to.inputs.length >= to.arity;
  if (input === undefined && to.inputs.includes(from)) {
    if (to.arity === 1 && to.inputs.length === 1) return;
    throw new Refused(l10n.t`${called(to)} takes ${called(from)} already.`);
  }
  if (to.arity === 1) to.inputs = [from];
  else if (full && input === undefined)
    throw new Refused(l10n.t`${called(to)} takes ${to.arity} layers already. Disconnect one of them first.`);
  else to.inputs = to.inputs.toSpliced(input ?? to.inputs.length, full ? 1 : 0, from);
}

/** One layer takes another one no more. */
export function disconnectItems(from: Item, to: Item): void {
  const input = to.inputs.indexOf(from);
  if (input < 0) throw new Refused(l10n.t`${called(to)} does not take ${called(from)}.`);
  to.inputs = to.inputs.toSpliced(input, 1);
}

/** With the data from one layer to another, both included; absent: there is no way. */
function wayBetween(start: Item, end: Item): Item[] | undefined {
  const next = new Map<Item, Item | undefined>([[end, undefined]]);
  const waiting = [end];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    if (at === start) {
      const way: Item[] = [];
      for (let step: Item | undefined = start; step; step = next.get(step)) way.push(step);
      return way;
    }
    for (const taken of at.inputs) {
      if (typeof taken === 'string' || next.has(taken)) continue;
      next.set(taken, at);
      waiting.push(taken);
    }
  }
  return undefined;
}
