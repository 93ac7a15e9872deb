import { backend_util, slice_util, util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf, type Inputs, type KernelCall, type OwnKernel, type OwnKernels } from './ownKernel';

/** Part of a larger array along one axis: so many rows of bytes, at a place in each row of the larger one. */
interface Part {
  readonly rows: number;
  readonly bytes: number;
  /** Of the larger array. */
  readonly rowBytes: number;
  readonly offset: number;
}

const take = (x: number, out: number, { rows, bytes, rowBytes, offset }: Part): KernelCall => ({
  name: 'copyRows',
  args: [rows, bytes, x + offset, rowBytes, out, bytes],
});

const put = (x: number, out: number, { rows, bytes, rowBytes, offset }: Part): KernelCall => ({
  name: 'copyRows',
  args: [rows, bytes, x, bytes, out + offset, rowBytes],
});

/** Parts of those sizes along an axis, one behind the other. */
function partsAlong(shape: readonly number[], axis: number, sizes: readonly number[]): Part[] {
  const [rows, inner] = [sizeOf(shape.slice(0, axis)), 4 * sizeOf(shape.slice(axis + 1))];
  let offset = 0;
  return sizes.map((size) => {
    const part = { rows, bytes: size * inner, rowBytes: shape[axis]! * inner, offset };
    offset += part.bytes;
    return part;
  });
}

const axisOf = (attributes: NamedAttrMap, rank: number): number => {
  const axis = Number(attributes.axis);
  return axis < 0 ? axis + rank : axis;
};

const isFloat = ({ dtype, shape }: TensorInfo) => dtype === 'float32' && sizeOf(shape) > 0;

function taken(x: TensorInfo, shapes: readonly (readonly number[])[], parts: readonly Part[]): OwnKernel {
  return { shapes, work: 0, cost: sizeOf(x.shape), calls: (at, outs) => parts.map((part, i) => take(at(x), outs[i]!, part)) };
}

function joined(tensors: readonly TensorInfo[], shape: readonly number[], parts: readonly Part[]): OwnKernel {
  return { shapes: [shape], work: 0, cost: sizeOf(shape), calls: (at, [out]) => tensors.map((x, i) => put(at(x), out!, parts[i]!)) };
}

/** Kernels that only copy. */
export const copies: OwnKernels = {
  Unpack: (inputs, attributes) => {
    const { value } = inputs as Inputs & { value: TensorInfo };
    if (!isFloat(value)) return undefined;
    const { shape } = value;
    const axis = axisOf(attributes, shape.length);
    const sizes = Array.from({ length: shape[axis]! }, () => 1);
    const each = [...shape.slice(0, axis), ...shape.slice(axis + 1)];
    return taken(
      value,
      sizes.map(() => each),
      partsAlong(shape, axis, sizes),
    );
  },
  SplitV: (inputs, attributes) => {
    const { x } = inputs as Inputs & { x: TensorInfo };
    if (!isFloat(x)) return undefined;
    const axis = axisOf(attributes, x.shape.length);
    const sizes = backend_util.prepareSplitSize(x, attributes.numOrSizeSplits as unknown as number[], axis);
    const shapes = sizes.map((size) => x.shape.map((each, i) => (i === axis ? size : each)));
    return taken(x, shapes, partsAlong(x.shape, axis, sizes));
  },
  Slice: (inputs, attributes) => {
    const { x } = inputs as Inputs & { x: TensorInfo };
    if (!isFloat(x)) return undefined;
    const { begin, size } = attributes as unknown as { begin: number | number[]; size: number | number[] };
    const [from, shape] = slice_util.parseSliceParams(x, begin, size) as [number[], number[]];
    const cut = shape.flatMap((each, i) => (each === x.shape[i] ? [] : [i]));
    // Along one axis alone.
    const [axis = 0] = cut;
    if (cut.length > 1 || sizeOf(shape) === 0) return undefined;
    const [, part] = partsAlong(x.shape, axis, [from[axis]!, shape[axis]!]);
    return taken(x, [shape], [part!]);
  },
  Pack: (inputs, attributes) => {
    const tensors = Object.values(inputs) as TensorInfo[];
    const [first] = tensors;
    if (!tensors.every(isFloat)) return undefined;
    const axis = axisOf(attributes, first!.shape.length + 1);
    const shape = [...first!.shape.slice(0, axis), tensors.length, ...first!.shape.slice(axis)];
    return joined(
      tensors,
      shape,
      partsAlong(
        shape,
        axis,
        tensors.map(() => 1),
      ),
    );
  },
  Concat: (inputs, attributes) => {
    const tensors = Object.values(inputs) as TensorInfo[];
    if (!tensors.every(isFloat)) return undefined;
    const axis = util.parseAxisParam(Number(attributes.axis), tensors[0]!.shape)[0]!;
    const sizes = tensors.map((tensor) => tensor.shape[axis]!);
    const shape = tensors[0]!.shape.map((each, i) => (i === axis ? sizes.reduce((all, size) => all + size, 0) : each));
    return joined(tensors, shape, partsAlong(shape, axis, sizes));
  },
};
