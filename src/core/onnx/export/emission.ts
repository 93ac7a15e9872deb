import type { Shape } from '../../diagnostics';
import { ONNX_TYPES, type OnnxAttribute, type OnnxNode, type OnnxTensor } from '../model';
import { transposed } from '../transposed';

/**
 * A tensor of the graph. `first`: its channels come right after the batch, as ONNX's convolutions want them; else they come
 * last, as in Keras. Values stay as they are until something asks for the other order, so that a chain of convolutions is
 * turned once where it begins and once where it ends.
 */
export interface Tensor {
  readonly name: string;
  /** Of a sample, in Keras's order, whatever the order in the graph. */
  readonly shape: Shape;
  readonly first?: boolean;
  /** Whole numbers. */
  readonly integer?: boolean;
}

/** A weight of a layer. */
export interface WeightArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

type Attributes = { readonly [name: string]: OnnxAttribute };

/** Collects the nodes and constants of a graph. */
export class Emission {
  readonly nodes: OnnxNode[] = [];
  readonly constants: OnnxTensor[] = [];
  /** What new names begin with: the layer's name. */
  scope = '';
  private readonly names = new Set<string>();
  private readonly known = new Map<string, string>();

  /** Adds a node; the name of its first output. Further ones are that name with `_1`, `_2` behind it. */
  op(op: string, inputs: readonly string[], attributes: Attributes = {}, outputs = 1): string {
    const name = this.unique(`${this.scope}/${op}`);
    const made = Array.from({ length: outputs }, (_, i) => (i === 0 ? name : `${name}_${i}`));
    this.nodes.push({ name, op, inputs, outputs: made, attributes });
    return name;
  }

  /** A node that gives a tensor like `like`, in the same order of dimensions. */
  map(like: Tensor, op: string, inputs: readonly string[], attributes: Attributes = {}): Tensor {
    return { ...like, name: this.op(op, inputs, attributes), integer: false };
  }

  weight(name: string, shape: readonly number[], values: Float32Array): string {
    const unique = this.unique(`${this.scope}/${name}`);
    this.constants.push({ name: unique, type: ONNX_TYPES.float, shape, values });
    return unique;
  }

  /** One number, shared by all who use it. */
  scalar(value: number): string {
    return this.constant(`number ${value}`, { type: ONNX_TYPES.float, shape: [], values: Float32Array.of(value) });
  }

  /** A list of whole numbers, shared. */
  ints(values: readonly number[]): string {
    return this.constant(`sizes ${values.join(' ')}`, { type: ONNX_TYPES.int64, shape: [values.length], values });
  }

  /** The tensor with its channels first. */
  first(x: Tensor): Tensor {
    return x.first || x.shape.length < 2 ? x : { ...x, name: this.turned(x, channelsFirst(x.shape.length + 1), 'first'), first: true };
  }

  /** The tensor as Keras has it. */
  last(x: Tensor): Tensor {
    return x.first ? { ...x, name: this.turned(x, channelsLast(x.shape.length + 1), 'last'), first: false } : x;
  }

  /** A weight that goes with a tensor value by value: its shape is that of a sample, or has sizes of 1. In the tensor's order. */
  beside(x: Tensor, name: string, { shape, values }: WeightArray): string {
    const order = x.first
      ? channelsFirst(shape.length + 1)
          .slice(1)
          .map((axis) => axis - 1)
      : undefined;
    return order
      ? this.weight(
          name,
          order.map((axis) => shape[axis]!),
          transposed(values, shape, order),
        )
      : this.weight(name, shape, values);
  }

  /** Numbers that are no whole ones. */
  floating(x: Tensor): Tensor {
    return x.integer ? this.map(x, 'Cast', [x.name], { to: { int: ONNX_TYPES.float } }) : x;
  }

  /** The same values as samples of that shape; x has to be in Keras's order. */
  reshape(x: Tensor, shape: Shape): Tensor {
    const open = shape.findIndex((size) => size === null);
    const sizes = open < 0 ? [-1, ...shape] : [0, ...shape.map((size, axis) => size ?? (axis === open ? -1 : 0))];
    return { ...x, shape, name: this.op('Reshape', [x.name, this.ints(sizes as number[])]) };
  }

  private turned(x: Tensor, order: readonly number[], to: string): string {
    const key = `${x.name} ${to}`;
    const name = this.known.get(key) ?? this.op('Transpose', [x.name], { perm: { ints: order } });
    this.known.set(key, name);
    return name;
  }

  private constant(name: string, tensor: Omit<OnnxTensor, 'name'>): string {
    if (!this.known.has(name)) {
      this.known.set(name, this.unique(name));
      this.constants.push({ name: this.known.get(name)!, ...tensor });
    }
    return this.known.get(name)!;
  }

  private unique(stem: string): string {
    let name = stem;
    for (let n = 2; this.names.has(name); n++) name = `${stem}_${n}`;
    this.names.add(name);
    return name;
  }
}

/** The axis of a batch that a Keras axis is (the batch counts, -1 is the last) in a tensor of the graph. */
export function axisIn(x: Tensor, axis: number): number {
  const rank = x.shape.length + 1;
  const at = axis < 0 ? axis + rank : axis;
  if (!x.first || at === 0) return at;
  return at === rank - 1 ? 1 : at + 1;
}

const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
export const channelsFirst = (rank: number): number[] => [0, rank - 1, ...range(1, rank - 1)];
const channelsLast = (rank: number): number[] => [0, ...range(2, rank), 1];
