import type { Json } from '../../document';
import { transposed } from '../transposed';
import type { OnnxNode } from '../model';
import { floatsOf, intOf, stringOf, stringsOf, tidy } from './attributes';
import { shapeOf } from './windows';
import { NotImportable, type Importation } from './importation';
import type { NodeReader } from './nodeReader';
import { countOf, whole, type StoredTensor } from './storedTensor';
import type { Value } from './value';

interface Cell {
  readonly type: string;
  /** For each gate of Keras the place that it has in ONNX's weights. */
  readonly gates: readonly number[];
  /** ONNX's functions in their order, and the fields that they are. */
  readonly functions: readonly { readonly field: 'activation' | 'recurrent_activation'; readonly preset: string }[];
}

const GATE = { field: 'recurrent_activation', preset: 'Sigmoid' } as const;
const OUTPUT = { field: 'activation', preset: 'Tanh' } as const;
const CELLS: { readonly [op: string]: Cell } = {
  RNN: { type: 'SimpleRNN', gates: [0], functions: [OUTPUT] },
  LSTM: { type: 'LSTM', gates: [0, 2, 3, 1], functions: [GATE, OUTPUT, OUTPUT] },
  GRU: { type: 'GRU', gates: [0, 1, 2], functions: [GATE, OUTPUT] },
};

const FUNCTIONS: { readonly [name: string]: string } = {
  relu: 'relu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  softsign: 'softsign',
  affine: 'linear',
  hardsigmoid: 'hard_sigmoid',
};

/** The fields that say the functions of one direction, where they are others than Keras's own. */
function functionFields(node: OnnxNode, { functions }: Cell, direction: number): { readonly [field: string]: Json } {
  const all = stringsOf(node, 'activations');
  const fields: { [field: string]: Json } = {};
  const found = functions.map(({ preset }, i) => (all?.[direction * functions.length + i] ?? preset).toLowerCase());
  const [alpha, beta] = [floatsOf(node, 'activation_alpha').map(tidy), floatsOf(node, 'activation_beta').map(tidy)];
  functions.forEach(({ field }, i) => {
    const name = FUNCTIONS[found[i]!];
    if (name === undefined) throw new NotImportable(`Layerwise has no ${found[i]} within recurrent layers`);
    if (
      name === 'hard_sigmoid' &&
      (alpha.some((value) => value !== tidy(1 / 6)) || beta.some((value) => value !== 0.5) || alpha.length === 0)
    )
      throw new NotImportable("its hard sigmoid is not Keras's");
    if (name === 'linear' && (alpha.some((value) => value !== 1) || beta.some((value) => value !== 0)))
      throw new NotImportable('one of its functions multiplies');
    if (fields[field] !== undefined && fields[field] !== name) throw new NotImportable('its two output functions are not the same');
    fields[field] = name;
  });
  return Object.fromEntries(
    functions.flatMap(({ field, preset }) => (fields[field] === FUNCTIONS[preset.toLowerCase()] ? [] : [[field, fields[field]!]])),
  );
}

const part = (tensor: StoredTensor, direction: number): Float32Array => {
  const size = countOf(tensor) / tensor.shape[0]!;
  return tensor.read(direction * size, (direction + 1) * size);
};

/** ONNX's [gates × units, rows] of a direction as Keras has it: [rows, gates × units], the gates in Keras's order. */
function gated(tensor: StoredTensor, direction: number, gates: readonly number[]): Float32Array {
  const [, width = 0, rows = 0] = tensor.shape;
  const values = part(tensor, direction);
  const size = (width / gates.length) * rows;
  const ordered = new Float32Array(values.length);
  gates.forEach((gate, i) => ordered.set(values.subarray(gate * size, (gate + 1) * size), i * size));
  return transposed(ordered, [width, rows], [1, 0]);
}

/** The two biases one after the other, gates in Keras's order; added up where Keras has one only. */
function biases(tensor: StoredTensor, direction: number, gates: readonly number[], both: boolean): Float32Array {
  const values = part(tensor, direction);
  const width = values.length / 2;
  const units = width / gates.length;
  const ordered = new Float32Array(values.length);
  [0, 1].forEach((row) =>
    gates.forEach((gate, i) =>
      ordered.set(values.subarray(row * width + gate * units, row * width + (gate + 1) * units), row * width + i * units),
    ),
  );
  return both ? ordered : ordered.subarray(0, width).map((value, i) => value + ordered[width + i]!);
}

const recurrent: NodeReader = (importation, node) => {
  const cell = CELLS[node.op]!;
  const given = importation.value(node.inputs[0]);
  const [W, R, B] = [1, 2, 3].map((place) => importation.constant(node.inputs[place])); // prettier-ignore
  if (!given || !W || !R || W.order || R.order || B?.order || shapeOf(W).length !== 3)
    throw new NotImportable('its weights are not constant');
  for (const place of [4, 5, 6, 7]) {
    const name = node.inputs[place] ?? '';
    const constant = importation.constant(name);
    if (name !== '' && !(place > 4 && constant && whole(constant.tensor).every((value) => value === 0)))
      throw new NotImportable(
        place === 4 ? 'its sequences have lengths of their own' : place === 7 ? 'it has peepholes' : 'it begins with a state',
      );
  }
  if (intOf(node, 'layout', 0) !== 0 || node.attributes.clip || intOf(node, 'input_forget', 0) === 1)
    throw new NotImportable('it clips, or couples its gates');
  const [sequence = '', last = '', carry = ''] = node.outputs;
  const used = (name: string): boolean => importation.isUsed(name);
  if (used(carry) || (used(sequence) && used(last))) throw new NotImportable('more than one of its outputs is used');
  const sequences = used(sequence);
  const x = importation.arranged(node, given, [1, 0, 2]);
  const direction = stringOf(node, 'direction', 'forward');
  const afterwards = sequences && direction === 'reverse' ? reversal(importation, sequence) : undefined;
  if (sequences && direction === 'reverse' && !afterwards)
    throw new NotImportable('it reads backwards and gives its sequence in the order of time');
  const units = shapeOf(R).at(-1)!;
  const after = node.op === 'GRU' ? intOf(node, 'linear_before_reset', 0) === 1 : false;
  const fields = (index: number): { readonly [field: string]: Json } => ({
    units,
    ...functionFields(node, cell, index),
    ...(!B && { use_bias: false }),
    ...(sequences && { return_sequences: true }),
    ...(node.op === 'GRU' && !after && { reset_after: false }),
  });
  const weigh = (layer: string, path: string, index: number): void => {
    const [, width = 0, rows = 0] = shapeOf(W);
    importation.weighComputed(layer, `${path}kernel`, [rows, width], () => gated(W.tensor, index, cell.gates));
    importation.weighComputed(layer, `${path}recurrent_kernel`, [units, width], () => gated(R.tensor, index, cell.gates));
    if (B) importation.weighComputed(layer, `${path}bias`, after ? [2, width] : [width], () => biases(B.tensor, index, cell.gates, after));
  };
  if (direction !== 'bidirectional') {
    const made = importation.add(node, cell.type, [x], { ...fields(0), ...(direction === 'reverse' && { go_backwards: true }) });
    weigh(made.layer, '', 0);
    if (!sequences) return void importation.values.set(last, { ...made, axes: [1, 2], rank: 3 });
    importation.values.set(afterwards ?? sequence, { ...made, axes: [2, 0, 3], rank: 4 });
    return;
  }
  const joined = joining(importation, sequences ? sequence : last, sequences);
  if (!joined) throw new NotImportable('its two directions are not put side by side');
  const [ahead, back] = [fields(0), fields(1)];
  const layer = { type: cell.type, ...ahead };
  const other = JSON.stringify(ahead) === JSON.stringify(back) ? undefined : { type: cell.type, ...back, go_backwards: true };
  const made = importation.add(node, 'Bidirectional', [x], { layer, ...(other && { backward_layer: other }) });
  weigh(made.layer, 'forward/', 0);
  weigh(made.layer, 'backward/', 1);
  for (const each of joined.nodes) importation.done.add(each);
  importation.values.set(joined.output, joined.value(made));
};

/** What turns a sequence [steps, directions, batch, units] around: nodes that only arrange may lie between. */
function reversal(importation: Importation, from: string): string | undefined {
  const next = importation.onlyUser(from);
  if (next?.op !== 'Slice') return undefined;
  const [starts, , axes, steps] = [1, 2, 3, 4].map((place) => importation.numbers(next.inputs[place]));
  if (starts?.join() !== '-1' || axes?.join() !== '0' || steps?.join() !== '-1') return undefined;
  importation.done.add(next);
  return next.outputs[0];
}

/** The nodes that put the two directions of a sequence, or of its last step, side by side. */
function joining(
  importation: Importation,
  from: string,
  sequences: boolean,
): { nodes: readonly OnnxNode[]; output: string; value: (made: Value) => Value } | undefined {
  const turn = importation.onlyUser(from);
  const order = turn?.attributes.perm;
  if (turn?.op !== 'Transpose' || !order || !('ints' in order)) return undefined;
  const join = importation.onlyUser(turn.outputs[0]);
  const shape = join?.op === 'Reshape' ? importation.numbers(join.inputs[1]) : undefined;
  const output = join?.outputs[0];
  if (!join || !shape || output === undefined) return undefined;
  const value =
    (axes: readonly number[]) =>
    (made: Value): Value => ({ ...made, axes, rank: axes.length });
  // From [steps, directions, batch, units] to [steps, batch, directions, units] or [batch, steps, …], and the last two as one.
  if (sequences && shape.length === 3 && order.ints.join() === '0,2,1,3') return { nodes: [turn, join], output, value: value([1, 0, 2]) };
  if (sequences && shape.length === 3 && order.ints.join() === '2,0,1,3') return { nodes: [turn, join], output, value: value([0, 1, 2]) };
  if (!sequences && shape.length === 2 && order.ints.join() === '1,0,2') return { nodes: [turn, join], output, value: value([0, 1]) };
  return undefined;
}

export const recurrentReaders: { readonly [op: string]: NodeReader } = { RNN: recurrent, LSTM: recurrent, GRU: recurrent };
