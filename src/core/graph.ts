import type { Layer } from './document';
import { layerTypes } from './layers/index';

/** Who takes whom, by place in the file. */
export interface Graph {
  /** What edits and selections name: the name where a layer has one of its own, else `#<index>`. */
  readonly ids: readonly string[];
  /** The first layer of each name. */
  readonly byName: ReadonlyMap<string, number>;
  /** For each layer the places of those it takes; -1 for a name that no layer has (the name is in `layer.inputs`). */
  readonly inputs: readonly (readonly number[])[];
}

const NONE: readonly number[] = [];

/** Takes nothing: an Input. */
export const isSource = (layer: Layer): boolean => layerTypes.get(layer.type)?.arity === 0;

/** Reads who takes whom. A layer without `inputs` takes the one before it, unless its type takes none. */
export function buildGraph(layers: readonly Layer[]): Graph {
  const byName = new Map<string, number>();
  const ids = layers.map(({ name }, i) => {
    if (name === '' || byName.has(name)) return `#${i}`;
    byName.set(name, i);
    // A name that looks like the id of a layer without a name cannot be an id itself.
    return name.startsWith('#') ? `#${i}` : name;
  });
  const inputs = layers.map((layer, i) => {
    if (layer.inputs) return layer.inputs.map((name) => byName.get(name) ?? -1);
    return i === 0 || isSource(layer) ? NONE : [i - 1];
  });
  return { ids, byName, inputs };
}

export interface Ordering {
  /** Inputs come first; layers of a cycle are left out. In the order of the file where that is such an order. */
  readonly order: readonly number[];
  /** The layers of each cycle, in the direction of the data. */
  readonly cycles: readonly (readonly number[])[];
}

/** Sorts the layers so that inputs come first, and finds the cycles. Linear, and without recursion. */
export function sortGraph(inputs: Graph['inputs']): Ordering {
  if (inputs.every((taken, i) => taken.every((from) => from < i))) return { order: inputs.map((_, i) => i), cycles: [] };
  const order: number[] = [];
  const cycles: number[][] = [];
  for (const component of components(inputs)) {
    const [only = 0] = component;
    if (component.length === 1 && !inputs[only]?.includes(only)) order.push(only);
    else cycles.push(oneCycle(inputs, component));
  }
  return { order, cycles };
}

/**
 * Strongly connected components, those that are taken from first (Tarjan's algorithm, 1972, with a stack of its own in
 * place of recursion).
 */
function components(inputs: Graph['inputs']): number[][] {
  const found: number[][] = [];
  const visited = new Int32Array(inputs.length);
  const low = new Int32Array(inputs.length);
  const open = new Uint8Array(inputs.length);
  const next = new Int32Array(inputs.length);
  const stack: number[] = [];
  let count = 0;
  for (let start = 0; start < inputs.length; start++) {
    if (visited[start]) continue;
    const path = [start];
    while (path.length > 0) {
      const at = path[path.length - 1] ?? 0;
      if (!visited[at]) {
        visited[at] = low[at] = ++count;
        open[at] = 1;
        stack.push(at);
      }
      const taken = inputs[at] ?? NONE;
      let deeper = false;
      while ((next[at] ?? 0) < taken.length) {
        const from = taken[next[at]!++] ?? -1;
        if (from < 0) continue;
        if (!visited[from]) {
          path.push(from);
          deeper = true;
          break;
        }
        if (open[from]) low[at] = Math.min(low[at] ?? 0, visited[from] ?? 0);
      }
      if (deeper) continue;
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[at] ?? 0);
      if (low[at] === visited[at]) {
        const component = stack.splice(stack.lastIndexOf(at));
        for (const member of component) open[member] = 0;
        found.push(component);
      }
    }
  }
  return found;
}

/** A shortest cycle through the first layer (in file order) of a component that has one. */
function oneCycle(inputs: Graph['inputs'], component: readonly number[]): number[] {
  const start = component.reduce((least, i) => Math.min(least, i), Infinity);
  const members = new Set(component);
  const takenBy = new Map<number, number>();
  let edge = [start];
  while (edge.length > 0) {
    const further: number[] = [];
    for (const at of edge) {
      for (const from of inputs[at] ?? NONE) {
        if (from === start) return trace(takenBy, at, start);
        if (!members.has(from) || takenBy.has(from)) continue;
        takenBy.set(from, at);
        further.push(from);
      }
    }
    edge = further;
  }
  return [...component];
}

/** From the start with the data: `last` takes from `start`, and is itself taken on the way back to it. */
function trace(takenBy: ReadonlyMap<number, number>, last: number, start: number): number[] {
  const cycle = [start];
  for (let at: number | undefined = last; at !== undefined && at !== start; at = takenBy.get(at)) cycle.push(at);
  return cycle;
}

/** Which layers lead to one of these, themselves included. */
export function leadingTo(inputs: Graph['inputs'], outputs: readonly number[]): Uint8Array {
  const leads = new Uint8Array(inputs.length);
  const waiting = [...outputs];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (leads[at]) continue;
    leads[at] = 1;
    for (const from of inputs[at] ?? NONE) if (from >= 0 && !leads[from]) waiting.push(from);
  }
  return leads;
}
