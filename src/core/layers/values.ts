import type { Json, JsonObject, Layer } from '../document';
import type { LayerType } from './layerType';
import { COMMON_KEYS, readFields, type FieldReading } from './readFields';

/**
 * The fields of a layer, checked, with Keras's defaults filled in and single integers spread (`kernel_size: 3` is
 * `[3, 3]`). Paths of problems start at the layer. With a problem `field.required` or `field.wrong-value` the layer
 * must not be inferred: a value may be absent.
 */
export function readValues(type: LayerType, layer: Layer | JsonObject): FieldReading {
  return readFields(type.type, type.fields, layer as { readonly [field: string]: Json }, COMMON_KEYS);
}
