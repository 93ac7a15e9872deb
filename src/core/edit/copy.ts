import { BLOCK, blockOf } from '../blocks/scope';
import type { Block, Design, JsonObject, Layer } from '../document';
import { FORMAT_VERSION } from '../document';
import { serialize } from '../serialize';
import { isSource, type Draft, type Item } from './draft';

/**
 * Layers as the text of a design of their own, with the blocks that they use: what is copied. What they take of one another
 * is in it; what they take of others is left open where it is the first of them that takes it, else it is named.
 */
export function copiedText(draft: Draft, chosen: ReadonlySet<Item>, blocks: Readonly<Record<string, Block>>): string {
  const items = draft.items.filter((item) => chosen.has(item));
  const layers = items.map((item, i): Layer => {
    const { inputs: _, ...own } = item.layer!;
    const [taken] = item.inputs;
    const previous = items[i - 1];
    const implied = isSource(item) || (item.inputs.length <= 1 && (previous ? taken === previous : !chosen.has(taken as Item)));
    const inputs = item.inputs.map((one) => (typeof one === 'string' ? one : one.name));
    return { ...own, ...(!implied && { inputs }) };
  });
  const used = blocksOf(layers, blocks);
  const design: Design = { layerwise: FORMAT_VERSION, ...(Object.keys(used).length > 0 && { blocks: used }), layers };
  return serialize(design);
}

/** The blocks that layers stand for, and those that stand in them. */
export function blocksOf(layers: readonly Layer[], blocks: Readonly<Record<string, Block>>): Readonly<Record<string, Block>> {
  const used = new Map<string, Block>();
  const waiting = [...layers];
  for (let layer = waiting.pop(); layer; layer = waiting.pop()) {
    const name = layer.type === BLOCK ? blockOf(layer) : undefined;
    const block = name !== undefined && Object.hasOwn(blocks, name) ? blocks[name] : undefined;
    if (name === undefined || !block || used.has(name)) continue;
    used.set(name, block);
    waiting.push(...block.layers);
  }
  return Object.fromEntries(Object.keys(blocks).flatMap((name) => (used.has(name) ? [[name, used.get(name)!]] : [])));
}

/** A block as plain JSON. */
export const blockJson = (block: Block): JsonObject => block as unknown as JsonObject;
