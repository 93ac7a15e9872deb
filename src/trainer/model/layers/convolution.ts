import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { KerasLayer } from './kerasLayer';
import type { LayerFactory } from './layerFactory';
import { samePadding } from './samePadding';

type Padding = 'valid' | 'same' | 'causal';

interface ConvolutionValues {
  readonly filters: number;
  readonly kernel_size: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dilation_rate: readonly number[];
  readonly groups?: number;
  readonly depth_multiplier?: number;
  readonly output_padding?: readonly number[] | null;
  readonly use_bias: boolean;
}

/**
 * A convolution that tfjs-layers cannot train: with dilation, groups, causal padding or steps larger
 * than the kernel. A dilated kernel is the same
 * kernel with zeros between its values, so that the gradient is that of a plain convolution.
 */
class Convolution extends KerasLayer {
  static className = 'LayerwiseConvolution';
  private kernel!: () => Tensor;
  private bias?: () => Tensor;

  constructor(private readonly values: ConvolutionValues) {
    super();
  }

  override build(inputShape: (number | null)[]): void {
    const { filters, kernel_size, groups = 1, use_bias } = this.values;
    this.kernel = this.weight('kernel', [...kernel_size, inputShape.at(-1)! / groups, filters]);
    if (use_bias) this.bias = this.weight('bias', [filters]);
    this.built = true;
  }

  protected override forward(x: Tensor): Tensor {
    const { dilation_rate, groups = 1 } = this.values;
    const kernel = dilate(this.kernel(), dilation_rate);
    const input = padded(x, kernel, this.values);
    const output = groups === 1 ? this.convolve(input, kernel) : this.grouped(input, kernel, groups);
    return this.bias ? tf.add(output, this.bias()) : output;
  }

  private grouped(x: Tensor, kernel: Tensor, groups: number): Tensor {
    const kernels = tf.split(kernel, groups, kernel.rank - 1);
    return tf.concat(
      tf.split(x, groups, x.rank - 1).map((part, group) => this.convolve(part, kernels[group]!)),
      x.rank - 1,
    );
  }

  private convolve(x: Tensor, kernel: Tensor): Tensor {
    const strides = [...this.values.strides];
    switch (x.rank) {
      case 3:
        return tf.conv1d(x as tf.Tensor3D, kernel as tf.Tensor3D, strides[0]!, 'valid');
      case 4:
        return tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, strides as [number, number], 'valid');
      default:
        return tf.conv3d(x as tf.Tensor5D, kernel as tf.Tensor5D, strides as [number, number, number], 'valid');
    }
  }
}

/** The way back of a convolution, with dilation and `output_padding`, which tfjs-layers does not have. */
class Transposed extends KerasLayer {
  static className = 'LayerwiseTransposed';
  private kernel!: () => Tensor;
  private bias?: () => Tensor;

  constructor(private readonly values: ConvolutionValues) {
    super();
  }

  override build(inputShape: (number | null)[]): void {
    const { filters, kernel_size, use_bias } = this.values;
    this.kernel = this.weight('kernel', [...kernel_size, filters, inputShape.at(-1)!]);
    if (use_bias) this.bias = this.weight('bias', [filters]);
    this.built = true;
  }

  protected override forward(x: Tensor): Tensor {
    const { filters, strides, padding, dilation_rate } = this.values;
    const kernel = dilate(this.kernel(), dilation_rate) as tf.Tensor4D;
    const [batch, height, width] = x.shape as [number, number, number];
    const shape: [number, number, number, number] = [
      batch,
      this.size(height, kernel.shape[0], 0),
      this.size(width, kernel.shape[1], 1),
      filters,
    ];
    const pad = padding === 'same' ? 'same' : 'valid';
    const output = tf.conv2dTranspose(x as tf.Tensor4D, kernel, shape, strides as [number, number], pad);
    return this.bias ? tf.add(output, this.bias()) : output;
  }

  /** `keras/src/backend/common/backend_utils.py`: how far the kernel (with its gaps) reaches from so many places. */
  private size(places: number, window: number, axis: number): number {
    const { strides, padding, output_padding } = this.values;
    const step = strides[axis]!;
    if (!output_padding) return padding === 'valid' ? (places - 1) * step + Math.max(window, step) : places * step;
    return (places - 1) * step + (padding === 'valid' ? window : window % 2) + output_padding[axis]!;
  }
}

/** Depthwise and separable convolutions; those of tfjs-layers can't train with dilation, and name the kernel otherwise. */
class Depthwise extends KerasLayer {
  static className = 'LayerwiseDepthwise';
  private depthwise!: () => Tensor;
  private pointwise?: () => Tensor;
  private bias?: () => Tensor;

  constructor(
    private readonly values: ConvolutionValues,
    private readonly separable: boolean,
  ) {
    super();
  }

  override build(inputShape: (number | null)[]): void {
    const { kernel_size, depth_multiplier = 1, filters, use_bias } = this.values;
    const channels = inputShape.at(-1)!;
    this.depthwise = this.weight(this.separable ? 'depthwise_kernel' : 'kernel', [...kernel_size, channels, depth_multiplier]);
    if (this.separable) this.pointwise = this.weight('pointwise_kernel', [1, 1, channels * depth_multiplier, filters]);
    if (use_bias) this.bias = this.weight('bias', [this.separable ? filters : channels * depth_multiplier]);
    this.built = true;
  }

  protected override forward(x: Tensor): Tensor {
    const { strides, dilation_rate } = this.values;
    const kernel = dilate(this.depthwise(), dilation_rate) as tf.Tensor4D;
    const input = padded(x, kernel, this.values) as tf.Tensor4D;
    const deep = tf.depthwiseConv2d(input, kernel, strides as [number, number], 'valid');
    const output = this.pointwise ? tf.conv2d(deep, this.pointwise() as tf.Tensor4D, 1, 'valid') : deep;
    return this.bias ? tf.add(output, this.bias()) : output;
  }
}

/** x with the zeros around it that the padding asks for, for a kernel whose gaps are in it already. */
function padded(x: Tensor, kernel: Tensor, { padding, strides }: ConvolutionValues): Tensor {
  if (padding === 'valid') return x;
  const windows = kernel.shape.slice(0, -2);
  const along =
    padding === 'causal' ? windows.map((window): [number, number] => [window - 1, 0]) : samePadding(x.shape.slice(1, -1), windows, strides);
  return tf.pad(x, [[0, 0], ...along, [0, 0]]);
}

/** The kernel with `rate` - 1 zeros between its values along each axis; its last two dimensions are channels. */
function dilate(kernel: Tensor, rates: readonly number[]): Tensor {
  return rates.reduce((all, rate, axis) => spread(all, axis, rate), kernel);
}

function spread(x: Tensor, axis: number, rate: number): Tensor {
  if (rate === 1) return x;
  const size = x.shape[axis]!;
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const apart = tf.reshape(x, [...before, size, 1, ...after]);
  const paddings = apart.shape.map((_, i): [number, number] => (i === axis + 1 ? [0, rate - 1] : [0, 0]));
  const padded = tf.pad(apart, paddings);
  const whole = tf.reshape(padded, [...before, size * rate, ...after]);
  return tf.slice(
    whole,
    whole.shape.map(() => 0),
    [...before, (size - 1) * rate + 1, ...after],
  );
}

const isPlain = ({ dilation_rate, groups = 1, padding, kernel_size, strides }: ConvolutionValues): boolean =>
  dilation_rate.every((rate) => rate === 1) &&
  groups === 1 &&
  (padding === 'valid' || (padding === 'same' && strides.every((stride, axis) => stride <= kernel_size[axis]!)));

interface StockArguments {
  readonly filters: number;
  readonly kernelSize: number[];
  readonly strides: number[];
  readonly padding: 'valid' | 'same';
  readonly useBias: boolean;
  readonly kernelInitializer: 'zeros';
}

const convolution =
  (stock: (settings: StockArguments) => layers.Layer): LayerFactory =>
  ({ values: given }) => {
    const values = given as unknown as ConvolutionValues;
    if (!isPlain(values)) return { layer: new Convolution(values) };
    const { filters, kernel_size, strides, padding, use_bias: useBias } = values;
    const settings = { filters, kernelSize: [...kernel_size], strides: [...strides], padding: padding as 'valid' | 'same', useBias };
    // Starting values come from the model's own streams; tfjs's would only cost time.
    return { layer: stock({ ...settings, kernelInitializer: 'zeros' }) };
  };

export const convolutionLayers: { readonly [type: string]: LayerFactory } = {
  Conv1D: convolution((settings) => layers.conv1d(settings)),
  Conv2D: convolution((settings) => layers.conv2d(settings)),
  Conv3D: convolution((settings) => layers.conv3d(settings)),
  Conv2DTranspose: ({ values }) => ({ layer: new Transposed(values as unknown as ConvolutionValues) }),
  DepthwiseConv2D: ({ values }) => ({ layer: new Depthwise(values as unknown as ConvolutionValues, false) }),
  SeparableConv2D: ({ values }) => ({ layer: new Depthwise(values as unknown as ConvolutionValues, true) }),
};
