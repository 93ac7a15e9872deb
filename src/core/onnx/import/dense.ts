import type { Json } from '../../document';
import type { OnnxNode } from '../model';
import { floatOf, intOf, stringOf, tidy } from './attributes';
import { shapeOf } from './windows';
import { NotImportable, type Constant, type Importation } from './importation';
import type { NodeReader } from './nodeReader';
import { countOf } from './storedTensor';
import { sameAxes, type Value } from './value';

/** A Dense layer: a matrix of the file whose axis `inputAxis` is that of the inputs. */
function dense(importation: Importation, node: OnnxNode, given: Value, matrix: Constant, inputAxis: 0 | 1, bias?: Constant): Value {
  const shape = shapeOf(matrix);
  if (shape.length !== 2) throw new NotImportable('its weights are no matrix');
  const units = shape[1 - inputAxis]!;
  const last = !given.shape || given.axes.at(-1) === given.rank - 1;
  const x = last ? given : importation.arranged(node, given, sameAxes(given.rank));
  const made = importation.addLike(node, 'Dense', [x], { units, ...(!bias && { use_bias: false }) }, { ...x, flattened: undefined });
  const inputs = shape[inputAxis]!;
  const { flattened } = x;
  // In the file's own order of the matrix, where that is a transposed one.
  const stored = matrix.order ? matrix.order[inputAxis]! : inputAxis;
  const rows = flattened ? flattened.sizes : [inputs];
  const rowOrder = flattened ? flattened.order : [0];
  const view = stored === 0 ? [...rows, units] : [units, ...rows];
  const order = stored === 0 ? [...rowOrder, rows.length] : [...rowOrder.map((axis) => axis + 1), 0];
  importation.weigh(made.layer, 'kernel', [inputs, units], { tensor: matrix.tensor }, view, order);
  if (bias) importation.weigh(made.layer, 'bias', [units], bias);
  return made;
}

const gemm: NodeReader = (importation, node) => {
  const x = importation.value(node.inputs[0]);
  const matrix = importation.constant(node.inputs[1]);
  const named = node.inputs[2] ?? '';
  const bias = importation.constant(named);
  if (!x || !matrix || (named !== '' && !bias)) throw new NotImportable('its weights are not constant');
  if (intOf(node, 'transA', 0) !== 0 || floatOf(node, 'alpha', 1) !== 1 || (bias && floatOf(node, 'beta', 1) !== 1))
    throw new NotImportable('it multiplies its product by a number, or turns its input');
  const inputAxis = intOf(node, 'transB', 0) === 1 ? 1 : 0;
  const units = shapeOf(matrix)[1 - inputAxis];
  if (bias && countOf(bias.tensor) !== units) throw new NotImportable('its bias is not one number for each unit');
  importation.values.set(node.outputs[0]!, dense(importation, node, x, matrix, inputAxis, bias));
};

const matMul: NodeReader = (importation, node) => {
  const [a, b] = [importation.value(node.inputs[0]), importation.value(node.inputs[1])];
  const matrix = importation.constant(node.inputs[1]);
  if (a && matrix) {
    importation.values.set(node.outputs[0]!, dense(importation, node, a, matrix, 0));
    return;
  }
  if (!a || !b || a.rank !== 3 || b.rank !== 3) throw new NotImportable('neither of what it multiplies is a constant');
  const [left, right] = [importation.arranged(node, a, [0, 1, 2]), importation.arranged(node, b, [0, 1, 2])];
  importation.values.set(node.outputs[0]!, importation.add(node, 'Dot', [left, right], { axes: [2, 1] }));
};

/** The sum of products of two tensors over one axis, as Keras's Dot has it. */
const einsum: NodeReader = (importation, node) => {
  const [left = '', right = '', output = ''] = stringOf(node, 'equation', '').replaceAll(' ', '').split(/,|->/);
  const [a, b] = [importation.value(node.inputs[0]), importation.value(node.inputs[1])];
  const batch = output[0];
  const summed = [...left].filter((letter) => right.includes(letter) && !output.includes(letter));
  const kept = [...left, ...right].filter((letter) => letter !== batch && letter !== summed[0]).join('');
  if (!a || !b || node.inputs.length !== 2 || summed.length !== 1 || left[0] !== batch || right[0] !== batch || batch + kept !== output)
    throw new NotImportable(`its equation is ${stringOf(node, 'equation', '')}`);
  const axes = [left.indexOf(summed[0]!), right.indexOf(summed[0]!)];
  const made = importation.add(
    node,
    'Dot',
    [importation.arranged(node, a, sameAxes(a.rank)), importation.arranged(node, b, sameAxes(b.rank))],
    { axes },
  );
  // A sample that is one number has an axis of size 1 in Keras.
  importation.values.set(node.outputs[0]!, kept === '' ? { ...made, axes: [0, 1], rank: 1 } : made);
};

const embedding: NodeReader = (importation, node) => {
  const table = importation.constant(node.inputs[0]);
  const ids = importation.value(node.inputs[1]);
  if (!table || !ids || intOf(node, 'axis', 0) !== 0 || shapeOf(table).length !== 2)
    throw new NotImportable('it does not look up rows of a constant table');
  const [size = 0, width = 0] = shapeOf(table);
  const x = importation.arranged(node, ids, sameAxes(ids.rank));
  const made = importation.add(node, 'Embedding', [x], { input_dim: size, output_dim: width });
  importation.weigh(made.layer, 'embeddings', [size, width], table);
  importation.values.set(node.outputs[0]!, made);
};

const MERGING: { readonly [op: string]: string } = {
  Add: 'Add',
  Sum: 'Add',
  Sub: 'Subtract',
  Mul: 'Multiply',
  Max: 'Maximum',
  Min: 'Minimum',
  Mean: 'Average',
};

/** A bias that is added to what a layer without one gives. */
function takesBias(importation: Importation, node: OnnxNode, x: Value, bias: Constant): boolean {
  const before = importation.layerOf(x)?.fields;
  const shape = shapeOf(bias);
  const wide = shape.flatMap((size, axis) => (size === 1 ? [] : [axis + x.rank - shape.length]));
  const channels = x.shape?.at(-1);
  const free = before?.use_bias === false && before.activation === undefined && importation.isFree(x, node) && !bias.order;
  if (
    !free ||
    countOf(bias.tensor) !== channels ||
    wide.some((axis) => axis !== x.axes.at(-1)) ||
    /^(LSTM|GRU|SimpleRNN)$/.test(before.type)
  )
    return false;
  delete before.use_bias;
  importation.weigh(x.layer, 'bias', [channels], { tensor: bias.tensor }, [channels], [0]);
  importation.values.set(node.outputs[0]!, x);
  return true;
}

/** A number, or one for each channel, that a value is multiplied by or that is added to it. */
function rescale(importation: Importation, node: OnnxNode, x: Value, constant: Constant, isFirst: boolean): void {
  const count = countOf(constant.tensor);
  const shape = shapeOf(constant);
  const wide = shape.flatMap((size, axis) => (size === 1 ? [] : [axis + x.rank - shape.length]));
  const fits = count === 1 || (x.shape?.at(-1) === count && wide.length === 1 && wide[0] === x.axes.at(-1) && !x.flattened);
  if (!fits || shape.length > x.rank) throw new NotImportable('one of its inputs is a constant');
  const numbers = importation.numbers(node.inputs[isFirst ? 0 : 1]);
  if (!numbers) throw new NotImportable('one of its inputs is a constant');
  const factors: { readonly [op: string]: (value: number) => number } = {
    Mul: (value) => value,
    Div: (value) => 1 / value,
    Sub: () => (isFirst ? -1 : 1),
    Add: () => 1,
  };
  if (node.op === 'Div' && isFirst) throw new NotImportable('it divides a constant');
  const offsets: { readonly [op: string]: (value: number) => number } = {
    Add: (value) => value,
    Sub: (value) => (isFirst ? value : -value),
  };
  const list = (change: ((value: number) => number) | undefined, preset: number): number[] =>
    numbers.map((value) => tidy(change ? change(value) : preset));
  const [scale, offset] = [list(factors[node.op], 1), list(offsets[node.op], 0)];
  importation.values.set(node.outputs[0]!, scaled(importation, node, x, scale, offset));
}

/** More numbers than this a person does not want to read: they are weights. */
const MOST_NUMBERS = 16;

/** The value times a factor, plus an offset: of a normalization before it, of one that does nothing else, or in a layer of its own. */
function scaled(importation: Importation, node: OnnxNode, x: Value, scale: readonly number[], offset: readonly number[]): Value {
  const before = importation.layerOf(x)?.fields;
  const each = (list: readonly number[], place: number): number => list[list.length === 1 ? 0 : place]!;
  if (before?.type === 'BatchNormalization' && before.axis === undefined && importation.isFree(x, node)) {
    importation.reweigh(x.layer, 'gamma', (value, place) => value * each(scale, place));
    importation.reweigh(x.layer, 'beta', (value, place) => value * each(scale, place) + each(offset, place));
    return x;
  }
  // A factor and then an offset are one layer.
  const [one, more] = [before?.scale, before?.offset ?? 0];
  const isPlain = scale.length === 1 && typeof one === 'number' && typeof more === 'number';
  if (before?.type === 'Rescaling' && isPlain && importation.isFree(x, node)) {
    before.scale = tidy(one * scale[0]!);
    const all = tidy(more * scale[0]! + offset[0]!);
    if (all === 0) delete before.offset;
    else before.offset = all;
    return x;
  }
  if (scale.length > MOST_NUMBERS) {
    const made = importation.addLike(node, 'BatchNormalization', [x], { epsilon: 0 }, x);
    const weigh = (name: string, list: readonly number[]): void =>
      importation.weighComputed(made.layer, name, [scale.length], () => Float32Array.from(list));
    weigh('gamma', scale);
    weigh('beta', offset);
    weigh(
      'moving_mean',
      scale.map(() => 0),
    );
    weigh(
      'moving_variance',
      scale.map(() => 1),
    );
    return made;
  }
  const short = (list: readonly number[]): Json => (new Set(list).size === 1 ? list[0]! : [...list]);
  const fields = { scale: short(scale), ...(offset.some((value) => value !== 0) && { offset: short(offset) }) };
  return importation.addLike(node, 'Rescaling', [x], fields, x);
}

/** Values side by side: in one order, and with the axes of the one that has most. */
function together(importation: Importation, node: OnnxNode, values: readonly Value[]): readonly Value[] {
  const rank = Math.max(...values.map((value) => value.rank));
  if (values.some((value) => value.shape && value.rank !== rank)) throw new NotImportable('its inputs are spread over more axes');
  const flat = values.map((value) => JSON.stringify(value.flattened));
  if (flat.some((each) => each !== flat[0])) throw new NotImportable('the order of values is another in the file');
  const fullest = values.reduce((most, value) => (value.axes.length > most.axes.length ? value : most));
  const alike = values.every((value) => !value.shape || String(value.axes) === String(fullest.axes));
  return alike ? values : values.map((value) => importation.arranged(node, value, fullest.axes));
}

const negative: NodeReader = (importation, node) => {
  const x = importation.value(node.inputs[0]);
  if (!x) throw new NotImportable('it is computed from constants alone');
  importation.values.set(node.outputs[0]!, importation.addLike(node, 'Rescaling', [x], { scale: -1 }, x));
};

const merging: NodeReader = (importation, node) => {
  const output = node.outputs[0]!;
  const [first, second] = [importation.constant(node.inputs[0]), importation.constant(node.inputs[1])];
  const values = node.inputs.flatMap((name) => importation.value(name) ?? []);
  if (values.length === 0) throw new NotImportable('it is computed from constants alone');
  if (values.length === 1 && node.inputs.length === 1) return void importation.values.set(output, values[0]!);
  const constant = first ?? second;
  if (constant && node.inputs.length === 2) {
    const isFirst = first !== undefined;
    if (node.op === 'Add' && takesBias(importation, node, values[0]!, constant)) return;
    return rescale(importation, node, values[0]!, constant, isFirst);
  }
  const type = MERGING[node.op];
  if (!type || values.length !== node.inputs.length) throw new NotImportable('Layerwise has no such layer');
  const inputs = together(importation, node, values);
  importation.values.set(output, importation.addLike(node, type, inputs, {}, inputs.find(({ shape }) => shape) ?? inputs[0]!));
};

const concatenate: NodeReader = (importation, node) => {
  const values = node.inputs.flatMap((name) => importation.value(name) ?? []);
  if (values.length !== node.inputs.length || values.length === 0) throw new NotImportable('some of its inputs are constants');
  if (values.length === 1) return void importation.values.set(node.outputs[0]!, values[0]!);
  const inputs = together(importation, node, values);
  const like = inputs.find(({ shape }) => shape);
  if (!like || like.flattened) throw new NotImportable('the order of its values is not known');
  const given = intOf(node, 'axis', 1);
  const axis = given < 0 ? given + like.rank : given;
  const wanted = like.axes.includes(axis) ? inputs : inputs.map((value) => importation.arranged(node, value, sameAxes(like.rank)));
  const at = wanted[0]!.axes.indexOf(axis);
  if (at < 1) throw new NotImportable('it puts samples one after the other');
  const fields = at === wanted[0]!.axes.length - 1 ? {} : { axis: at };
  importation.values.set(node.outputs[0]!, importation.addLike(node, 'Concatenate', wanted, fields, wanted[0]!));
};

/** Products with matrices, and what puts several values together. */
export const denseReaders: { readonly [op: string]: NodeReader } = {
  Gemm: gemm,
  MatMul: matMul,
  Einsum: einsum,
  Gather: embedding,
  Concat: concatenate,
  Neg: negative,
  ...Object.fromEntries(['Add', 'Sum', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Mean'].map((op) => [op, merging])),
};
