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

/** Keras's [rows, gates × units] as ONNX has it: [1, gates × units, rows], its gates in another order. */
function gated({ values, shape: [rows = 0, width = 0] }: WeightArray, gates: readonly number[]): WeightArray {
  const units = width / gates.length;
  const columns = transposed(values, [rows, width], [1, 0]);
  return { shape: [1, width, rows], values: joined(gates.map((gate) => columns.subarray(gate * units * rows, (gate + 1) * units * rows))) };
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
function biases({ values, shape }: WeightArray, gates: readonly number[]): WeightArray {
  const width = shape.at(-1)!;
  const rows = shape.length === 2 ? [values.subarray(0, width), values.subarray(width)] : [values, new Float32Array(width)];
  const units = width / gates.length;
  const parts = rows.flatMap((row) => gates.map((gate) => row.subarray(gate * units, (gate + 1) * units)));
  return { shape: [1, 2 * width], values: joined(parts) };
}

/** A recurrent layer; a sequence comes out in the order in which it was read where `asRead`, else in that of time. */
function recur(emission: Emission, request: LayerRequest, asRead: boolean): Tensor {
  const { type, values, inputs, weight } = request;
  const [x] = inputs as [Tensor];
  const { op, gates, functions } = CELLS[type]!;
  const units = Number(values.units);
  const found = functions.map((field) => functionOf(request, field, values[field]));
  const sequence = emission.op('Transpose', [emission.last(x).name], { perm: { ints: [1, 0, 2] } });
  const kernel = gated(weight('kernel'), gates);
  const recurrent = gated(weight('recurrent_kernel'), gates);
  const operands = [
    sequence,
    emission.weight('kernel', kernel.shape, kernel.values),
    emission.weight('recurrent_kernel', recurrent.shape, recurrent.values),
  ];
  if (values.use_bias === true) {
    const bias = biases(weight('bias'), gates);
    operands.push(emission.weight('bias', bias.shape, bias.values));
  }
  const attributes = {
    hidden_size: { int: units },
    direction: { string: values.go_backwards === true ? 'reverse' : 'forward' },
    activations: { strings: found.map((one) => one.name) },
    activation_alpha: { floats: found.flatMap(({ alpha }) => alpha ?? []) },
    activation_beta: { floats: found.flatMap(({ beta }) => beta ?? []) },
    ...(op === 'GRU' && { linear_before_reset: { int: values.reset_after === true ? 1 : 0 } }),
  };
  const all = emission.op(op, operands, attributes, 2);
  if (values.return_sequences !== true) return { name: emission.op('Squeeze', [`${all}_1`, emission.ints([0])]), shape: [units] };
  // [steps, directions, batch, units]
  const steps = emission.op('Squeeze', [all, emission.ints([1])]);
  const output: Tensor = { name: emission.op('Transpose', [steps], { perm: { ints: [1, 0, 2] } }), shape: [x.shape[0] ?? null, units] };
  return values.go_backwards === true && asRead ? reversed(emission, output) : output;
}

function reversed(emission: Emission, x: Tensor): Tensor {
  const [start, end, axis, step] = [[-1], [-(2 ** 31) + 1], [1], [-1]].map((list) => emission.ints(list)) as [
    string,
    string,
    string,
    string,
  ];
  return { ...x, name: emission.op('Slice', [x.name, start, end, axis, step]) };
}

type Wrapped = Values & { readonly type: string };
const MERGES: { readonly [mode: string]: string } = { sum: 'Add', mul: 'Mul', ave: 'Add' };

const bidirectional: LayerEmitter = (emission, request) => {
  const { layer, backward_layer, merge_mode } = request.values as { layer: Wrapped; backward_layer: Wrapped | null; merge_mode: string };
  const back = backward_layer ?? { ...layer, go_backwards: layer.go_backwards !== true };
  const read = (values: Wrapped, path: string): Tensor =>
    // Keras turns what the second one has read, so that both are in one order: that in which the first one reads.
    recur(emission, { ...request, type: values.type, values, weight: (name) => request.weight(`${path}/${name}`) }, false);
  const [ahead, behind] = [read(layer, 'forward'), read(back, 'backward')];
  const merged: Tensor =
    merge_mode === 'concat'
      ? { shape: request.output, name: emission.op('Concat', [ahead.name, behind.name], { axis: { int: -1 } }) }
      : { shape: request.output, name: emission.op(MERGES[merge_mode]!, [ahead.name, behind.name]) };
  const mean = merge_mode === 'ave' ? emission.map(merged, 'Mul', [merged.name, emission.scalar(0.5)]) : merged;
  return layer.return_sequences === true && layer.go_backwards === true ? reversed(emission, mean) : mean;
};

const recurrent: LayerEmitter = (emission, request) => recur(emission, request, true);

/** Layers that read a sequence; they make use of their activations themselves. */
export const recurrentEmitters: { readonly [type: string]: LayerEmitter } = {
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: recurrent,
  Bidirectional: bidirectional,
};
