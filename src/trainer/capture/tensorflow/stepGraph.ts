import { addCompiledSteps, type FeedColumn } from './compiledSteps';
import { Graph, type Value } from './graph';
import { TYPES, type Attributes, type GraphDef, type TensorType } from './graphDef';
import { addLoop, addToList, beginList, stackList, type Turn } from './loop';
import type { Recording } from './recording';
import { replay } from './replay';
import type { SampleColumn } from './samples';
import { findUpdates } from './updates';

/** A recorded step for batches of one size. */
export interface RecordedStep {
  readonly size: number;
  readonly recording: Recording;
  /** So many of its outputs are loss and metrics; the others are health. */
  readonly values: number;
  /** Where it is in the graph in compiled form, too: how many such steps a call has room for. */
  readonly room?: number;
}

/** What a graph of steps is made of. */
export interface StepGraph {
  readonly steps: readonly RecordedStep[];
  readonly state: readonly TensorType[];
  /** What a sample is made of: what a step is fed first, in this order. */
  readonly columns: readonly Pick<SampleColumn, 'shape' | 'whole'>[];
  /** How many rates and how many seeds each step takes. */
  readonly rates: number;
  readonly seeds: number;
}

/** Names in the graph: what a call feeds and fetches. */
export const NAMES = {
  /** Sample numbers, int32 [steps, batch]. Compiled steps want them, rates and seeds for as many as there is room for. */
  order: 'order',
  /** How many steps, int32. */
  count: 'count',
  /** float32 [steps, rates] */
  rates: 'rates',
  /** int32 [steps, seeds, 2] */
  seeds: 'seeds',
  /** Sets every variable of the state to its feed. */
  setState: 'set_state',
  stateIn: (index: number) => `state${index}_in`,
  stateOut: (index: number) => `state${index}_out`,
  /** Makes room for as many samples as the shapes say, which are fed as int32 lists. */
  makeRoom: 'make_room',
  columnShape: (column: number) => `column${column}_shape`,
  /** Puts samples at places, int32 [samples]. */
  putSamples: 'put_samples',
  places: 'places',
  newSamples: (column: number) => `new_column${column}`,
  /** Loss and metrics of each step, [steps, values]; a step that changes the state is taken by asking for them. */
  values: (size: number) => `values${size}`,
  health: (size: number) => `health${size}`,
  /** The same as `values` from steps that are compiled when they are first asked for. */
  compiled: (size: number) => `compiled${size}`,
} as const;

/**
 * A graph with the state and the samples as its variables, and for each size of batch a loop of steps that changes them.
 * Health costs only the calls that ask for it.
 */
export function stepGraph({ steps, state, columns, rates, seeds }: StepGraph): GraphDef {
  const graph = new Graph();
  const variables = stateVariables(graph, state);
  const samples = sampleVariables(graph, columns);
  const feeds = {
    order: graph.placeholder(NAMES.order, TYPES.int32, [-1, -1]),
    count: graph.placeholder(NAMES.count, TYPES.int32, []),
    rates: rates > 0 ? graph.placeholder(NAMES.rates, TYPES.float, [-1, rates]) : undefined,
    seeds: seeds > 0 ? graph.placeholder(NAMES.seeds, TYPES.int32, [-1, seeds, 2]) : undefined,
  };

  const feedsOf = ({ index, enter }: Turn): Value[] => {
    const row = (list: Value): Value => rowOf(graph, enter(list), index, enter(graph.integers(0)));
    const numbers = row(feeds.order);
    const lookUp = (variable: Value): Value => graph.one('ResourceGather', [enter(variable), numbers], { outputs: [TYPES.float] });
    return [
      ...samples.map((variable, i) => asFed(graph, lookUp(variable), columns[i]!.whole)),
      ...[feeds.rates, feeds.seeds].flatMap((list, i) =>
        list ? graph.add('Unpack', [row(list)], { outputs: Array.from({ length: i === 0 ? rates : seeds }, () => list.type) }) : [],
      ),
    ];
  };

  const columnsOf = (size: number): FeedColumn[] => {
    const lookUp = (variable: Value): Value => graph.one('ResourceGather', [variable, feeds.order], { outputs: [TYPES.float] });
    return [
      ...samples.map((variable, i) => {
        const { shape, whole } = columns[i]!;
        return { values: asFed(graph, lookUp(variable), whole), shape: [size, ...shape] };
      }),
      ...(feeds.rates ? [{ values: feeds.rates, shape: [rates], unpacked: rates }] : []),
      ...(feeds.seeds ? [{ values: feeds.seeds, shape: [seeds, 2], unpacked: seeds }] : []),
    ];
  };

  for (const { size, recording, values, room } of steps) {
    const { outputs } = recording;
    const lists = [outputs.slice(0, values), outputs.slice(values)].filter(({ length }) => length > 0);
    const begun = lists.map(({ length }) => beginList(graph, feeds.count, TYPES.float, [length]));
    const ended = addLoop(graph, feeds.count, begun, (turn, current) => {
      const { made, done } = addStep(graph, recording, variables, feedsOf(turn), turn);
      const packed = [made.slice(0, values), made.slice(values)].filter(({ length }) => length > 0);
      return { carried: packed.map((scalars, i) => addToList(graph, current[i]!, turn.index, graph.one('Pack', scalars))), done };
    });
    lists.forEach(({ length }, i) => {
      const stacked = stackList(graph, ended[i]!, TYPES.float, [length]);
      graph.one('Identity', [stacked], { name: i === 0 ? NAMES.values(size) : NAMES.health(size) });
    });
    if (room === undefined) continue;
    const read = variables.map((variable, i) => graph.one('ReadVariableOp', [variable], { outputs: [state[i]!.type] }));
    const { rows, after } = addCompiledSteps(graph, recording, values, { room, count: feeds.count, feeds: columnsOf(size), state: read });
    const set = [...after].map(([index, value]) => assign(graph, variables[index]!, value));
    graph.one('Identity', [rows], { name: NAMES.compiled(size), after: set });
  }
  return graph;
}

/** Adds what a recording does: gives its outputs, and the nodes that set the state. */
function addStep(
  graph: Graph,
  recording: Recording,
  variables: readonly Value[],
  feeds: readonly Value[],
  { enter, begin }: Turn,
): { readonly made: readonly Value[]; readonly done: readonly string[] } {
  const { outputs, after } = recording;
  const reads = new Map<number, Value>();
  const state = (index: number): Value => {
    const read =
      reads.get(index) ?? graph.one('ReadVariableOp', [enter(variables[index]!)], { outputs: [after[index]!.type], after: [begin] });
    reads.set(index, read);
    return read;
  };
  const updates = findUpdates(recording);
  const updated = new Set(updates.flatMap((update) => update.variables));
  const assigned = after.flatMap((value, index) => (updated.has(index) || value.source === `state ${index}` ? [] : [{ index, value }]));
  const given = updates.flatMap(({ inputs }) => inputs.filter((input) => typeof input !== 'number'));
  const all = replay(graph, recording, [...outputs, ...assigned.map(({ value }) => value), ...given], { feeds, state, begin });
  const made = all.slice(0, outputs.length);
  const values = all.slice(outputs.length, outputs.length + assigned.length);
  const waiting = all.slice(outputs.length + assigned.length);

  // What is read of a variable is what it was before: it is read before it is set.
  const before = (...indices: readonly number[]) => indices.flatMap((index) => reads.get(index)?.name ?? []);
  const done = [
    ...assigned.map(({ index }, i) => assign(graph, enter(variables[index]!), values[i]!, before(index))),
    ...updates.map(({ op, variables: changed, inputs, nesterov }) => {
      const name = graph.fresh('update');
      const taken = inputs.map((input) => (typeof input === 'number' ? graph.float(input, [begin]) : waiting.shift()!));
      const attributes: Attributes = nesterov ? { use_nesterov: { bool: true } } : {};
      graph.add(op, [...changed.map((index) => enter(variables[index]!)), ...taken], { name, attributes, after: before(...changed) });
      return name;
    }),
  ];
  return { made, done };
}

/** What is fed may lie in JavaScript's memory, and what is fetched stays while the variable changes: both are copied. */
function stateVariables(graph: Graph, state: readonly TensorType[]): readonly Value[] {
  const variables = state.map(({ type, shape }, i) => makeVariable(graph, `state${i}`, type, shape));
  const set = variables.map((variable, i) => {
    const { type, shape } = state[i]!;
    const fed = graph.placeholder(NAMES.stateIn(i), type, shape);
    graph.one('DeepCopy', [graph.one('ReadVariableOp', [variable], { outputs: [type] })], { name: NAMES.stateOut(i) });
    return assign(graph, variable, graph.one('DeepCopy', [fed]));
  });
  done(graph, NAMES.setState, set);
  return variables;
}

const asFed = (graph: Graph, values: Value, whole: boolean): Value =>
  whole ? graph.one('Cast', [values], { outputs: [TYPES.int32] }) : values;

/** Variables that hold samples; they are put in bit by bit, as they are asked for. */
function sampleVariables(graph: Graph, columns: StepGraph['columns']): readonly Value[] {
  const places = graph.placeholder(NAMES.places, TYPES.int32, [-1]);
  const made = columns.map(({ shape }, i) => {
    const variable = makeVariable(graph, `column${i}`, TYPES.float, [-1, ...shape]);
    const whole = graph.placeholder(NAMES.columnShape(i), TYPES.int32, [shape.length + 1]);
    const room = assign(graph, variable, graph.one('Empty', [whole], { outputs: [TYPES.float] }));
    const samples = graph.placeholder(NAMES.newSamples(i), TYPES.float, [-1, ...shape]);
    const put = graph.fresh('put');
    graph.add('ResourceScatterUpdate', [variable, places, samples], { name: put });
    return { variable, room, put };
  });
  done(
    graph,
    NAMES.makeRoom,
    made.map(({ room }) => room),
  );
  done(
    graph,
    NAMES.putSamples,
    made.map(({ put }) => put),
  );
  return made.map(({ variable }) => variable);
}

const makeVariable = (graph: Graph, name: string, type: number, shape: readonly number[]): Value =>
  graph.one('VarHandleOp', [], {
    name,
    attributes: { dtype: { type }, shape: { shape }, shared_name: { string: name } },
    outputs: [TYPES.resource],
  });

/** The name of the node that does it. */
function assign(graph: Graph, variable: Value, value: Value, after: readonly string[] = []): string {
  const name = graph.fresh('assign');
  graph.add('AssignVariableOp', [variable, value], { name, after });
  return name;
}

/** An output to fetch that stands for nodes that have none. */
const done = (graph: Graph, name: string, nodes: readonly string[]): Value =>
  graph.one('Identity', [graph.integers(0)], { name, after: nodes });

const rowOf = (graph: Graph, list: Value, index: Value, axis: Value): Value => graph.one('GatherV2', [list, index, axis]);
