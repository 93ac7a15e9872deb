import { Failure } from '../../failure';
import type { Json } from '../../document';
import type { Values } from '../../layers/layerType';
import { isProblem, resolveNamed } from '../../layers/registries';
import { transposed } from '../transposed';
import type { Emission, Tensor, WeightArray } from './emission';
import type { LayerEmitter, LayerRequest } from './layerEmitter';

interface Cell {
  readonly op: 'RNN' | 'LSTM' | 'GRU';
  /** For each gate of ONNX the place that it has in Keras's weights. */
  readonly gates: readonly number[];
  /** The fields with the functions, in ONNX's order. */
  readonly functions: readonly ('activation' | 'recurrent_activation')[];
}

const CELLS: { readonly [type: string]: Cell } = {
  SimpleRNN: { op: 'RNN', gates: [0], functions: ['activation'] },
  LSTM: { op: 'LSTM', gates: [0, 3, 1, 2], functions: ['recurrent_activation', 'activation', 'activation'] },
  GRU: { op: 'GRU', gates: [0, 1, 2], functions: ['recurrent_activation', 'activation'] },
};

/** The functions that ONNX's recurrent operators know, with their numbers. */
const FUNCTIONS: { readonly [name: string]: { readonly name: string; readonly alpha?: number; readonly beta?: number } } = {
  linear: { name: 'Affine', alpha: 1, beta: 0 },
  relu: { name: 'Relu' },
  tanh: { name: 'Tanh' },
  sigmoid: { name: 'Sigmoid' },
  hard_sigmoid: { name: 'HardSigmoid', alpha: 1 / 6, beta: 0.5 },
  softplus: { name: 'Softplus' },
  softsign: { name: 'Softsign' },
};

function functionOf({ name, type }: LayerRequest, field: string, value: Json | undefined) {
  const resolved = resolveNamed('activation', value ?? 'linear');
  const known = isProblem(resolved) ? undefined : FUNCTIONS[resolved.entry.name];
  const plain =
    !isProblem(resolved) && (resolved.entry.name !== 'relu' || JSON.stringify(value) === '"relu"' || isPlainRelu(resolved.values));
  if (known && plain) return known;
  throw new Failure(`${name} can't be written as ONNX: a ${type} there has no ${field} ${JSON.stringify(value)}.`, {
    reason: `ONNX knows ${Object.keys(FUNCTIONS).join(', ')} within recurrent layers.`,
    next: `Choose one of these as ${field}, or export to another format.`,
  });
}

const isPlainRelu = ({ negative_slope, max_value, threshold }: Values): boolean =>
  negative_slope === 0 && max_value === null && threshold === 0;

/** Keras's [rows, gates × units] as ONNX has it: gates × units × rows, its gates in another order. */
function gated({ values, shape: [rows = 0, width = 0] }: WeightArray, gates: readonly number[]): Float32Array {
  const units = width / gates.length;
  const columns = transposed(values, [rows, width], [1, 0]);
  return joined(gates.map((gate) => columns.subarray(gate * units * rows, (gate + 1) * units * rows)));
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The bias of the inputs, and that of the state, which Keras has only in a GRU with `reset_after`. */
function biases({ values, shape }: WeightArray, gates: readonly number[]): Float32Array {
  const width = shape.at(-1)!;
  const rows = shape.length === 2 ? [values.subarray(0, width), values.subarray(width)] : [values, new Float32Array(width)];
  const units = width / gates.length;
  return joined(rows.flatMap((row) => gates.map((gate) => row.subarray(gate * units, (gate + 1) * units))));
}

/** A recurrent layer in one direction, with its weights. */
type Direction = Pick<LayerRequest, 'type' | 'values' | 'weight'>;

/** The operator of one direction, or of both: the name of its sequence, [steps, directions, batch, units]; `_1` behind it is the last step. */
function recur(emission: Emission, request: LayerRequest, directions: readonly Direction[]): string {
  const [{ type, values }] = directions as [Direction];
  const { op, gates, functions } = CELLS[type]!;
  const units = Number(values.units);
  const width = units * gates.length;
  const found = directions.flatMap((each) => functions.map((field) => functionOf({ ...request, ...each }, field, each.values[field])));
  const sequence = emission.op('Transpose', [emission.last(request.inputs[0]!).name], { perm: { ints: [1, 0, 2] } });
  const weights = (
    name: string,
    shape: readonly number[],
    arrange: (array: WeightArray, order: readonly number[]) => Float32Array,
  ): string => emission.weight(name, [directions.length, ...shape], joined(directions.map(({ weight }) => arrange(weight(name), gates))));
  const features = directions[0]!.weight('kernel').shape[0]!;
  const operands = [sequence, weights('kernel', [width, features], gated), weights('recurrent_kernel', [width, units], gated)];
  if (values.use_bias === true) operands.push(weights('bias', [2 * width], biases));
  const attributes = {
    hidden_size: { int: units },
    direction: { string: directions.length > 1 ? 'bidirectional' : values.go_backwards === true ? 'reverse' : 'forward' },
    activations: { strings: found.map((one) => one.name) },
    activation_alpha: { floats: found.flatMap(({ alpha }) => alpha ?? []) },
    activation_beta: { floats: found.flatMap(({ beta }) => beta ?? []) },
    ...(op === 'GRU' && { linear_before_reset: { int: values.reset_after === true ? 1 : 0 } }),
  };
  return emission.op(op, operands, attributes, 2);
}

/** A layer in one direction; a sequence comes out in the order in which it was read where `asRead`, else in that of time. */
function oneWay(emission: Emission, request: LayerRequest, asRead: boolean): Tensor {
  const { values, inputs } = request;
  const units = Number(values.units);
  const all = recur(emission, request, [request]);
  if (values.return_sequences !== true) return { name: emission.op('Squeeze', [`${all}_1`, emission.ints([0])]), shape: [units] };
  const read = values.go_backwards === true && asRead ? turnedAround(emission, all, 0) : all;
  const steps = emission.op('Squeeze', [read, emission.ints([1])]);
  return { name: emission.op('Transpose', [steps], { perm: { ints: [1, 0, 2] } }), shape: [inputs[0]!.shape[0] ?? null, units] };
}

/** The places along an axis from the last to the first. */
function turnedAround(emission: Emission, x: string, axis: number): string {
  const [start, end, axes, step] = [-1, -(2 ** 31) + 1, axis, -1].map((number) => emission.ints([number])) as [
    string,
    string,
    string,
    string,
  ];
  return emission.op('Slice', [x, start, end, axes, step]);
}

type Wrapped = Values & { readonly type: string };
const MERGES: { readonly [mode: string]: string } = { sum: 'Add', mul: 'Mul', ave: 'Add' };
/** What both directions have to have in common to be one operator. */
const COMMON = ['type', 'units', 'use_bias', 'reset_after'] as const;

const bidirectional: LayerEmitter = (emission, request) => {
  const { layer, backward_layer, merge_mode } = request.values as { layer: Wrapped; backward_layer: Wrapped | null; merge_mode: string };
  const back = backward_layer ?? { ...layer, go_backwards: layer.go_backwards !== true };
  const direction = (values: Wrapped, path: string): Direction => ({
    type: values.type,
    values,
    weight: (name) => request.weight(`${path}/${name}`),
  });
  const [ahead, behind] = [direction(layer, 'forward'), direction(back, 'backward')];
  const sequences = layer.return_sequences === true;
  if (merge_mode === 'concat' && layer.go_backwards !== true && COMMON.every((field) => layer[field] === back[field])) {
    const all = recur(emission, request, [ahead, behind]);
    // [batch, steps, directions, units], or without the steps.
    const turned = sequences
      ? emission.op('Transpose', [all], { perm: { ints: [2, 0, 1, 3] } })
      : emission.op('Transpose', [`${all}_1`], { perm: { ints: [1, 0, 2] } });
    return emission.reshape({ name: turned, shape: request.output }, request.output);
  }
  // Keras turns what the second one has read, so that both are in one order: that in which the first one reads.
  const [first, second] = [ahead, behind].map((each) => oneWay(emission, { ...request, ...each }, false)) as [Tensor, Tensor];
  const merged: Tensor =
    merge_mode === 'concat'
      ? { shape: request.output, name: emission.op('Concat', [first.name, second.name], { axis: { int: -1 } }) }
      : { shape: request.output, name: emission.op(MERGES[merge_mode]!, [first.name, second.name]) };
  const mean = merge_mode === 'ave' ? emission.map(merged, 'Mul', [merged.name, emission.scalar(0.5)]) : merged;
  return sequences && layer.go_backwards === true ? { ...mean, name: turnedAround(emission, mean.name, 1) } : mean;
};

const recurrent: LayerEmitter = (emission, request) => oneWay(emission, request, true);

/** Layers that read a sequence; they make use of their activations themselves. */
export const recurrentEmitters: { readonly [type: string]: LayerEmitter } = {
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: recurrent,
  Bidirectional: bidirectional,
};
