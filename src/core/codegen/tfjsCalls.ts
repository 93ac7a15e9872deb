import type { Json, JsonObject } from '../document';
import { Failure } from '../failure';
import type { Code } from '../keras/python';
import { TFJS_ACTIVATIONS } from '../keras/write/objects';
import type { Field, RegistryName } from '../layers/fields';
import { meanSlope } from '../layers/activationLayers';
import { layerTypes } from '../layers/index';
import { isDefault, isObject } from '../layers/readFields';
import { findNamed } from '../layers/registries';
import { readValues } from '../layers/values';

/** Functions of `tf.layers` whose names are not those of their classes in small letters. */
const LAYERS: { readonly [type: string]: string } = {
  Conv2DTranspose: 'conv2dTranspose',
  DepthwiseConv2D: 'depthwiseConv2d',
  SeparableConv2D: 'separableConv2d',
  Cropping2D: 'cropping2D',
  UpSampling2D: 'upSampling2d',
  SpatialDropout1D: 'spatialDropout1d',
  SimpleRNN: 'simpleRNN',
  LSTM: 'lstm',
  GRU: 'gru',
  ReLU: 'reLU',
  LeakyReLU: 'leakyReLU',
  ThresholdedReLU: 'thresholdedReLU',
  PReLU: 'prelu',
  ELU: 'elu',
};
const small = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
/** `MaxPooling2D` is `maxPooling2d`. */
const layerFunction = (type: string): string => LAYERS[type] ?? small(type).replace(/(\d)D$/, '$1d');

/** `kernel_initializer` is `kernelInitializer`. */
const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const ACTIVATIONS: ReadonlySet<string> = new Set(['elu', 'linear', 'relu', 'relu6', 'selu', 'sigmoid', 'softmax', 'softplus', 'softsign', 'tanh', 'mish', 'gelu']); // prettier-ignore

/** Arguments that TensorFlow.js does not have, of values that it takes for granted. */
const NOT_THERE: ReadonlySet<string> = new Set(['seed', 'data_format', 'dtype', 'reset_after']);

const text = (value: string): string => `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`;
/** `{ a: 1 }` behind a text. */
export const withObject = (before: string, entries: readonly Code[], behind = ''): Code =>
  entries.length === 0 ? `${before}{}${behind}` : { open: `${before}{`, items: entries, close: `}${behind}` };
export const entry = (name: string, value: Code): Code =>
  value === name ? name : typeof value === 'string' ? `${name}: ${value}` : { ...value, open: `${name}: ${value.open}` };
export const array = (items: readonly Code[]): Code => ({ open: '[', items, close: ']' });

/** A JSON value in TypeScript. */
export function literal(value: Json): Code {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (!isObject(value)) return array(value.map(literal));
  return withObject('', Object.entries(value).map(([name, item]) => entry(camel(name), literal(item)))); // prettier-ignore
}

/** What a program has in place of a text for the name of a layer, and of `false` for a layer that does not learn. */
interface Spoken {
  readonly name?: Code;
  readonly trainable?: Code;
}

/**
 * A layer of a design as a call of `tf.layers`. `name`: none for a layer inside of another one. Throws a `Failure` for what
 * TensorFlow.js has not.
 */
export function layerCall(layer: JsonObject, name?: string, spoken: Spoken = {}): Code {
  const type = typeof layer.type === 'string' ? layer.type : '';
  if (type === 'GRU' && layer.reset_after !== false)
    throw new Failure(`${name ?? 'A GRU'} can't be written for TensorFlow.js: its GRU has no second bias.`, {
      next: 'Set reset_after to false, or export the model as ONNX or for Keras.',
    });
  // TensorFlow.js has none; in prediction it is this.
  if (type === 'RReLU')
    return layerCall(
      { ...layer, type: 'LeakyReLU', negative_slope: meanSlope(readValues(layerTypes.get(type)!, layer).values) },
      name,
      spoken,
    );
  const fields = layerTypes.get(type)?.fields ?? [];
  const entries = [
    ...fields.flatMap((field) => argument(type, field, layer, name ?? type)),
    ...(layer.trainable === false ? [entry('trainable', 'false')] : spoken.trainable ? [entry('trainable', spoken.trainable)] : []),
    ...(name === undefined ? [] : [entry('name', spoken.name ?? text(name))]),
  ];
  return withObject(`tf.layers.${layerFunction(type)}(`, entries, ')');
}

/** An Input as what a graph begins with. */
export const inputCall = (layer: JsonObject, name: string): Code => withObject('tf.input(', inputEntries(layer, name, 'shape'), ')');
/** An Input as the first of layers in a row. */
export const inputLayerCall = (layer: JsonObject, name: string): Code =>
  withObject('tf.layers.inputLayer(', inputEntries(layer, name, 'inputShape'), ')');

const inputEntries = ({ shape = [], dtype }: JsonObject, name: string, shapeName: string): Code[] => [
  entry(shapeName, literal(shape)),
  ...(dtype === 'int32' ? [entry('dtype', literal('int32'))] : []),
  entry('name', text(name)),
];

function argument(type: string, field: Field, layer: JsonObject, name: string): Code[] {
  const value = layer[field.name];
  if (NOT_THERE.has(field.name)) return [];
  const stated = field.default === undefined || STATED.has(field.name) || STATED.has(`${type}.${field.name}`);
  if (!stated && (value === undefined || isDefault(field, value))) return [];
  const given = value ?? field.default ?? null;
  // One axis is a number where it may be several.
  const single = field.value.kind === 'integers' && field.value.single && Array.isArray(given) && given.length === 1;
  if (type === 'LeakyReLU' && field.name === 'negative_slope') return [entry('alpha', literal(given))];
  if (field.value.kind === 'layer') return given === null ? [] : [entry(camel(field.name), layerCall(given as JsonObject))];
  if (field.name === 'activity_regularizer' && given !== null)
    throw new Failure(`${name} can't be written for TensorFlow.js: it has no penalties on outputs.`, {
      next: 'Remove its activity_regularizer, or export the model as ONNX or for Keras.',
    });
  if (field.value.kind === 'named' && given !== null) return [entry(camel(field.name), named(field.value.registry, given, name))];
  if (given === null) return [];
  const list = Array.isArray(given) ? (given as readonly Json[]) : [];
  const alike = SHORT.has(field.name) && new Set(list).size === 1;
  return [entry(camel(field.name), literal(single || alike ? list[0]! : given))];
}

/** Sizes that are one number where all axes have the same. */
const SHORT: ReadonlySet<string> = new Set(['kernel_size', 'pool_size', 'strides']);

/** Arguments that are always written, because TensorFlow.js requires them or has another default. */
const STATED: ReadonlySet<string> = new Set([
  ...['kernel_initializer', 'depthwise_initializer', 'pointwise_initializer', 'recurrent_activation'],
  ...['MaxPooling1D.pool_size', 'MaxPooling2D.pool_size', 'Bidirectional.merge_mode'],
]);

/** What is chosen by name: by TensorFlow.js's own name where it has no arguments, else as a call. */
function named(registry: RegistryName, value: Json, layer: string): Code {
  const { type, ...given }: JsonObject = isObject(value) ? value : { type: value };
  const found = findNamed(registry, typeof type === 'string' ? type : '');
  if (!found) return literal(value);
  const entries = Object.entries(given).flatMap(([name, item]) =>
    NOT_THERE.has(name) && item === null ? [] : [entry(camel(name), literal(item))],
  );
  switch (registry) {
    case 'activation': {
      const plain = TFJS_ACTIVATIONS[found.name] ?? found.name;
      if ((ACTIVATIONS.has(found.name) || found.name in TFJS_ACTIVATIONS) && entries.length === 0) return text(plain);
      throw new Failure(`${layer} can't be written for TensorFlow.js: it has no activation ${JSON.stringify(value)}.`, {
        next: 'Choose another activation, or export the model as ONNX or for Keras.',
      });
    }
    case 'initializer': {
      const words = Object.entries(given).flatMap(([name, item]) =>
        item === null ? [] : [entry(camel(name), literal(typeof item === 'string' ? camel(item) : item))],
      );
      const own = camel(found.name).replace(/^lecun/, 'leCun');
      return words.length === 0 ? text(own) : withObject(`tf.initializers.${own}(`, words, ')');
    }
    case 'regularizer':
      if (found.name === 'l1_l2')
        return withObject('tf.regularizers.l1l2(', [entry('l1', literal(given.l1 ?? 0)), entry('l2', literal(given.l2 ?? 0))], ')');
      return entries.length === 0 ? `tf.regularizers.${found.name}()` : withObject(`tf.regularizers.${found.name}(`, entries, ')');
    case 'constraint':
      return found.name === 'non_neg' ? 'tf.constraints.nonNeg()' : withObject(`tf.constraints.${camel(found.name)}(`, entries, ')');
    default:
      return literal(value);
  }
}
