import type { JsonObject, Layer } from '../../document';
import { Failure } from '../../failure';
import { snakeCase } from '../snakeCase';
import type { LayerCall, TensorRef } from './calls';
import { isOperation, readObject } from './kerasObject';
import { readLayer } from './layer';
import { MOST_LAYERS, tooMany, type GraphItem, type ModelGraph } from './modelGraph';
import { rewrite, type Step } from './rewrite';

/** Where Keras's files have the weights of a layer. */
export interface Origin {
  /** The group in a `.weights.h5` of Keras 3: `layers/sequential/layers/dense_1`. */
  readonly group: string;
  /** Names of the layer and of the models around it, the outermost first. */
  readonly names: readonly string[];
  /** Of a wrapper: names of the layers in it. */
  readonly inner?: readonly string[];
}

/** The layers of a model, those of models inside of it among them, in the order of the file. */
export interface Flattened {
  readonly layers: readonly Layer[];
  /** Names of the layers that give the outputs, in their order. */
  readonly outputs: readonly string[];
  /** By the name of the layer. */
  readonly origins: ReadonlyMap<string, Origin>;
  readonly unknown: readonly { readonly layer: string; readonly type: string }[];
  /** What was left out, with the layer: `lstm_1`, `stateful`. */
  readonly left: readonly { readonly layer: string; readonly what: string }[];
  /** Layers that are called more than once: each call is a layer of its own now. */
  readonly shared: readonly string[];
}

/** One use of a model: what its inputs are outside, and how its layers are called there. */
interface Scope {
  readonly id: number;
  readonly prefix: string;
  readonly group: string;
  readonly names: readonly string[];
}

interface Pending {
  readonly name: string;
  readonly step: Step;
  readonly known: boolean;
  readonly frozen: boolean;
  /** Keys of tensors, or names of layers. */
  readonly takes: readonly { readonly key?: string; readonly name?: string }[];
}

/** Fails where a layer takes one that is not there, or where there are more layers than `MOST_LAYERS`. */
export function flatten(graph: ModelGraph): Flattened {
  const pending: Pending[] = [];
  /** What stands for a tensor: the layer that gives it, or another tensor. */
  const given = new Map<string, { readonly name?: string; readonly key?: string }>();
  const names = new Set<string>();
  /** The last number that was put behind a name that is not free. */
  const tried = new Map<string, number>();
  const origins = new Map<string, Origin>();
  const unknown: { layer: string; type: string }[] = [];
  const left: { layer: string; what: string }[] = [];
  const shared = new Set<string>();
  let scopes = 0;
  place(graph, { id: 0, prefix: '', group: '', names: [] });
  const nameOf = (key: string): string => followed(key, given);
  const layers = pending.map((each) => toLayer(each, nameOf));
  return { layers: chained(layers), outputs: outputsOf(), origins, unknown, left, shared: [...shared] };

  function outputsOf(): readonly string[] {
    const named = graph.outputs.map((ref) => nameOf(keyOf(0, ref)));
    return named.length > 0 ? named : layers.slice(-1).map(({ name }) => name);
  }

  function place(model: ModelGraph, scope: Scope, outside?: readonly string[]): void {
    const counts = new Map<string, number>();
    const inputs = inputsInOrder(model);
    const highest = highestCalls(model);
    for (const each of model.items) {
      const group = `${scope.group}layers/${counted(each, counts)}`;
      const inner = innerNames(each.object.config);
      const origin = { group, names: [...scope.names, each.name], ...(inner.length > 0 && { inner }) };
      if (each.object.className === 'InputLayer') placeInput(each, scope, inputs, outside);
      else
        each.calls.forEach((call, node) =>
          each.graph ? placeModel(each, each.graph, call, node, scope, origin) : placeLayer(each, call, node, scope, origin),
        );
      // Of a model inside Keras 2 counts the call that it was made with, and does not write it.
      if (each.graph && (highest.get(each.name) ?? 0) >= each.calls.length) {
        const outputs = each.graph.outputs.map((_, tensor) => tensor);
        for (let node = each.calls.length; node > 0; node--)
          for (const tensor of outputs) {
            const own = given.get(keyOf(scope.id, { layer: each.name, node: node - 1, tensor }));
            if (own) given.set(keyOf(scope.id, { layer: each.name, node, tensor }), own);
          }
      }
    }
  }

  /** An input of the whole model is a layer; that of a model inside stands for what is given to it. */
  function placeInput(each: GraphItem, scope: Scope, inputs: readonly string[], outside?: readonly string[]): void {
    const key = keyOf(scope.id, { layer: each.name, node: 0, tensor: 0 });
    if (outside) {
      given.set(key, { key: outside[Math.max(inputs.indexOf(each.name), 0)] ?? key });
      return;
    }
    const { type, fields, left: lost } = readLayer(each.object);
    const name = claim(each.name);
    for (const what of lost) left.push({ layer: name, what });
    add({ name, step: { type, fields, takes: [] }, known: true, frozen: false, takes: [] });
    given.set(key, { name });
  }

  function placeModel(
    each: GraphItem,
    model: ModelGraph,
    call: LayerCall,
    node: number,
    scope: Scope,
    { group, names: path }: Origin,
  ): void {
    const inner = {
      id: ++scopes,
      prefix: `${scope.prefix}${each.name}${node > 0 ? `_${node + 1}` : ''}_`,
      group: `${group}/`,
      names: path,
    };
    if (node > 0) shared.add(each.name);
    place(
      model,
      inner,
      call.tensors.map((ref) => keyOf(scope.id, ref)),
    );
    model.outputs.forEach((ref, tensor) => given.set(keyOf(scope.id, { layer: each.name, node, tensor }), { key: keyOf(inner.id, ref) }));
  }

  function placeLayer(each: GraphItem, call: LayerCall, node: number, scope: Scope, origin: Origin): void {
    const steps = rewrite(each.object, call);
    const read = steps ? undefined : readLayer(each.object);
    const own: Step = read
      ? { type: read.type, fields: read.fields, takes: call.tensors.map((_, i) => i) }
      : (steps?.at(-1) ?? { type: each.object.className, fields: {}, takes: [] });
    const name = claim(`${scope.prefix}${each.name}${node > 0 ? `_${node + 1}` : ''}`);
    if (node > 0) shared.add(each.name);
    if (read && !read.known) unknown.push({ layer: name, type: read.type });
    for (const what of read?.left ?? []) left.push({ layer: name, what });
    if (read?.known) for (const what of call.named) left.push({ layer: name, what });
    const frozen = each.object.config.trainable === false;
    const keys = call.tensors.map((ref) => ({ key: keyOf(scope.id, ref) }));
    let before: string | undefined;
    const taken = (step: Step) => step.takes.map((from) => (from === 'before' ? { name: before! } : keys[from]!));
    for (const step of steps?.slice(0, -1) ?? []) {
      const part = claim(`${name}_part`);
      add({ name: part, step, known: true, frozen, takes: taken(step) });
      before = part;
    }
    const known = read?.known ?? true;
    // What is given by name (a state to begin with) is no input of a layer in a design.
    const takes = known && read && call.named.length > 0 ? taken(own).slice(0, call.tensors.length - call.named.length) : taken(own);
    add({ name, step: own, known, frozen, takes });
    origins.set(name, origin);
    // Of several outputs the first is meant: what comes after it is a state.
    given.set(keyOf(scope.id, { layer: each.name, node, tensor: 0 }), { name });
  }

  function add(each: Pending): void {
    if (pending.push(each) > MOST_LAYERS) throw tooMany();
  }

  /** A name that nothing has yet; a design's have no "/", which stands between a layer and its weight. */
  function claim(own: string): string {
    const wanted = own.replaceAll('/', '_');
    let name = wanted;
    let n = tried.get(wanted) ?? 1;
    while (names.has(name)) name = `${wanted}_${++n}`;
    tried.set(wanted, n);
    names.add(name);
    return name;
  }
}

const keyOf = (scope: number, { layer, node, tensor }: TensorRef): string => JSON.stringify([scope, layer, node, tensor]);

/** The layer that gives a tensor. */
function followed(key: string, given: ReadonlyMap<string, { readonly name?: string; readonly key?: string }>): string {
  const seen = new Set<string>();
  for (let at = key; !seen.has(at);) {
    seen.add(at);
    const found = given.get(at) ?? given.get(firstOutput(at));
    if (found?.name !== undefined) return found.name;
    if (found?.key === undefined) {
      const layer = (JSON.parse(at) as [number, string])[1];
      throw new Failure(`A layer of the model takes ${layer}, which is not there or is not called.`, {
        reason: 'The description of the model in the file is not whole.',
        next: 'Save the model again.',
      });
    }
    at = found.key;
  }
  throw new Failure('A model inside of the model is its own input.', { reason: 'The description of the model in the file is damaged.' });
}

const firstOutput = (key: string): string => {
  const [scope, layer, node] = JSON.parse(key) as [number, string, number];
  return keyOf(scope, { layer, node, tensor: 0 });
};

/** The highest number of a call of each layer that another one, or an output, takes. */
function highestCalls({ items, outputs }: ModelGraph): ReadonlyMap<string, number> {
  const highest = new Map<string, number>();
  const note = ({ layer, node }: TensorRef) => highest.set(layer, Math.max(highest.get(layer) ?? 0, node));
  outputs.forEach(note);
  for (const { calls } of items) for (const { tensors } of calls) tensors.forEach(note);
  return highest;
}

/** Names of the inputs of a model in the order in which they are given. */
const inputsInOrder = ({ inputs, items }: ModelGraph): readonly string[] =>
  inputs.length > 0
    ? inputs.map(({ layer }) => layer)
    : items.filter(({ object }) => object.className === 'InputLayer').map(({ name }) => name);

/** A Bidirectional that does not name its backward layer calls it by the name of the other one. */
function innerNames({ layer, backward_layer: backward }: JsonObject): readonly string[] {
  const [ahead, back] = [layer, backward].map((each) => readObject(each)?.config.name);
  if (typeof ahead !== 'string') return [];
  return [ahead, typeof back === 'string' ? back : ahead.replace('forward_', 'backward_')];
}

/** `dense`, `dense_1`: Keras counts the layers of a class; operations are none. */
function counted({ object }: GraphItem, counts: Map<string, number>): string {
  if (isOperation(object)) return '';
  const { className } = object;
  const kind = snakeCase(className === 'Model' ? 'Functional' : className);
  const nth = counts.get(kind) ?? 0;
  counts.set(kind, nth + 1);
  return nth === 0 ? kind : `${kind}_${nth}`;
}

function toLayer({ name, step, frozen, takes }: Pending, nameOf: (key: string) => string): Layer {
  const inputs = takes.map(({ key, name: own }) => own ?? nameOf(key!));
  return { name, type: step.type, ...(step.type !== 'Input' && { inputs }), ...step.fields, ...(frozen && { trainable: false }) };
}

/** A layer that takes the one before it need not say so. */
const chained = (layers: readonly Layer[]): readonly Layer[] =>
  layers.map((layer, i) => {
    const { inputs, ...rest } = layer;
    const plain = i > 0 && inputs?.length === 1 && inputs[0] === layers[i - 1]!.name;
    return plain ? { ...rest, name: layer.name, type: layer.type } : layer;
  });
