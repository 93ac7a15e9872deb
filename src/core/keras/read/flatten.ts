import type { Block, JsonObject, Layer } from '../../document';
import { snakeCase } from '../snakeCase';
import { asBlocks } from './asBlocks';
import type { LayerCall, TensorRef } from './calls';
import { isOperation, readObject } from './kerasObject';
import { readLayer } from './layer';
import {
  inputsInOrder,
  MOST_CHARACTERS,
  MOST_CONNECTIONS,
  MOST_LAYERS,
  tooConnected,
  tooLong,
  tooMany,
  type GraphItem,
  type ModelGraph,
} from './modelGraph';
import { chained, claimer } from './names';
import { rewrite, type Step } from './rewrite';
import { follow, keyOf, sourceOf, type Placed, type Source, type Use } from './use';

/** Where Keras's files have the weights of a layer. */
export interface Origin {
  /** The group in a `.weights.h5` of Keras 3: `layers/sequential/layers/dense_1`. */
  readonly group: string;
  /** Names of the layer and of the models around it, the outermost first. */
  readonly names: readonly string[];
  /** Of a wrapper: names of the layers in it. */
  readonly inner?: readonly string[];
}

/** The layers of a model in the order of the file, with those of models inside of it as blocks. */
export interface Flattened {
  readonly layers: readonly Layer[];
  readonly blocks?: Readonly<Record<string, Block>>;
  /** What the design gives, in its own words: `encoder/mean` is one of several values of a block. */
  readonly gives: readonly string[];
  /** Names of the layers that give that, once blocks are expanded. */
  readonly outputs: readonly string[];
  /** By the name of the layer. */
  readonly origins: ReadonlyMap<string, Origin>;
  readonly unknown: readonly { readonly layer: string; readonly type: string }[];
  /** What was left out, with the layer: `lstm_1`, `stateful`. */
  readonly left: readonly { readonly layer: string; readonly what: string }[];
  /** Layers that are called more than once: each call is a layer of its own now. */
  readonly shared: readonly string[];
  /** Models whose layers stand among the others, because a block cannot say what they are. */
  readonly inlined: readonly string[];
}

/** Fails where a layer takes one that is not there, or where there are more layers than `MOST_LAYERS` or more of what else a model can claim. */
export function flatten(graph: ModelGraph): Flattened {
  const placed: Placed[] = [];
  /** What gives a tensor, by its key. */
  const given = new Map<string, Source>();
  const claim = claimer();
  const origins = new Map<string, Origin>();
  const unknown: { layer: string; type: string }[] = [];
  const left: { layer: string; what: string }[] = [];
  const shared = new Set<string>();
  const known = new Map<string, string>();
  const uses: Use[] = [];
  let [characters, connections] = [0, 0];
  const root: Use = { id: 0, called: '', prefix: '', group: '', names: [], graph, takes: [], parts: [] };
  place(root);
  const layers = chained(placed.map(toLayer));
  const outputs = graph.outputs.length > 0 ? graph.outputs.map((ref) => nameOf(keyOf(0, ref))) : layers.slice(-1).map(({ name }) => name);
  // Not all of it is taken by a layer.
  for (const { id, takes, graph: model } of uses) [...takes, ...model.outputs.map((ref) => keyOf(id, ref))].forEach(nameOf);
  const said = uses.length > 0 ? asBlocks(root, given, layers) : undefined;
  if (!said) {
    const inlined = root.parts.flatMap((part) => ('parts' in part ? [part.called] : []));
    return { layers, gives: outputs, outputs, origins, unknown, left, shared: [...shared], inlined };
  }
  const called = (name: string): string => said.names.get(name) ?? name;
  return {
    ...said,
    outputs: outputs.map(called),
    origins: new Map([...origins].map(([name, origin]) => [called(name), origin])),
    unknown: unknown.map((each) => ({ ...each, layer: called(each.layer) })),
    left: left.map((each) => ({ ...each, layer: called(each.layer) })),
    shared: [...shared],
  };

  function toLayer({ name, step, frozen, takes }: Placed): Layer {
    const inputs = takes.map((from) => (typeof from === 'string' ? nameOf(from) : from.name));
    return { name, type: step.type, ...(step.type !== 'Input' && { inputs }), ...step.fields, ...(frozen && { trainable: false }) };
  }

  /** The layer that gives a tensor. */
  function nameOf(key: string): string {
    return follow(key, known, (at) => {
      const source = sourceOf(at, given);
      if ('name' in source) return source;
      const { use } = source;
      return { key: 'output' in source ? keyOf(use.id, use.graph.outputs[source.output]!) : (use.takes[source.input] ?? at) };
    });
  }

  function place(scope: Use): void {
    const { graph: model } = scope;
    const counts = new Map<string, number>();
    const inputs = inputsInOrder(model);
    const highest = highestCalls(model);
    for (const each of model.items) {
      const group = `${scope.group}layers/${counted(each, counts)}`;
      const inner = innerNames(each.object.config);
      const origin = { group, names: [...scope.names, each.name], ...(inner.length > 0 && { inner }) };
      if (each.object.className === 'InputLayer') placeInput(each, scope, inputs);
      else
        each.calls.forEach((call, node) => {
          connections += call.tensors.length;
          if (connections > MOST_CONNECTIONS) throw tooConnected();
          if (each.graph) placeModel(each, each.graph, call, node, scope, origin);
          else placeLayer(each, call, node, scope, origin);
        });
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
  function placeInput(each: GraphItem, scope: Use, inputs: readonly string[]): void {
    const key = keyOf(scope.id, { layer: each.name, node: 0, tensor: 0 });
    if (scope !== root) {
      given.set(key, { use: scope, input: Math.max(inputs.indexOf(each.name), 0) });
      return;
    }
    const { type, fields, left: lost } = readLayer(each.object);
    const name = claim(each.name);
    for (const what of lost) left.push({ layer: name, what });
    given.set(key, add(scope, { name, called: each.name, step: { type, fields, takes: [] }, frozen: false, takes: [] }));
  }

  function placeModel(each: GraphItem, model: ModelGraph, call: LayerCall, node: number, scope: Use, { group, names: path }: Origin): void {
    const called = `${each.name}${node > 0 ? `_${node + 1}` : ''}`;
    const inner: Use = {
      id: uses.length + 1,
      called,
      prefix: `${scope.prefix}${called}_`,
      group: `${group}/`,
      names: path,
      item: each,
      graph: model,
      takes: call.tensors.map((ref) => keyOf(scope.id, ref)),
      parts: [],
    };
    if (uses.push(inner) > MOST_LAYERS) throw tooMany();
    count(inner.prefix);
    scope.parts.push(inner);
    if (node > 0) shared.add(each.name);
    place(inner);
    model.outputs.forEach((_, tensor) => given.set(keyOf(scope.id, { layer: each.name, node, tensor }), { use: inner, output: tensor }));
  }

  function placeLayer(each: GraphItem, call: LayerCall, node: number, scope: Use, origin: Origin): void {
    const steps = rewrite(each.object, call);
    const read = steps ? undefined : readLayer(each.object);
    const own: Step = read
      ? { type: read.type, fields: read.fields, takes: call.tensors.map((_, i) => i) }
      : (steps?.at(-1) ?? { type: each.object.className, fields: {}, takes: [] });
    const called = `${each.name}${node > 0 ? `_${node + 1}` : ''}`;
    const name = claim(scope.prefix + called);
    if (node > 0) shared.add(each.name);
    if (read && !read.known) unknown.push({ layer: name, type: read.type });
    for (const what of read?.left ?? []) left.push({ layer: name, what });
    if (read?.known) for (const what of call.named) left.push({ layer: name, what });
    const frozen = each.object.config.trainable === false;
    const keys = call.tensors.map((ref) => keyOf(scope.id, ref));
    let before: Placed | undefined;
    const taken = (step: Step) => step.takes.map((from) => (from === 'before' ? before! : keys[from]!));
    for (const step of steps?.slice(0, -1) ?? [])
      before = add(scope, { name: claim(`${name}_part`), called: `${called}_part`, step, frozen, takes: taken(step) });
    const known = read?.known ?? true;
    // What is given by name (a state to begin with) is no input of a layer in a design.
    const takes = known && read && call.named.length > 0 ? taken(own).slice(0, call.tensors.length - call.named.length) : taken(own);
    origins.set(name, origin);
    // Of several outputs the first is meant: what comes after it is a state.
    given.set(keyOf(scope.id, { layer: each.name, node, tensor: 0 }), add(scope, { name, called, step: own, frozen, takes }));
  }

  function add(scope: Use, each: Placed): Placed {
    if (placed.push(each) > MOST_LAYERS) throw tooMany();
    count(each.name);
    scope.parts.push(each);
    return each;
  }

  function count(name: string): void {
    characters += name.length;
    if (characters > MOST_CHARACTERS) throw tooLong();
  }
}

/** The highest number of a call of each layer that another one, or an output, takes. */
function highestCalls({ items, outputs }: ModelGraph): ReadonlyMap<string, number> {
  const highest = new Map<string, number>();
  const note = ({ layer, node }: TensorRef) => highest.set(layer, Math.max(highest.get(layer) ?? 0, node));
  outputs.forEach(note);
  for (const { calls } of items) for (const { tensors } of calls) tensors.forEach(note);
  return highest;
}

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
