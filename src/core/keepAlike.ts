import type { Json, JsonObject } from './document';
import { isObject } from './layers/readFields';

/** The lists of layers read last: the design's own, and those of its blocks by name. */
let own: readonly Json[] = [];
let inBlocks: ReadonlyMap<string, readonly Json[]> = new Map();

/**
 * A design's value in which every layer that is as in the value read before is the same object: what was worked out about
 * it can be kept.
 */
export function keepAlike(value: Json): Json {
  if (!isObject(value) || !Array.isArray(value.layers)) return value;
  own = alikeIn(own, value.layers as Json[]);
  if (!isObject(value.blocks)) return { ...value, layers: own };
  const blocks = Object.entries(value.blocks).map(([name, block]) => {
    if (!isObject(block) || !Array.isArray(block.layers)) return [name, block] as const;
    return [name, { ...block, layers: alikeIn(inBlocks.get(name) ?? [], block.layers as Json[]) }] as const;
  });
  inBlocks = new Map(blocks.map(([name, block]) => [name, isObject(block) && Array.isArray(block.layers) ? block.layers : []]));
  return { ...value, blocks: Object.fromEntries(blocks), layers: own };
}

/** Layers are compared from both ends, since a person puts some in, takes some out or changes one. */
function alikeIn(before: readonly Json[], layers: readonly Json[]): readonly Json[] {
  const kept = layers.slice();
  const shift = layers.length - before.length;
  const most = Math.min(layers.length, before.length);
  let start = 0;
  for (; start < most && alike(before[start], layers[start]); start++) kept[start] = before[start] as Json;
  for (let i = layers.length - 1; i >= start && i - shift >= start; i--)
    if (alike(before[i - shift], layers[i])) kept[i] = before[i - shift] as Json;
  return kept;
}

/** Whether two values say the same, their keys in the same order. */
function alike(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b || Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a as JsonObject, b as JsonObject];
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  return keys.length === others.length && keys.every((key, i) => key === others[i] && alike(one[key], other[key]));
}
