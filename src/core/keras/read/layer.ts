import type { Json, JsonObject } from '../../document';
import type { Field } from '../../layers/fields';
import { layerTypes } from '../../layers/index';
import { isDefault, isObject } from '../../layers/readFields';
import { isOperation, plain, readObject, shortest, type KerasObject } from './kerasObject';
import { namedValue } from './namedValue';

/** A layer without name and inputs, as the design has it, and what could not be taken over. */
export interface ReadLayer {
  readonly type: string;
  readonly fields: JsonObject;
  /** False: the design has no such type; `fields` is the configuration as it was in the file. */
  readonly known: boolean;
  /** What was left out or changed: `stateful`, `dtype mixed_float16`. */
  readonly left: readonly string[];
}

/** Keys of a layer's configuration that say nothing about what it computes, or what Layerwise has in other places. */
const WITHOUT_MEANING: ReadonlySet<string> = new Set(
  'name trainable dtype batch_shape batch_input_shape build_config implementation fused virtual_batch_size adjustment input_length sparse ragged optional unroll zero_output_for_mask registered_name quantization_config time_major input_dtype synchronized renorm renorm_clipping renorm_momentum'.split(
    ' ',
  ),
);
/** Names that Keras 2, or a class of its applications, has for one of ours. */
const RENAMED: { readonly [className: string]: string } = {
  InputLayer: 'Input',
  BatchNormalizationV1: 'BatchNormalization',
  BatchNormalizationV2: 'BatchNormalization',
  LSTMV2: 'LSTM',
  GRUV2: 'GRU',
  CuDNNLSTM: 'LSTM',
  CuDNNGRU: 'GRU',
  SyncBatchNormalization: 'BatchNormalization',
};

/** @param layer of Keras 2, 3 or of TensorFlow.js */
export function readLayer(layer: KerasObject): ReadLayer {
  const type = RENAMED[layer.className] ?? layer.className;
  if (type === 'Input') return readInput(layer.config);
  const spec = isOperation(layer) ? undefined : layerTypes.get(type);
  return (spec && readKnown(type, spec.fields, adapted(layer, type))) ?? unknown(layer);
}

function unknown({ className, config }: KerasObject): ReadLayer {
  const { name: _name, trainable: _trainable, dtype: _dtype, inputs, type, ...rest } = config;
  // Two keys have a meaning of their own in a design.
  const fields = { ...rest, ...(inputs !== undefined && { config_inputs: inputs }), ...(type !== undefined && { config_type: type }) };
  return { type: className, fields, known: false, left: [] };
}

function readInput(config: JsonObject): ReadLayer {
  const batch = [config.batch_shape, config.batch_input_shape].find(Array.isArray) as readonly Json[] | undefined;
  const shape = batch?.slice(1) ?? (Array.isArray(config.shape) ? config.shape : []);
  const dtype = typeof config.dtype === 'string' ? config.dtype : 'float32';
  const whole = /^u?int/.test(dtype);
  const left = /^(float32|int32|int64)$/.test(dtype) ? [] : [`dtype ${dtype}`];
  return { type: 'Input', fields: { shape, ...(whole && dtype !== 'uint8' && { dtype: 'int32' }) }, known: true, left };
}

/** The configuration with what older files leave unsaid, or say otherwise. */
function adapted({ className, config }: KerasObject, type: string): JsonObject {
  switch (type) {
    case 'GRU':
      return { ...config, reset_after: config.reset_after ?? className.startsWith('CuDNN') };
    case 'LeakyReLU':
      return { ...config, negative_slope: config.negative_slope ?? config.alpha ?? 0.3 };
    default:
      return config;
  }
}

/**
 * What differs from the default, in the order of the fields; what is not right here is kept as it is, for the design to say so.
 * `undefined`: it is around a layer that the design has no words for.
 */
function readKnown(type: string, fields: readonly Field[], config: JsonObject): ReadLayer | undefined {
  const left: string[] = [];
  const given: { [field: string]: Json } = {};
  const byName = new Set(fields.map(({ name }) => name));
  for (const field of fields) {
    const value = config[field.name];
    if (value === undefined || (value === null && !field.nullable && field.default !== null)) continue;
    const read = readField(field, value);
    // Without the layer inside there is nothing left of a wrapper.
    if (read === undefined && field.value.kind === 'layer') return undefined;
    if (read === undefined) left.push(`${field.name} ${nameOf(value)}`);
    else if (!isDefault(field, read) && !(read === 'linear' && field.default === null)) given[field.name] = read;
  }
  if (sameButBackward(given)) delete given.backward_layer;
  // Keras writes out what null stands for: steps as large as the window.
  if (type.includes('Pooling') && JSON.stringify(config.strides) === JSON.stringify(config.pool_size)) delete given.strides;
  for (const [key, value] of Object.entries(config)) if (!byName.has(key) && matters(type, key, value)) left.push(key);
  const policy = policyOf(config.dtype);
  if (policy !== undefined && policy !== 'float32') left.push(`dtype ${policy}`);
  return { type, fields: given, known: true, left };
}

function readField(field: Field, value: Json): Json | undefined {
  const { value: kind } = field;
  if (value === null) return null;
  switch (kind.kind) {
    case 'named':
      return namedValue(kind.registry, value);
    case 'number':
      return typeof value === 'number' ? shortest(value) : Array.isArray(value) && value.length === 1 ? plain(value[0] as Json) : value;
    case 'integer':
      return Array.isArray(value) && value.length === 1 ? (value[0] as Json) : value;
    case 'layer': {
      const object = readObject(value);
      const inner = object && readLayer(object);
      if (!inner?.known || inner.left.length > 0) return undefined;
      return { type: inner.type, ...inner.fields };
    }
    default:
      return value;
  }
}

/** Keras writes the backward layer of a Bidirectional even where it is made from the other one. */
function sameButBackward({ layer, backward_layer: backward }: { readonly [field: string]: Json }): boolean {
  if (!isObject(layer) || !isObject(backward)) return false;
  const { go_backwards: ahead = false, ...one } = layer;
  const { go_backwards: back = false, ...other } = backward;
  return ahead !== back && JSON.stringify(one) === JSON.stringify(other);
}

/** Whether a key that no field has says something that gets lost. */
function matters(type: string, key: string, value: Json): boolean {
  if (WITHOUT_MEANING.has(key) || value === null || value === false) return false;
  // Keras 2 writes for these layers what only their relatives use; `alpha` is the old name of a slope.
  if (/^(Depthwise|Separable)Conv/.test(type) && /^(kernel_(initializer|regularizer|constraint)|filters|groups)$/.test(key)) return false;
  if (key === 'alpha' || (key === 'groups' && value === 1) || (key === 'name' && type === 'Input')) return false;
  return !(Array.isArray(value) && value.length === 0);
}

/** The name of the numbers that a layer computes in: `"float32"`, or a policy as an object. */
function policyOf(dtype: Json | undefined): string | undefined {
  if (typeof dtype === 'string') return dtype;
  const name = isObject(dtype) && isObject(dtype.config) ? dtype.config.name : undefined;
  return typeof name === 'string' ? name : undefined;
}

const nameOf = (value: Json): string =>
  typeof value === 'string' ? value : isObject(value) && typeof value.class_name === 'string' ? value.class_name : '';
