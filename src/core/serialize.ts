import type { Block, Design, Json, JsonObject } from './document';
import { layerKeys } from './layers/layerKeys';
import { isObject } from './layers/readFields';
import { CANONICAL, print, type Broken } from './print';
import { BLOCK_KEYS, DESIGN_KEYS } from './readDesign';
import { DATA_KEYS, TRAINING_KEYS } from './training/section';

/** A block: one layer a line. */
const BLOCK_LINES: Broken = { here: true, below: (key) => ({ here: key === 'layers' }) };
/** One layer a line, one key of the training section a line; what is longer than a line is broken further. */
const LINES: Broken = {
  here: true,
  below: (key) => (key === 'blocks' ? { here: true, below: () => BLOCK_LINES } : { here: key === 'layers' || key === 'training' }),
};

/** A design as Layerwise itself writes it: keys in canonical order, unknown ones behind, and a line end at the end. */
export function serialize(design: Design): string {
  const { blocks, layers, training, ...rest } = design;
  const object = {
    ...rest,
    ...(blocks && { blocks: Object.fromEntries(Object.entries(blocks).map(([name, block]) => [name, orderedBlock(block)])) }),
    layers: layers.map((layer) => orderedLayer(layer as JsonObject)),
    training: training && orderedTraining(training as JsonObject),
  };
  return `${print(ordered(object, DESIGN_KEYS), CANONICAL, '', 0, LINES)}\n`;
}

const orderedBlock = (block: Block): JsonObject =>
  ordered({ ...(block as unknown as JsonObject), layers: block.layers.map((layer) => orderedLayer(layer as JsonObject)) }, BLOCK_KEYS);

function orderedLayer(layer: JsonObject): JsonObject {
  // A wrapper holds layers itself.
  const inner = Object.entries(layer).filter(([key, value]) => key.endsWith('layer') && isObject(value));
  const wrapped = inner.map(([key, value]) => [key, orderedLayer(value as JsonObject)] as const);
  return ordered({ ...layer, ...Object.fromEntries(wrapped) }, layerKeys(typeof layer.type === 'string' ? layer.type : ''));
}

function orderedTraining(training: JsonObject): JsonObject {
  const { data } = training;
  return ordered(isObject(data) ? { ...training, data: ordered(data, DATA_KEYS) } : training, TRAINING_KEYS);
}

/** The object's own keys in that order, then the others as they came. Keys without a value are left out. */
function ordered(object: { readonly [key: string]: Json | undefined }, keys: readonly string[]): JsonObject {
  const known = new Set(keys);
  const names = [...keys.filter((key) => Object.hasOwn(object, key)), ...Object.keys(object).filter((key) => !known.has(key))];
  return Object.fromEntries(names.flatMap((key): [string, Json][] => (object[key] === undefined ? [] : [[key, object[key]]])));
}
