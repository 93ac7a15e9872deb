import type { Node } from 'jsonc-parser';
import type { Design, JsonObject, Layer } from '../document';
import { buildGraph } from '../graph';
import { layerTypes } from '../layers/index';
import type { Arity } from '../layers/layerType';

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
  readonly arity?: Arity;
  inputs: Taken[];
  /** Its place in the old file; absent for a new layer. */
  readonly index?: number;
  readonly layer?: Layer;
  /** The text of this one is copied. */
  readonly copyOf?: Item;
  /** Of a new layer: what is written besides name, type and inputs. */
  readonly fields?: JsonObject;
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
}

export const arityOf = (type: string): Arity | undefined => layerTypes.get(type)?.arity;

/** Reads a design with the connections that its places in the file imply made plain. */
export function draftOf(design: Design, list: Node | undefined): Draft {
  const { layers } = design;
  const graph = buildGraph(layers);
  const items = layers.map((layer, index): Item => ({
    id: graph.ids[index] ?? '',
    name: layer.name,
    type: layer.type,
    arity: arityOf(layer.type),
    inputs: [],
    index,
    layer,
  }));
  const named = (name: string): Taken => items[graph.byName.get(name) ?? -1] ?? name;
  items.forEach((item, i) => {
    const written = layers[i]?.inputs;
    item.inputs = written ? written.map(named) : (graph.inputs[i] ?? []).map((from) => items[from] as Item);
  });
  return { items, outputs: design.outputs?.map(named), list };
}

export function find({ items }: Draft, id: string): Item {
  const item = items.find((candidate) => candidate.id === id);
  if (!item) throw new Refused(`There is no layer ${id} in the design any more.`);
  return item;
}

/** How a layer is called in a sentence. */
export const called = (item: Item): string => item.name || `the ${item.type || 'layer'} without a name (layer ${(item.index ?? 0) + 1})`;

export const isSource = ({ arity }: Item): boolean => arity === 0;

/** The layers whose values the model gives. */
export function outputsOf(draft: Draft): Item[] {
  if (draft.outputs) return draft.outputs.filter((output) => typeof output !== 'string');
  const taken = new Set(draft.items.flatMap(({ inputs }) => inputs));
  return draft.items.filter((item) => !taken.has(item) && !isSource(item));
}

/** Whoever took one layer takes another now, the model's outputs too. */
export function replaceTaken(draft: Draft, old: Item, now: Item): void {
  for (const item of draft.items) if (item !== now) item.inputs = item.inputs.map((taken) => (taken === old ? now : taken));
  draft.outputs = draft.outputs && [...new Set(draft.outputs.map((output) => (output === old ? now : output)))];
}
