import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import { BLOCK, blockOf } from '../blocks/scope';
import type { Block, Json, JsonObject, Layer } from '../document';
import { buildGraph } from '../graph';
import { layerTypes } from '../layers/index';
import type { Arity } from '../layers/layerType';
import type { Scope } from './scope';

/** An edit that cannot be made, and why, in one sentence. */
export class Refused extends Error {}

/** What a layer takes: another one, or a name that no layer has (kept as it is). */
export type Taken = Item | string;

/** A layer while an edit is made. */
export interface Item {
  readonly id: string;
  name: string;
  readonly type: string;
  /** Absent for a type that is not known. */
  readonly arity?: number | 'many';
  inputs: Taken[];
  /** Its place in the old file; absent for a new layer. */
  readonly index?: number;
  readonly layer?: Layer;
  /** The text of this one is copied. */
  readonly copyOf?: Item;
  /** Its text, where that stands in another list. */
  readonly node?: Node;
  /** Of a new layer: what is written besides name, type and inputs. */
  readonly fields?: JsonObject;
  /** Of one that is there already or copied: what becomes of its fields. */
  readonly changes?: ReadonlyMap<string, Json | undefined>;
  /** It goes to another place in the file. */
  moved?: boolean;
}

/** The model while an edit is made: the layers in their new order, with what each takes, as the model will be. */
export interface Draft {
  items: Item[];
  /** Absent: the layers that nobody takes. */
  outputs?: Taken[];
  /** The list of layers in the tree. */
  readonly list?: Node;
  /** The block that it is; absent: the design. */
  readonly block?: string;
}

/** In place of a layer's id: the Input of the block itself. */
export const OWN_INPUT = '#in';

const arityOf = (type: string): Arity | undefined => layerTypes.get(type)?.arity;

/** How many layers one takes; a block as many as it has Inputs. */
export function arityIn(layer: Layer, blocks: Readonly<Record<string, Block>>): number | 'many' | undefined {
  if (layer.type !== BLOCK) return arityOf(layer.type);
  const name = blockOf(layer) ?? '';
  const own = Object.hasOwn(blocks, name) ? blocks[name] : undefined;
  const inputs = own?.layers.filter(({ type }) => arityOf(type) === 0).length ?? 0;
  if (inputs > 0 || !own) return own && inputs;
  const [first] = own.layers;
  return first && first.type !== BLOCK ? (arityOf(first.type) ?? 1) : 1;
}

/** Reads a design with the connections that its places in the file imply made plain. */
export function draftOf({ layers, outputs, list, blocks, block }: Omit<Scope, 'holder' | 'keys'>): Draft {
  const graph = buildGraph(layers);
  const items = layers.map((layer, index): Item => ({
    id: graph.ids[index] ?? '',
    name: layer.name,
    type: layer.type,
    arity: arityIn(layer, blocks),
    inputs: [],
    index,
    layer,
  }));
  const named = (name: string): Taken => items[graph.byName.get(name) ?? -1] ?? name;
  items.forEach((item, i) => {
    const written = layers[i]?.inputs;
    item.inputs = written ? written.map(named) : (graph.inputs[i] ?? []).map((from) => items[from] as Item);
  });
  return { items, outputs: outputs?.map(named), list, ...(block !== undefined && { block }) };
}

export function find({ items }: Draft, id: string): Item {
  const item = items.find((candidate) => candidate.id === id);
  if (!item) throw new Refused(l10n.t`There is no layer ${id} in the design any more.`);
  return item;
}

/** The layer that another one takes, or is to take; a block that has no Input yet gets one. */
export function findSource(draft: Draft, id: string, to: Item): Item {
  if (id !== OWN_INPUT) return find(draft, id);
  const own = draft.items.filter(isSource);
  const taken = own.find((item) => to.inputs.includes(item)) ?? own[0];
  return taken ?? ownInput(draft);
}

/** Gives a block without an Input one, which its first layer takes. */
export function ownInput(draft: Draft): Item {
  const name = draft.items.some((item) => item.name === 'in') ? 'block_in' : 'in';
  const made: Item = { id: '', name, type: 'Input', arity: 0, inputs: [], fields: {} };
  const [first] = draft.items;
  if (first?.inputs.length === 0) first.inputs = [made];
  draft.items = [made, ...draft.items];
  return made;
}

/** How a layer is called in a sentence. */
export const called = (item: Item): string =>
  item.name ||
  (item.type
    ? l10n.t`the ${item.type} without a name (layer ${(item.index ?? 0) + 1})`
    : l10n.t`the layer without a name (layer ${(item.index ?? 0) + 1})`);

export const isSource = ({ arity }: Item): boolean => arity === 0;

/** The layers whose values the model gives. */
export function outputsOf(draft: Draft): Item[] {
  if (draft.outputs) return draft.outputs.filter((output) => typeof output !== 'string');
  const taken = new Set(draft.items.flatMap(({ inputs }) => inputs));
  return draft.items.filter((item) => !taken.has(item) && !isSource(item));
}

/** Whoever took one layer takes another now, the model's outputs too. */
export function replaceTaken(draft: Draft, old: Item, now: Item): void {
  for (const item of draft.items)
    if (item !== now && item.inputs.includes(old)) item.inputs = item.inputs.map((taken) => (taken === old ? now : taken));
  draft.outputs = draft.outputs && [...new Set(draft.outputs.map((output) => (output === old ? now : output)))];
}
