import * as l10n from '@vscode/l10n';
import { BLOCK } from '../blocks/scope';
import type { Block, Json } from '../document';
import type { Edit } from '../edits';
import { layerTypes } from '../layers/index';
import { layerKeys } from '../layers/layerKeys';
import { suggest } from '../suggest';
import { arityIn, called, find, isSource, Refused, type Draft, type Item, type Taken } from './draft';
import { checkName, namesOf, stemOf, takeName } from './names';
import { place } from './place';
import { removeItems } from './remove';
import { plain } from './valueEdits';

/** Everything that takes it by name follows. */
export function renameLayer(draft: Draft, id: string, name: string): Item[] {
  const item = find(draft, id);
  checkName(draft, item, name);
  // One of several values that a block gives is taken as `block/layer`.
  const follow = (taken: Taken): Taken =>
    typeof taken === 'string' && taken.startsWith(`${item.name}/`) ? name + taken.slice(item.name.length) : taken;
  for (const other of draft.items) other.inputs = other.inputs.map(follow);
  draft.outputs = draft.outputs?.map(follow);
  item.name = name;
  return [item];
}

export function findAll(draft: Draft, ids: readonly string[]): Set<Item> {
  const byId = new Map(draft.items.map((item) => [item.id, item]));
  return new Set(ids.map((id) => byId.get(id) ?? find(draft, id)));
}

export function addLayer(
  draft: Draft,
  { layerType, fields = {}, name, position: at }: Extract<Edit, { type: 'addLayer' }>,
  blocks: Readonly<Record<string, Block>> = {},
): Item {
  const type = layerTypes.get(layerType);
  if (!type && layerType !== BLOCK) {
    const suggestion = suggest(layerType, layerTypes.keys());
    throw new Refused(
      suggestion ? l10n.t`There is no layer type ${layerType}. Did you mean ${suggestion}?` : l10n.t`There is no layer type ${layerType}.`,
    );
  }
  const { inputs, name: _name, type: _type, ...given } = { ...type?.start, ...(plain(fields) as typeof fields) };
  const ranked = layerKeys(layerType);
  const rank = (key: string): number => (ranked.includes(key) ? ranked.indexOf(key) : ranked.length);
  const ordered = Object.fromEntries(Object.entries(given).sort(([a], [b]) => rank(a) - rank(b)));
  const item: Item = {
    id: '',
    name: '',
    type: layerType,
    arity: arityIn({ name: '', ...ordered, type: layerType }, blocks),
    inputs: [],
    fields: ordered,
  };
  if (name !== undefined) checkName(draft, item, name);
  item.name = name ?? takeName(namesOf(draft), typeof ordered.block === 'string' ? ordered.block : stemOf(layerType));
  place(draft, item, at);
  const named = (input: Json): Taken => (typeof input === 'string' ? (draft.items.find((other) => other.name === input) ?? input) : '');
  if (Array.isArray(inputs)) item.inputs = (inputs as Json[]).map(named);
  return item;
}

/** Gives the layer before the first of them, to be selected. */
export function deleteLayers(draft: Draft, ids: readonly string[]): Item[] {
  const removed = findAll(draft, ids);
  const first = draft.items.findIndex((item) => removed.has(item));
  const before = draft.items[first - 1];
  removeItems(draft, removed);
  const selected = before ?? draft.items[0];
  return selected ? [selected] : [];
}

/** Out of one place, where the gap closes, and into another. */
export function moveLayer(draft: Draft, { layer, position: at }: Extract<Edit, { type: 'moveLayer' }>): Item {
  const item = find(draft, layer);
  const ends = 'after' in at ? [at.after] : 'before' in at ? [at.before] : 'edge' in at ? [at.edge.from, at.edge.to] : [];
  if (ends.includes(layer)) return item;
  if (item.inputs.length > 1)
    throw new Refused(l10n.t`${called(item)} takes ${item.inputs.length} layers, so it cannot move as one. Connect it by hand instead.`);
  const { outputs } = draft;
  // An Input goes to another line of the file; what takes it goes on taking it.
  if (isSource(item)) draft.items = draft.items.filter((other) => other !== item);
  else removeItems(draft, new Set([item]));
  if (item.inputs.length === 0) draft.outputs = outputs;
  item.moved = true;
  place(draft, item, at);
  return item;
}
