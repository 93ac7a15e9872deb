import type { Json, JsonObject } from '../../document';
import { Failure } from '../../failure';
import type { Field, Named, RegistryName } from '../../layers/fields';
import { isObject } from '../../layers/readFields';
import { isProblem, resolveNamed } from '../../layers/registries';
import { className, MODULES } from '../calls';
import { float } from './pythonJson';

/**
 * Who is to read it: Keras 3 (`.keras`, `to_json()`), what Keras 2 and 3 both read (`.h5`), or TensorFlow.js.
 */
export type Dialect = 'keras3' | 'keras2' | 'tfjs';

/** Something with its class, as the dialect writes it. */
export const kerasObject = (dialect: Dialect, module: string, class_name: string, config: JsonObject): JsonObject =>
  dialect === 'keras3' ? { module, class_name, config, registered_name: null } : { class_name, config };

/** Something inside of something else: Keras 3 wants to know the module even where all around it is older. */
export const innerObject = (dialect: Dialect, module: string, class_name: string, config: JsonObject): JsonObject =>
  kerasObject(dialect === 'keras2' ? 'keras3' : dialect, module, class_name, config);

/** Activations with arguments: Keras's files have them as the layer of the same kind. */
const ACTIVATION_LAYERS: { readonly [name: string]: string } = { leaky_relu: 'LeakyReLU', relu: 'ReLU', elu: 'ELU', softmax: 'Softmax' };

/** Activations that TensorFlow.js has under another name. */
export const TFJS_ACTIVATIONS: { readonly [name: string]: string } = { silu: 'swish' };

/** What is chosen by name, as Keras's files have it. Fails for an activation whose arguments they have no room for. */
export function namedObject(dialect: Dialect, registry: RegistryName, value: Json): Json {
  if (value === null || typeof value === 'number') return float(value);
  const resolved = resolveNamed(registry, value);
  if (isProblem(resolved)) return value;
  const { entry, values } = resolved;
  if (registry === 'activation') return activationObject(dialect, entry, isObject(value) ? value : {}, values);
  const config = configOf(dialect, entry.fields, values);
  if (dialect === 'tfjs' && (entry.name === 'l1' || entry.name === 'l2'))
    return kerasObject(dialect, '', 'L1L2', { l1: 0, l2: 0, ...config });
  const write = registry === 'schedule' ? innerObject : kerasObject;
  return write(dialect, MODULES[registry] ?? '', className([entry.name, ...(entry.aliases ?? [])]), config);
}

function activationObject(dialect: Dialect, { name }: Named, given: JsonObject, values: JsonObject): Json {
  // Keras's layer says that the shape stays, and then builds what follows for twice as many values.
  if (name === 'glu')
    throw new Failure('Keras’s files have no layer for the activation glu, which halves its axis.', {
      next: 'Export a program for Keras: there it is a Lambda.',
    });
  const { type: _type, ...own } = given;
  if (Object.keys(own).length === 0) return (dialect === 'tfjs' && TFJS_ACTIVATIONS[name]) || name;
  const layer = ACTIVATION_LAYERS[name];
  if (!layer)
    throw new Failure(`Keras's files have no place for the arguments of the activation ${name} (${Object.keys(own).join(', ')}).`, {
      next: 'Take the activation without arguments, or export a program for Keras: there it has them.',
    });
  const config = dialect === 'tfjs' && name === 'leaky_relu' ? { alpha: values.negative_slope! } : values;
  return kerasObject(dialect, 'keras.layers', layer, config);
}

/** All arguments with their values, so that it does not matter what the reader takes for the default. */
export function configOf(dialect: Dialect, fields: readonly Field[], values: JsonObject): JsonObject {
  return Object.fromEntries(
    fields.flatMap((field): [string, Json][] => {
      const value = values[field.name];
      if (value === undefined || field.value.kind === 'layer') return [];
      return [[field.name, valueOf(dialect, field, value)]];
    }),
  );
}

function valueOf(dialect: Dialect, { value: kind }: Field, value: Json): Json {
  if (kind.kind === 'named')
    return value === null && kind.registry === 'activation' ? 'linear' : namedObject(dialect, kind.registry, value);
  if (kind.kind === 'number') return float(value);
  // One axis is a number where there may be several of them.
  if (kind.kind === 'integers' && kind.single && kind.length === undefined && Array.isArray(value) && value.length === 1)
    return value[0] as Json;
  return value;
}
