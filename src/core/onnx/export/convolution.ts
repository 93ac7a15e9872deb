import type { Shape } from '../../diagnostics';
import { reach, type Padding } from '../../layers/windows';
import { transposed } from '../transposed';
import { channelsFirst, type Emission, type Tensor, type WeightArray } from './emission';
import type { LayerEmitter, LayerRequest } from './layerEmitter';

type Attributes = Parameters<Emission['op']>[2] & object;

interface Window {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: Padding;
}

/** Zeros before and after along each axis, as ONNX lists them; with strides and sizes that are not fixed the runtime has to work them out. */
function padding({ size, strides, dilation, padding }: Window, input: Shape): Attributes {
  if (padding === 'valid') return {};
  const windows = size.map((length, axis) => reach(length, dilation[axis] ?? 1));
  const along = input.slice(0, -1);
  if (padding === 'causal') return { pads: { ints: [...windows.map((window) => window - 1), ...windows.map(() => 0)] } };
  if (along.some((length, axis) => length === null && strides[axis] !== 1)) return { auto_pad: { string: 'SAME_UPPER' } };
  const missing = along.map((length, axis) => {
    const [window, step] = [windows[axis]!, strides[axis]!];
    // With a stride of 1 the length does not matter.
    return Math.max(0, length === null ? window - 1 : (Math.ceil(length / step) - 1) * step + window - length);
  });
  const before = missing.map((zeros) => Math.floor(zeros / 2));
  return { pads: { ints: [...before, ...missing.map((zeros, axis) => zeros - before[axis]!)] } };
}

const windowOf = ({ values }: LayerRequest): Window => ({
  size: values.kernel_size as readonly number[],
  strides: values.strides as readonly number[],
  dilation: values.dilation_rate as readonly number[],
  padding: values.padding as Padding,
});

/** Keras's kernel [...window, in, out] as ONNX has it: [out, in, ...window]. */
const outFirst = ({ values, shape }: WeightArray): WeightArray =>
  turn({ values, shape }, [shape.length - 1, shape.length - 2, ...shape.keys()].slice(0, shape.length));

function turn({ values, shape }: WeightArray, order: readonly number[]): WeightArray {
  return { shape: order.map((axis) => shape[axis]!), values: transposed(values, shape, order) };
}

function convolve(
  emission: Emission,
  x: Tensor,
  kernel: WeightArray,
  bias: WeightArray | undefined,
  window: Window,
  groups: number,
): string {
  const inputs = [emission.first(x).name, emission.weight('kernel', kernel.shape, kernel.values)];
  if (bias) inputs.push(emission.weight('bias', bias.shape, bias.values));
  return emission.op('Conv', inputs, {
    kernel_shape: { ints: window.size },
    strides: { ints: window.strides },
    dilations: { ints: window.dilation },
    group: { int: groups },
    ...padding(window, x.shape),
  });
}

const biasOf = ({ values, weight }: LayerRequest): WeightArray | undefined => (values.use_bias === true ? weight('bias') : undefined);

const convolution: LayerEmitter = (emission, request) => {
  const [x] = request.inputs as [Tensor];
  const groups = Number(request.values.groups ?? 1);
  const name = convolve(emission, x, outFirst(request.weight('kernel')), biasOf(request), windowOf(request), groups);
  return { name, shape: request.output, first: true };
};

/** Keras's [...window, in, multiplier] as one kernel for each channel and multiple: [in × multiplier, 1, ...window]. */
function depthwiseKernel({ values, shape }: WeightArray): WeightArray {
  const rank = shape.length;
  const { values: turned } = turn({ values, shape }, [rank - 2, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i)]);
  return { shape: [shape[rank - 2]! * shape[rank - 1]!, 1, ...shape.slice(0, -2)], values: turned };
}

const depthwise: LayerEmitter = (emission, request) => {
  const [x] = request.inputs as [Tensor];
  const kernel = depthwiseKernel(request.weight('kernel'));
  const name = convolve(emission, x, kernel, biasOf(request), windowOf(request), x.shape.at(-1)!);
  return { name, shape: request.output, first: true };
};

const separable: LayerEmitter = (emission, request) => {
  const [x] = request.inputs as [Tensor];
  const kernel = depthwiseKernel(request.weight('depthwise_kernel'));
  const deep = convolve(emission, x, kernel, undefined, windowOf(request), x.shape.at(-1)!);
  const mixing = outFirst(request.weight('pointwise_kernel'));
  const ones = mixing.shape.slice(2);
  const middle: Tensor = { name: deep, shape: [...request.output.slice(0, -1), mixing.shape[1]!], first: true };
  const name = convolve(emission, middle, mixing, biasOf(request), { size: ones, strides: ones, dilation: ones, padding: 'valid' }, 1);
  return { name, shape: request.output, first: true };
};

const transposedConvolution: LayerEmitter = (emission, request) => {
  const [x] = request.inputs as [Tensor];
  const { size, strides, dilation, padding } = windowOf(request);
  const extra = request.values.output_padding as readonly number[] | null;
  // What the convolution that this is the way back of would pad; below 0 it leaves rows out, which are added here.
  const cut = size.map((length, axis) => {
    const [window, step] = [reach(length, dilation[axis]!), strides[axis]!];
    if (extra) return (padding === 'valid' ? 0 : window - (window % 2)) - extra[axis]!;
    return padding === 'valid' ? window - Math.max(window, step) : window - step;
  });
  const before = cut.map((zeros) => Math.max(0, Math.floor(zeros / 2)));
  const kernel = request.weight('kernel');
  const turned = turn(kernel, [3, 2, 0, 1]);
  const inputs = [emission.first(x).name, emission.weight('kernel', turned.shape, turned.values)];
  const bias = biasOf(request);
  if (bias) inputs.push(emission.weight('bias', bias.shape, bias.values));
  const name = emission.op('ConvTranspose', inputs, {
    kernel_shape: { ints: size },
    strides: { ints: strides },
    dilations: { ints: dilation },
    pads: { ints: [...before, ...cut.map((zeros, axis) => Math.max(0, zeros) - before[axis]!)] },
    output_padding: { ints: cut.map((zeros) => Math.max(0, -zeros)) },
  });
  return { name, shape: request.output, first: true };
};

const pooling =
  (op: string): LayerEmitter =>
  (emission, { values, inputs, output }) => {
    const [x] = inputs as [Tensor];
    const size = values.pool_size as readonly number[];
    const window = {
      size,
      strides: (values.strides ?? size) as readonly number[],
      dilation: size.map(() => 1),
      padding: values.padding as Padding,
    };
    const attributes = { kernel_shape: { ints: size }, strides: { ints: window.strides }, ...padding(window, x.shape) };
    return { name: emission.op(op, [emission.first(x).name], attributes), shape: output, first: true };
  };

const globalPooling =
  (op: string): LayerEmitter =>
  (emission, { values, inputs, output }) => {
    const [x] = inputs as [Tensor];
    const name = emission.op(op, [emission.first(x).name]);
    if (values.keepdims === true) return { name, shape: output, first: true };
    return { name: emission.op('Flatten', [name]), shape: output };
  };

const upSampling: LayerEmitter = (emission, { values, inputs, output }) => {
  const [x] = inputs as [Tensor];
  const scales = emission.weight('scales', [4], Float32Array.of(1, 1, ...(values.size as readonly number[])));
  const mode: Attributes =
    values.interpolation === 'bilinear'
      ? { mode: { string: 'linear' }, coordinate_transformation_mode: { string: 'half_pixel' } }
      : { mode: { string: 'nearest' }, coordinate_transformation_mode: { string: 'asymmetric' }, nearest_mode: { string: 'floor' } };
  return { name: emission.op('Resize', [emission.first(x).name, '', scales], mode), shape: output, first: true };
};

type Sides = readonly [readonly [number, number], readonly [number, number]];

/** An amount for each side of an image, put where its axes are: those before, then those after. */
function sidesOf(x: Tensor, [rows, columns]: Sides): readonly [readonly number[], readonly number[]] {
  const around = (side: 0 | 1) => [0, rows[side], columns[side], 0];
  const order = x.first ? channelsFirst(4) : [0, 1, 2, 3];
  return [order.map((axis) => around(0)[axis]!), order.map((axis) => around(1)[axis]!)];
}

const zeroPadding: LayerEmitter = (emission, { values, inputs, output }) => {
  const [x] = inputs as [Tensor];
  const [before, after] = sidesOf(x, values.padding as unknown as Sides);
  return { ...x, shape: output, name: emission.op('Pad', [x.name, emission.ints([...before, ...after])]) };
};

const cropping: LayerEmitter = (emission, { values, inputs, output }) => {
  const [x] = inputs as [Tensor];
  const [before, after] = sidesOf(x, values.cropping as unknown as Sides);
  const axes = [...before.keys()].filter((axis) => before[axis]! > 0 || after[axis]! > 0);
  if (axes.length === 0) return x;
  const starts = axes.map((axis) => before[axis]!);
  const ends = axes.map((axis) => (after[axis] === 0 ? END : -after[axis]!));
  return { ...x, shape: output, name: emission.op('Slice', [x.name, emission.ints(starts), emission.ints(ends), emission.ints(axes)]) };
};
/** Behind the end of any axis. */
const END = 2 ** 31 - 1;

/** Layers that slide a window over their input, or change the size of an image. */
export const convolutionEmitters: { readonly [type: string]: LayerEmitter } = {
  Conv1D: convolution,
  Conv2D: convolution,
  Conv3D: convolution,
  DepthwiseConv2D: depthwise,
  SeparableConv2D: separable,
  Conv2DTranspose: transposedConvolution,
  MaxPooling1D: pooling('MaxPool'),
  MaxPooling2D: pooling('MaxPool'),
  AveragePooling1D: pooling('AveragePool'),
  AveragePooling2D: pooling('AveragePool'),
  GlobalMaxPooling1D: globalPooling('GlobalMaxPool'),
  GlobalMaxPooling2D: globalPooling('GlobalMaxPool'),
  GlobalAveragePooling1D: globalPooling('GlobalAveragePool'),
  GlobalAveragePooling2D: globalPooling('GlobalAveragePool'),
  UpSampling2D: upSampling,
  ZeroPadding2D: zeroPadding,
  Cropping2D: cropping,
};
