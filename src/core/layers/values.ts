import type { Json, JsonObject, Layer } from '../document';
import type { LayerType } from './layerType';
import { COMMON_KEYS, readFields, type FieldReading } from './readFields';

/** What was read of a layer is asked for again by the advice, and after the next key: as long as the layer is the same object. */
const known = new WeakMap<object, { readonly type: LayerType; readonly reading: FieldReading }>();

/**
 * The fields of a layer, checked, with Keras's defaults filled in and single integers spread (`kernel_size: 3` is
 * `[3, 3]`). Paths of problems start at the layer. With a problem `field.required` or `field.wrong-value` the layer
 * must not be inferred: a value may be absent.
 */
export function readValues(type: LayerType, layer: Layer | JsonObject): FieldReading {
  const before = known.get(layer);
  if (before?.type === type) return before.reading;
  const reading = readFields(type.type, type.fields, layer as { readonly [field: string]: Json }, COMMON_KEYS);
  known.set(layer, { type, reading });
  return reading;
}
