import type { Json, JsonObject } from '../../document';
import { Failure } from '../../failure';
import { isObject } from '../../layers/readFields';
import { readCalls, readRefs, type LayerCall, type TensorRef } from './calls';
import { readObject, type KerasObject } from './kerasObject';

/** A layer, an operation or a model inside of a model. */
export interface GraphItem {
  readonly name: string;
  readonly object: KerasObject;
  readonly calls: readonly LayerCall[];
  /** Of a model inside of this one. */
  readonly graph?: ModelGraph;
}

/** A model as Keras describes it. */
export interface ModelGraph {
  readonly name: string;
  readonly items: readonly GraphItem[];
  readonly inputs: readonly TensorRef[];
  readonly outputs: readonly TensorRef[];
  /** Layers one after another, as Keras's Sequential. */
  readonly sequential: boolean;
}

/** More layers than any model has; a model that is called again and again inside of models can claim any number. */
export const MOST_LAYERS = 20_000;

export const tooMany = (): Failure =>
  new Failure(`The model has more than ${MOST_LAYERS.toLocaleString('en-US')} layers, counting those of models inside of it.`, {
    next: 'Models of this size are not read.',
  });

/** More connections than any model has, and more characters than the names of its layers have, each with those of the models around it. */
export const MOST_CONNECTIONS = 1_000_000;
export const MOST_CHARACTERS = 1_000 * MOST_LAYERS;

export const tooConnected = (): Failure =>
  new Failure(`The model has more than ${MOST_CONNECTIONS.toLocaleString('en-US')} connections, counting those of models inside of it.`, {
    next: 'Models of this size are not read.',
  });

export const tooLong = (): Failure =>
  new Failure('The names of the layers in the model, with those of the models around them, are too long.', {
    next: 'Models of this size are not read.',
  });

/** Names of the inputs of a model in the order in which they are given. */
export const inputsInOrder = ({ inputs, items }: ModelGraph): readonly string[] =>
  inputs.length > 0
    ? inputs.map(({ layer }) => layer)
    : items.filter(({ object }) => object.className === 'InputLayer').map(({ name }) => name);

const MODELS: ReadonlySet<string> = new Set(['Sequential', 'Functional', 'Model']);

/** The layers of a model and how they are connected; `undefined` where it is not made of layers (a class with code of its own). */
export function readGraph(value: Json): ModelGraph | undefined {
  const object = isObject(value) ? readObject(value) : undefined;
  if (!object || !isObject(value)) return undefined;
  // The first versions of Keras have a list of layers in place of the configuration.
  const layers = Array.isArray(value.config) ? value.config : object.config.layers;
  if (!Array.isArray(layers)) return undefined;
  if (layers.length > MOST_LAYERS) throw tooMany();
  const name = typeof object.config.name === 'string' ? object.config.name : '';
  if (object.className === 'Sequential') return sequential(name, layers as readonly Json[], value);
  if (!MODELS.has(object.className) && !('output_layers' in object.config)) return undefined;
  return {
    name,
    items: (layers as readonly Json[]).flatMap((layer) => item(layer) ?? []),
    inputs: readRefs(object.config.input_layers),
    outputs: readRefs(object.config.output_layers),
    sequential: false,
  };
}

function item(value: Json): GraphItem | undefined {
  const object = readObject(value);
  if (!object || !isObject(value)) return undefined;
  const named = [value.name, object.config.name].find((name) => typeof name === 'string');
  const graph = readGraph(value);
  return {
    name: named ?? object.className.toLowerCase(),
    object,
    calls: readCalls(value),
    ...(graph && { graph }),
  };
}

/** Each layer takes the one before it; the first has the shape of the input, where there is no Input. */
function sequential(name: string, layers: readonly Json[], value: JsonObject): ModelGraph {
  const found = layers.flatMap((layer) => item(layer) ?? []);
  const [first] = found;
  const hasInput = first?.object.className === 'InputLayer';
  const input = hasInput ? first : inputOf(first, value);
  const items = [...(input ? [input] : []), ...(hasInput ? found.slice(1) : found)];
  const chained = items.map((each, i): GraphItem => ({ ...each, calls: i === 0 && input ? [] : [callOn(items[i - 1])] }));
  const ref = (each: GraphItem | undefined): TensorRef[] => (each ? [{ layer: each.name, node: 0, tensor: 0 }] : []);
  return { name, items: chained, inputs: ref(input), outputs: ref(items.at(-1)), sequential: true };
}

function callOn(before: GraphItem | undefined): LayerCall {
  const tensors = before ? [{ layer: before.name, node: 0, tensor: 0 }] : [];
  return { tensors, operands: tensors, named: [] };
}

function inputOf(first: GraphItem | undefined, { config, build_config: build }: JsonObject): GraphItem | undefined {
  if (!first) return undefined;
  const inner = first.graph?.items.find(({ object }) => object.className === 'InputLayer')?.object.config;
  const own = { ...inner, ...first.object.config };
  const shapes = [
    own.batch_shape,
    own.batch_input_shape,
    isObject(config) ? config.build_input_shape : undefined,
    isObject(build) ? build.input_shape : undefined,
  ];
  const shape = shapes.find((each) => Array.isArray(each) && each.every((size) => size === null || typeof size === 'number'));
  if (shape === undefined) return undefined;
  const dtype: JsonObject = first.object.className !== 'Embedding' && typeof own.dtype === 'string' ? { dtype: own.dtype } : {};
  const name = `${first.name}_input`;
  return { name, object: { className: 'InputLayer', module: '', config: { name, batch_shape: shape, ...dtype } }, calls: [] };
}
