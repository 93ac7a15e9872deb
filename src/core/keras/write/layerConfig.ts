import type { Json, JsonObject } from '../../document';
import { meanSlope } from '../../layers/activationLayers';
import { layerTypes } from '../../layers/index';
import type { Values } from '../../layers/layerType';
import { isObject } from '../../layers/readFields';
import { readValues } from '../../layers/values';
import { snakeCase } from '../snakeCase';
import { configOf, innerObject, kerasObject, type Dialect } from './objects';

/** A layer of a design as an object of Keras's. */
export function layerObject(dialect: Dialect, layer: JsonObject, name: string, write = kerasObject): JsonObject {
  const type = typeof layer.type === 'string' ? layer.type : '';
  if (type === 'Input') return inputObject(dialect, layer, name);
  const spec = layerTypes.get(type)!;
  const { values } = readValues(spec, layer);
  // Keras's own configuration of these has no more than this, and it takes no more back.
  const common = { name, ...(!type.startsWith('SpatialDropout') && { trainable: layer.trainable !== false }), dtype: 'float32' };
  const [className, own] = spoken(dialect, type, configOf(dialect, spec.fields, values));
  return write(dialect, 'keras.layers', className, { ...common, ...own, ...wrapped(dialect, values, layer) });
}

function inputObject(dialect: Dialect, { shape, dtype = 'float32' }: JsonObject, name: string): JsonObject {
  const batch = [null, ...(Array.isArray(shape) ? (shape as readonly Json[]) : [])];
  const own: JsonObject = dialect === 'keras3' ? { batch_shape: batch, ragged: false } : { batch_input_shape: batch };
  return kerasObject(dialect, 'keras.layers', 'InputLayer', { ...own, dtype, sparse: false, name });
}

/** The class and its arguments by the names that the reader has for them. */
function spoken(dialect: Dialect, type: string, config: JsonObject): readonly [className: string, config: JsonObject] {
  if (type === 'ThresholdedReLU' && dialect !== 'tfjs')
    return ['ReLU', { max_value: null, negative_slope: 0, threshold: config.theta ?? 1 }];
  // Keras has none; in prediction it is this.
  if (type === 'RReLU') return spoken(dialect, 'LeakyReLU', { negative_slope: meanSlope(config) });
  if (type === 'LeakyReLU' && dialect === 'tfjs') return [type, { alpha: config.negative_slope ?? 0.3 }];
  return [type, config];
}

/** The layers inside of a wrapper; Keras names them after their class. */
function wrapped(dialect: Dialect, values: Values, layer: JsonObject): JsonObject {
  const inner = (value: Json | undefined): JsonObject | undefined =>
    isObject(value) ? layerObject(dialect, value, snakeCase(typeof value.type === 'string' ? value.type : ''), innerObject) : undefined;
  const own = inner(layer.layer);
  const backward = inner(layer.backward_layer);
  return {
    ...(own && { layer: own }),
    ...(backward && { backward_layer: backward }),
    ...(values.merge_mode !== undefined && { merge_mode: values.merge_mode }),
  };
}
