import type { Analysis } from '../analysis';
import { BLOCK, blockOf, blockScope, connect, readScope, type Reference, type Scope } from '../blocks/scope';
import type { Layer } from '../document';

/** The name of a layer in a program: texts, and variables between them. */
export type Name = readonly (string | { readonly variable: 'name' | 'i' })[];

/** One line of a program with blocks: a layer is called, or the function of a block. */
export interface Step {
  readonly layer: Layer;
  /** Of the function; absent: it is a layer. */
  readonly callee?: string;
  /** Of the layer; of a block what the names of its layers begin with. */
  readonly name: Name;
  /** What it is given to; `undefined` for a value that nobody takes. */
  readonly variables: readonly (string | undefined)[];
  readonly takes: readonly string[];
  /** How often it is done, one after the other: `i` in the name counts from 1. */
  readonly repeat?: number;
  /** Whether it learns: not at all, or as the function is told. Absent: it does. */
  readonly frozen?: 'always' | 'told';
}

/** A block as a function. */
export interface BlockFunction {
  readonly name: string;
  readonly block: string;
  readonly inputs: readonly string[];
  readonly steps: readonly Step[];
  readonly gives: readonly string[];
  /** Whether it is told if it learns. */
  readonly told: boolean;
}

/** A design as functions and the lines that call them. */
export interface BlockPlan {
  /** One that calls others comes after them. */
  readonly functions: readonly BlockFunction[];
  readonly steps: readonly Step[];
  /** What holds the value of an input or an output of the model, by the id of the layer. */
  readonly variables: ReadonlyMap<string, string>;
}

/** How a language spells names. */
interface Spelling {
  readonly identifier: (name: string) => string;
  /** Names that no variable may have. */
  readonly taken: readonly string[];
  /** A part of the name of a layer. */
  readonly part: (name: string) => string;
}

/** Names that the functions have for their own. */
const OWN = ['name', 'i', 'trainable'];

/**
 * A design without errors as functions for its blocks and loops for what is repeated. `undefined`: there are none, or what they
 * would make is not this model, because a name has a number behind it (`names`: of all layers in use, by id), or because a block
 * takes what follows from itself.
 */
export function blockPlan(analysis: Analysis, names: ReadonlyMap<string, string>, spelling: Spelling): BlockPlan | undefined {
  const { written, instances } = analysis;
  if (!written || instances.length === 0) return undefined;
  const scopes = new Map(Object.entries(written.blocks ?? {}).map(([name, block]) => [name, blockScope(name, block)]));
  const root = readScope(written.layers, written.outputs, []);
  for (const scope of [root, ...scopes.values()]) connect(scope, scopes, []);
  if (!isNamedSo(analysis, root, scopes, names, spelling)) return undefined;
  const widths = widthsOf(analysis);
  const told = toldOnes(root, scopes);
  const weighty = new Set(analysis.layers.flatMap(({ origin, weights = [] }) => (origin && weights.length > 0 ? [origin.layer] : [])));
  const claim = claimer(spelling, OWN);
  const called = new Map([...scopes.keys()].map((block) => [block, claim(block)]));
  const functions = new Map<string, BlockFunction | undefined>();
  const lines = stepsOf(root, root.outputs);
  if (!lines) return undefined;
  const { steps, valuesOf } = lines;
  const variables = new Map<string, string>();
  const instanceOf = new Map(instances.filter(({ parent }) => parent === undefined).map((one) => [one.origin?.layer, one]));
  const idOf = new Map(analysis.layers.map(({ origin, id }) => [origin?.layer, id]));
  root.layers.forEach((layer, index) => {
    const ids = instanceOf.get(layer)?.gives ?? [idOf.get(layer) ?? ''];
    valuesOf({ index }).forEach((value, i) => variables.set(ids[i] ?? '', value));
  });
  const made = [...functions.values()].flatMap((one) => one ?? []);
  return { functions: made, steps: withoutUnused(steps, analysis.outputs.map((id) => variables.get(id)!)), variables }; // prettier-ignore

  function functionOf(block: string): BlockFunction | undefined {
    if (functions.has(block)) return functions.get(block);
    const scope = scopes.get(block)!;
    const body = stepsOf(scope, scope.outputs);
    const gives = scope.outputs.flatMap((output) => body?.valuesOf(output) ?? []);
    const made = body && { name: called.get(block)!, block, inputs: body.inputs, steps: withoutUnused(body.steps, gives), gives, told: told.has(block) }; // prettier-ignore
    functions.set(block, made);
    return made;
  }

  /** The lines that lead to what a scope gives, in an order in which each takes what is there. */
  function stepsOf(scope: Scope, ends: readonly Reference[]) {
    const block = scope.name;
    const variable = claimer(spelling, [...OWN, ...called.values()]);
    const width = block === undefined ? 0 : widths.get(block);
    const order = inOrder(scope, ends);
    const sources = block === undefined ? [] : scope.sources;
    if (width === undefined || !order || (sources.length > 0 && sources.length !== width)) return undefined;
    const inputs = width === 1 ? [variable('x')] : Array.from({ length: width }, (_, i) => variable(scope.layers[sources[i] ?? -1]?.name ?? `x${i + 1}`)); // prettier-ignore
    const values = new Map<number, readonly string[]>(sources.map((at, i) => [at, [inputs[i]!]]));
    const valuesOf = (reference: Reference): readonly string[] => {
      const all = values.get(reference?.index ?? -1) ?? [];
      return reference?.output === undefined ? all : all.slice(reference.output, reference.output + 1);
    };
    const begins = block !== undefined && sources.length === 0 && scope.layers[0]?.inputs === undefined;
    const prefix: Name = block === undefined ? [] : [{ variable: 'name' }, '_'];
    const steps: Step[] = [];
    for (const index of order) {
      const layer = scope.layers[index]!;
      if (scope.kinds[index] === 'input') continue;
      const takes = begins && index === 0 ? inputs : (scope.references[index] ?? []).flatMap(valuesOf);
      const repeat = layer.repeat === undefined ? undefined : (scope.repeats[index] ?? 1);
      const callee = layer.type === BLOCK ? functionOf(blockOf(layer)!) : undefined;
      if (layer.type === BLOCK && !callee) return undefined;
      const several = callee && callee.gives.length > 1;
      const own = several ? callee.gives.map((value) => variable(`${layer.name}_${value}`)) : [variable(layer.name)];
      if ((repeat ?? 1) > 1 && own.length !== takes.length) return undefined;
      const counted: Name = repeat === undefined ? [] : repeat === 1 ? ['_1'] : ['_', { variable: 'i' }];
      const isTold = block !== undefined && told.has(block) && (callee ? callee.told : weighty.has(layer));
      const frozen = layer.trainable === false ? 'always' : isTold ? 'told' : undefined;
      steps.push({
        layer,
        ...(callee && { callee: callee.name }),
        name: [...prefix, block === undefined ? spelling.part(layer.name) : partOf(spelling, layer.name), ...counted],
        variables: own,
        takes,
        ...(repeat !== undefined && repeat > 1 && { repeat }),
        ...(frozen && { frozen }),
      });
      values.set(index, own);
    }
    return { steps, inputs, valuesOf };
  }
}

/** A part behind the beginning of a name: what only the beginning may not have is left to it. */
const partOf = ({ part }: Spelling, name: string): string => part(`a${name}`).slice(1);

/** Gives out variables, none of them twice. */
function claimer({ identifier, taken }: Spelling, more: readonly string[]): (name: string) => string {
  const gone = new Set([...taken, ...more]);
  return (name) => {
    const plain = identifier(name);
    let unique = plain;
    for (let n = 2; gone.has(unique); n++) unique = `${plain}_${n}`;
    gone.add(unique);
    return unique;
  };
}

/** How many values come into each block; none for one that has no Input and is given sometimes more and sometimes less. */
function widthsOf({ instances }: Analysis): ReadonlyMap<string, number | undefined> {
  const widths = new Map<string, number | undefined>();
  for (const { block, inputs } of instances)
    if (block !== undefined) widths.set(block, widths.has(block) && widths.get(block) !== inputs.length ? undefined : inputs.length);
  return widths;
}

/** Blocks that are somewhere frozen as a whole, with those in them. */
function toldOnes(root: Scope, scopes: ReadonlyMap<string, Scope>): ReadonlySet<string> {
  const told = new Set<string>();
  const add = (scope: Scope, whole: boolean): void => {
    for (const layer of scope.layers) {
      const block = layer.type === BLOCK ? blockOf(layer) : undefined;
      if (block === undefined || told.has(block) || !(whole || layer.trainable === false)) continue;
      told.add(block);
      add(scopes.get(block)!, true);
    }
  };
  for (const scope of [root, ...scopes.values()]) add(scope, false);
  return told;
}

/** Whether every layer in use has the name that is made of those on the way to it. */
function isNamedSo(
  { layers }: Analysis,
  root: Scope,
  scopes: ReadonlyMap<string, Scope>,
  names: ReadonlyMap<string, string>,
  spelling: Spelling,
): boolean {
  let at = 0;
  const walk = (scope: Scope, prefix: string): boolean =>
    scope.layers.every((layer, i) => {
      if (scope.kinds[i] === 'input') return true;
      const own = prefix + (prefix === '' ? spelling.part(layer.name) : partOf(spelling, layer.name));
      for (let n = 1; n <= (scope.repeats[i] ?? 1); n++) {
        const name = layer.repeat === undefined || scope.kinds[i] === 'layer' ? own : `${own}_${n}`;
        if (layer.type === BLOCK) {
          if (!walk(scopes.get(blockOf(layer)!)!, `${name}_`)) return false;
          continue;
        }
        const { id, used } = layers[at++]!;
        if (used && names.get(id) !== name) return false;
      }
      return true;
    });
  return walk(root, '') && at === layers.length;
}

/** The layers that lead to the ends, each behind those that it takes, else as in the file. `undefined`: one takes what follows from it. */
function inOrder({ layers, references }: Scope, ends: readonly Reference[]): readonly number[] | undefined {
  const needed = new Set<number>();
  const waiting = ends.flatMap((end) => (end ? [end.index] : []));
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (needed.has(at)) continue;
    needed.add(at);
    for (const reference of references[at] ?? []) if (reference) waiting.push(reference.index);
  }
  const order = new Set<number>();
  const open = new Set<number>();
  for (const first of layers.keys()) {
    const stack = needed.has(first) ? [first] : [];
    for (let at = stack.at(-1); at !== undefined; at = stack.at(-1)) {
      const before = (references[at] ?? []).flatMap((reference) => (reference && !order.has(reference.index) ? [reference.index] : []));
      if (order.has(at) || before.length === 0) {
        order.add(at);
        open.delete(at);
        stack.pop();
      } else {
        if (before.some((other) => open.has(other))) return undefined;
        open.add(at);
        stack.push(...before);
      }
    }
  }
  return [...order];
}

/** What a block gives and nobody takes has no name. */
function withoutUnused(steps: readonly Step[], gives: readonly string[]): readonly Step[] {
  const taken = new Set([...gives, ...steps.flatMap(({ takes }) => takes)]);
  return steps.map((step) =>
    step.variables.length === 1 || step.repeat !== undefined
      ? step
      : { ...step, variables: step.variables.map((variable) => (variable !== undefined && taken.has(variable) ? variable : undefined)) },
  );
}
