import type { Json, JsonObject, Layer } from '../document';
import type { Field, RegistryName } from '../layers/fields';
import { isGlu, meanSlope } from '../layers/activationLayers';
import { layerTypes } from '../layers/index';
import { isObject } from '../layers/readFields';
import { findNamed } from '../layers/registries';
import { call, keyword, literal, type Code } from './python';

/** Where Keras has the classes of each registry. */
export const MODULES: { readonly [registry in RegistryName]?: string } = {
  initializer: 'keras.initializers',
  regularizer: 'keras.regularizers',
  constraint: 'keras.constraints',
  optimizer: 'keras.optimizers',
  schedule: 'keras.optimizers.schedules',
  loss: 'keras.losses',
  metric: 'keras.metrics',
  callback: 'keras.callbacks',
};

/** Something that is chosen by name: the name alone, or Keras's class with the arguments that the design gives. */
export function named(registry: RegistryName, value: Json): Code {
  // Keras knows this one by its class only.
  if (registry === 'regularizer' && value === 'l1_l2') return classCall(registry, value, {});
  if (!isObject(value)) return literal(value);
  const { type, ...given } = value;
  const entry = findNamed(registry, textOf(type));
  if (!entry || Object.keys(given).length === 0) return literal(type ?? null);
  // An activation is a function, not a class.
  if (registry === 'activation') return call('partial', `keras.activations.${entry.name}`, ...args(entry.fields, given));
  return classCall(registry, entry.name, given);
}

/** An object of Keras's class of that name, whether arguments are given or not. */
export function classCall(registry: RegistryName, name: string, given: JsonObject): Code {
  const entry = findNamed(registry, name)!;
  return call(`${MODULES[registry]}.${className([entry.name, ...(entry.aliases ?? [])])}`, ...args(entry.fields, given));
}

/** Of all spellings that of the class: `MeanSquaredError`, not `mean_squared_error` or `MSE`; but `AUC`. */
export const className = (spellings: readonly string[]): string =>
  spellings.find((name) => /^[A-Z].*[a-z]/.test(name)) ?? spellings.find((name) => /^[A-Z]/.test(name)) ?? spellings[0]!;

/**
 * A layer of a design as Keras's constructor is called. `name`: none for a layer inside of another one. `trainable`: what says
 * whether it learns, where the layer itself does not.
 */
export function layerCall(layer: Layer | JsonObject, name?: Code, trainable?: Code): Code {
  const learns = layer.trainable === false ? 'False' : trainable;
  const more = [...(learns === undefined ? [] : [keyword('trainable', learns)]), ...(name === undefined ? [] : [keyword('name', name)])];
  const given = layer as JsonObject;
  const type = textOf(layer.type);
  if (type === 'Input') return call('keras.Input', literal(given.shape ?? []), ...more);
  // Keras 3 has dropped the type for a field of another one.
  if (type === 'ThresholdedReLU') return call('layers.ReLU', keyword('threshold', literal(given.theta ?? 1)), ...more);
  // Keras has none; in prediction it is this.
  if (type === 'RReLU') return call('layers.LeakyReLU', keyword('negative_slope', String(meanSlope(given))), ...more);
  // Keras's Activation does not know that glu halves what comes in.
  if (type === 'Activation' && isGlu(given.activation)) return call('layers.Lambda', gluCode(given.activation), ...more);
  return call(`layers.${type}`, ...args(layerTypes.get(type)!.fields, given, true), ...more);
}

const gluCode = (activation: Json | undefined): Code =>
  isObject(activation) && 'axis' in activation ? named('activation', activation) : 'keras.activations.glu';

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** What is given, `withoutDefaults` only what differs; what has no default at the front, without its name. */
function args(fields: readonly Field[], given: JsonObject, withoutDefaults = false): Code[] {
  const named = fields.findIndex((field) => field.default !== undefined);
  const leading = named < 0 ? fields.length : named;
  return fields.flatMap((field, i) => {
    const value = given[field.name];
    if (value === undefined || (withoutDefaults && JSON.stringify(value) === JSON.stringify(field.default))) return [];
    const code = argument(field, value);
    return [i < leading ? code : keyword(field.name, code)];
  });
}

function argument({ value: kind }: Field, value: Json): Code {
  if (kind.kind === 'layer' && isObject(value)) return layerCall(value);
  if (kind.kind === 'number' || (kind.kind === 'named' && kind.orNumber?.kind === 'number')) {
    // Keras takes no whole number for some of these: a learning rate is 1.0, not 1.
    if (typeof value === 'number') return /^-?\d+$/.test(String(value)) ? `${value}.0` : String(value);
  }
  return kind.kind === 'named' ? named(kind.registry, value) : literal(value);
}
