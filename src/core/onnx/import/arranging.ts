import type { OnnxNode } from '../model';
import { product } from '../../layers/size';
import { floatOf, intOf, intsOf } from './attributes';
import { NotImportable, type Importation } from './importation';
import type { NodeReader } from './nodeReader';
import { regroup, resolveRest, type Size } from './regroup';
import { countOf } from './storedTensor';
import { fileShape, sameAxes, type Value } from './value';

const input = (importation: Importation, node: OnnxNode): Value => {
  const x = importation.value(node.inputs[0]);
  if (!x) throw new NotImportable('it is computed from constants alone');
  return x;
};

/** Sizes with a name for each that is not fixed. */
const named = (sizes: readonly (number | null)[]): Size[] => sizes.map((size, axis) => size ?? `axis ${axis}`);

/** The value in another shape of the file. */
function reshape(importation: Importation, node: OnnxNode, x: Value, target: readonly Size[]): Value {
  const sizes = fileShape(x);
  if (!sizes) throw new NotImportable('the shape of its input is not known');
  const from = named(sizes);
  const batch = `axis ${x.axes[0]}`;
  // Whatever its sizes are, all of a sample becomes one row.
  const to =
    target.length === 2 && target[0] === batch && target[1] === -1 && sizes.filter((size) => size === null).length > 1
      ? target
      : resolveRest(from, target);
  const groups = to && regroup(from, to);
  if (!to) throw new NotImportable('its new shape is not known');
  const lazy = groups && followed(x, groups, to);
  if (lazy) return { ...x, axes: lazy, rank: to.length };
  if (x.flattened) throw new NotImportable('the order of values is another in the file');
  if (to[0] !== batch) throw new NotImportable('it puts samples and their values together');
  if (to.length === 2) return flatten(importation, node, x);
  const now = importation.arranged(node, x, [x.axes[0]!, ...sameAxes(x.rank).filter((axis) => axis !== x.axes[0])]);
  if (now.axes[0] !== 0) throw new NotImportable('its batch is not the first axis');
  const open = to.slice(1).filter((size) => typeof size !== 'number').length;
  if (open > 1) throw new NotImportable('more than one of its sizes is not fixed');
  return importation.add(node, 'Reshape', [now], { target_shape: to.slice(1).map((size) => (typeof size === 'number' ? size : -1)) });
}

/** The axes of a value after its shape in the file has changed in that way only that axes of size 1 came or went. */
function followed(
  { axes }: Value,
  groups: readonly { from: readonly number[]; to: readonly number[] }[],
  to: readonly Size[],
): number[] | undefined {
  const moved = new Map<number, number>();
  for (const group of groups) {
    const held = group.from.filter((axis) => axes.includes(axis));
    const wide = group.to.filter((axis) => to[axis] !== 1);
    if (held.length > 1 || wide.length > 1) return undefined;
    if (held.length === 0) continue;
    const place = wide[0] ?? group.to[0];
    if (place === undefined) return undefined;
    moved.set(held[0]!, place);
  }
  const followed = axes.map((axis) => moved.get(axis));
  return followed.every((axis) => axis !== undefined) ? followed : undefined;
}

/** Functions of each value, after which the order of values still does not matter. */
const EACH = new Set([
  'Relu',
  'LeakyRelu',
  'Elu',
  'Selu',
  'Sigmoid',
  'Tanh',
  'Clip',
  'Dropout',
  'Identity',
  'Softplus',
  'Gelu',
  'HardSwish',
]);

/** All values of a sample in a row. In the order of the file only where more than matrices asks for that. */
function flatten(importation: Importation, node: OnnxNode, x: Value): Value {
  const held = [...x.axes].sort((a, b) => a - b);
  const inOrder = held.every((axis, i) => axis === x.axes[i]);
  if (inOrder) return { ...importation.add(node, 'Flatten', [x]), axes: [0, 1], rank: 2 };
  if (x.shape!.includes(null) || !endsInMatrices(importation, node.outputs[0]!)) {
    const made = importation.add(node, 'Flatten', [importation.arranged(node, x, sameAxes(x.rank))]);
    return { ...made, axes: [0, 1], rank: 2 };
  }
  const sizes = fileShape(x)!;
  const ofSample = held.filter((axis) => axis !== x.axes[0]);
  const flattened = {
    sizes: ofSample.map((axis) => sizes[axis]!),
    order: x.axes.slice(1).map((axis) => ofSample.indexOf(axis)),
  };
  return { ...importation.add(node, 'Flatten', [x]), axes: [0, 1], rank: 2, flattened };
}

/** No network goes on so long without a matrix; what does is put in order before it. */
const LONGEST_ROW = 500;

/** Each value is looked at once, whoever takes it. */
function endsInMatrices(importation: Importation, name: string, depth = 0): boolean {
  const known = importation.inMatrices.get(name);
  if (known !== undefined) return known;
  const users = importation.users.get(name) ?? [];
  importation.inMatrices.set(name, false);
  const ends =
    users.length > 0 &&
    depth < LONGEST_ROW &&
    !importation.outputs.has(name) &&
    users.every(
      (user) =>
        user.inputs[0] === name &&
        ((/^(Gemm|MatMul)$/.test(user.op) && importation.constant(user.inputs[1]) !== undefined) ||
          (EACH.has(user.op) && endsInMatrices(importation, user.outputs[0]!, depth + 1))),
    );
  importation.inMatrices.set(name, ends);
  return ends;
}

const set = (importation: Importation, node: OnnxNode, value: Value): void => void importation.values.set(node.outputs[0]!, value);

const reshapeReader: NodeReader = (importation, node) => {
  if (viewed(importation, node)) return;
  const x = input(importation, node);
  const target = importation.numbers(node.inputs[1]) ?? intsOf(node, 'shape');
  const sizes = fileShape(x);
  if (!target || !sizes) throw new NotImportable('its new shape is not known');
  const from = named(sizes);
  const fixed = importation.fixedBatch;
  set(
    importation,
    node,
    reshape(
      importation,
      node,
      x,
      target.map((size, axis) => {
        // A size that is worked out of one that is not fixed; the batch is meant where it is at the front.
        if (Number.isNaN(size) || (axis === 0 && x.axes[0] === 0 && size === fixed)) return from[axis] ?? -1;
        return size === 0 && intOf(node, 'allowzero', 0) === 0 ? (from[axis] ?? 0) : size;
      }),
    ),
  );
};

const flattenReader: NodeReader = (importation, node) => {
  const x = input(importation, node);
  const axis = intOf(node, 'axis', 1);
  if (!x.shape) return set(importation, node, { ...importation.add(node, 'Flatten', [x]), axes: [0, 1], rank: 2 });
  if (axis !== 1 && axis !== 1 - x.rank) throw new NotImportable('it puts samples and their values together');
  if (x.axes[0] !== 0) throw new NotImportable('its batch is not the first axis');
  set(importation, node, x.rank === 2 ? x : reshape(importation, node, x, ['axis 0', -1]));
};

const transpose: NodeReader = (importation, node) => {
  const constant = importation.constant(node.inputs[0]);
  const rank = importation.value(node.inputs[0])?.rank ?? constant?.tensor.shape.length ?? 0;
  const order = intsOf(node, 'perm') ?? sameAxes(rank).reverse();
  if (constant) {
    const before = constant.order ?? sameAxes(rank);
    importation.constants.set(node.outputs[0]!, { tensor: constant.tensor, order: order.map((axis) => before[axis]!) });
    return;
  }
  const x = input(importation, node);
  if (x.flattened) throw new NotImportable('the order of values is another in the file');
  set(importation, node, { ...x, axes: x.axes.map((axis) => order.indexOf(axis)) });
};

const axesOf = (importation: Importation, node: OnnxNode, rank: number): readonly number[] | undefined =>
  (importation.numbers(node.inputs[1]) ?? intsOf(node, 'axes'))?.map((axis) => (axis < 0 ? axis + rank : axis));

const squeeze: NodeReader = (importation, node) => {
  if (viewed(importation, node)) return;
  const x = input(importation, node);
  const sizes = fileShape(x);
  if (!sizes) return set(importation, node, x);
  const gone = axesOf(importation, node, x.rank) ?? sameAxes(x.rank).filter((axis) => sizes[axis] === 1);
  if (gone.some((axis) => axis === x.axes[0])) throw new NotImportable('it takes away the batch');
  set(
    importation,
    node,
    reshape(
      importation,
      node,
      x,
      named(sizes).filter((_, axis) => !gone.includes(axis)),
    ),
  );
};

const unsqueeze: NodeReader = (importation, node) => {
  if (viewed(importation, node)) return;
  const x = input(importation, node);
  const given = importation.numbers(node.inputs[1]) ?? intsOf(node, 'axes') ?? [];
  const rank = x.rank + given.length;
  const added = given.map((axis) => (axis < 0 ? axis + rank : axis));
  const kept = sameAxes(rank).filter((axis) => !added.includes(axis));
  set(importation, node, { ...x, axes: x.axes.map((axis) => kept[axis]!), rank });
};

const tile: NodeReader = (importation, node) => {
  const x = input(importation, node);
  const repeats = importation.numbers(node.inputs[1]);
  if (repeats?.length !== 3 || repeats[0] !== 1 || repeats[2] !== 1 || String(x.axes) !== '0,2')
    throw new NotImportable('it repeats something else than a vector');
  set(importation, node, importation.add(node, 'RepeatVector', [x], { n: repeats[1]! }));
};

const same: NodeReader = (importation, node) => {
  const constant = importation.constant(node.inputs[0]);
  if (constant) importation.constants.set(node.outputs[0]!, constant);
  else set(importation, node, input(importation, node));
};

/** A constant in another shape is the same constant. */
function viewed(importation: Importation, node: OnnxNode): boolean {
  const constant = importation.constant(node.inputs[0]);
  if (!constant || constant.order) return false;
  const { tensor } = constant;
  const list = importation.numbers(node.inputs[1]) ?? intsOf(node, node.op === 'Reshape' ? 'shape' : 'axes') ?? [];
  const shape = shapeAfter(node.op, tensor.shape, list);
  if (!shape || product(shape) !== countOf(tensor)) return false;
  importation.constants.set(node.outputs[0]!, { tensor: { ...tensor, shape } });
  return true;
}

function shapeAfter(op: string, shape: readonly number[], list: readonly number[]): readonly number[] | undefined {
  if (op === 'Reshape') {
    const sizes = list.map((size, axis) => (size === 0 ? (shape[axis] ?? 0) : size));
    const known = product(sizes.filter((size) => size !== -1));
    return sizes.map((size) => (size === -1 ? product(shape) / known : size));
  }
  const rank = op === 'Unsqueeze' ? shape.length + list.length : shape.length;
  const axes = list.map((axis) => (axis < 0 ? axis + rank : axis));
  if (op === 'Squeeze') return shape.filter((size, axis) => (axes.length === 0 ? size !== 1 : !axes.includes(axis)));
  const left = [...shape];
  return Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : left.shift()!));
}

/** So many values may be made from nothing: a file of a few bytes may ask for any number. */
const MOST_FILLED = 2 ** 28;

/** One value everywhere. */
const filled: NodeReader = (importation, node) => {
  const shape = importation.numbers(node.inputs[0]);
  if (!shape || shape.some((size) => !(size >= 0))) throw new NotImportable('its shape is not constant');
  importation.filled += product(shape);
  if (importation.filled > MOST_FILLED) throw new NotImportable('it makes more values than fit into memory');
  const value = importation.attributeTensors.get(node)?.read(0, 1)[0] ?? 0;
  const tensor = { name: node.outputs[0]!, shape, read: (from: number, to: number) => new Float32Array(to - from).fill(value) };
  importation.constants.set(node.outputs[0]!, { tensor });
};

const dropout: NodeReader = (importation, node) => {
  const x = input(importation, node);
  if (importation.isUsed(node.outputs[1])) throw new NotImportable('its mask is used');
  const rate = importation.numbers(node.inputs[1])?.[0] ?? floatOf(node, 'ratio', 0.5);
  set(importation, node, importation.addLike(node, 'Dropout', [x], { rate: Number(rate.toPrecision(7)) }, x));
};

/** What only arranges values. */
export const arrangingReaders: { readonly [op: string]: NodeReader } = {
  Reshape: reshapeReader,
  Flatten: flattenReader,
  Transpose: transpose,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Tile: tile,
  Identity: same,
  Cast: same,
  ConstantOfShape: filled,
  Dropout: dropout,
};
