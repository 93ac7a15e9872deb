import type { Graph, Value } from './graph';
import type { RecordedOperation, RecordedValue, Recording, Source } from './recording';

/** What stands in a graph for what a recording was given. */
export interface Stand {
  readonly feeds: readonly Value[];
  readonly state: readonly Value[];
  /** A node of the place in the graph where constants are to be. */
  readonly begin?: string;
}

/** Adds the operations of a recording to a graph, those that the `wanted` values need, and gives these. */
export function replay(graph: Graph, recording: Recording, wanted: readonly RecordedValue[], { feeds, state, begin }: Stand): Value[] {
  const values = new Map<Source, Value>();
  feeds.forEach((value, i) => values.set(`feed ${i}`, value));
  state.forEach((value, i) => values.set(`state ${i}`, value));
  const constants = new Map<string, Value>();
  const valueOf = ({ source }: RecordedValue): Value => {
    const value = values.get(source) ?? constantOf(source);
    values.set(source, value);
    return value;
  };
  const constantOf = (source: Source): Value => {
    const constant = recording.constants.get(source)!;
    const key = `${constant.type} ${constant.shape.join()} ${Buffer.from(constant.bytes).toString('latin1')}`;
    const value = constants.get(key) ?? graph.constant(constant, begin === undefined ? [] : [begin]);
    constants.set(key, value);
    return value;
  };
  for (const operation of needed(recording, wanted)) {
    const { op, inputs, outputs, attributes } = inGraph(operation);
    const made = graph.add(op, inputs.map(valueOf), { attributes, outputs: outputs.map(({ type }) => type) });
    outputs.forEach(({ source }, i) => values.set(source, made[i]!));
  }
  return wanted.map(valueOf);
}

/** The operations that the values follow from, in their order. */
function needed({ operations }: Recording, wanted: readonly RecordedValue[]): readonly RecordedOperation[] {
  const sources = new Set(wanted.map(({ source }) => source));
  const chosen = operations.toReversed().filter(({ inputs, outputs }) => {
    if (!outputs.some(({ source }) => sources.has(source))) return false;
    inputs.forEach(({ source }) => sources.add(source));
    return true;
  });
  return chosen.reverse();
}

/** A product of two matrices is faster than a batch of one product. */
function inGraph(operation: RecordedOperation): RecordedOperation {
  const { op, inputs, attributes } = operation;
  if (op !== 'BatchMatMulV2' || inputs.some(({ shape }) => shape.length !== 2)) return operation;
  const { adj_x: transpose_a = { bool: false }, adj_y: transpose_b = { bool: false } } = attributes;
  return { ...operation, op: 'MatMul', attributes: { transpose_a, transpose_b } };
}
