import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { KerasLayer } from './kerasLayer';
import type { LayerFactory } from './layerFactory';

type Padding = 'valid' | 'same' | 'causal';

interface ConvolutionValues {
  readonly filters: number;
  readonly kernel_size: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dilation_rate: readonly number[];
  readonly groups?: number;
  readonly depth_multiplier?: number;
  readonly use_bias: boolean;
}

/**
 * A convolution that tfjs-layers cannot train: with dilation, groups or causal padding. A dilated kernel is the same
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
    const { kernel_size, dilation_rate, groups = 1, padding } = this.values;
    const input =
      padding === 'causal'
        ? tf.pad(x, [
            [0, 0],
            [dilation_rate[0]! * (kernel_size[0]! - 1), 0],
            [0, 0],
          ])
        : x;
    const kernel = dilate(this.kernel(), dilation_rate);
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
    const pad = this.values.padding === 'same' ? 'same' : 'valid';
    switch (x.rank) {
      case 3:
        return tf.conv1d(x as tf.Tensor3D, kernel as tf.Tensor3D, strides[0]!, pad);
      case 4:
        return tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, strides as [number, number], pad);
      default:
        return tf.conv3d(x as tf.Tensor5D, kernel as tf.Tensor5D, strides as [number, number, number], pad);
    }
  }
}

/** Depthwise and separable convolutions with dilation. */
class DilatedDepthwise extends KerasLayer {
  static className = 'LayerwiseDilatedDepthwise';
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
    const { strides, padding, dilation_rate } = this.values;
    const kernel = dilate(this.depthwise(), dilation_rate) as tf.Tensor4D;
    const pad = padding === 'same' ? 'same' : 'valid';
    const deep = tf.depthwiseConv2d(x as tf.Tensor4D, kernel, strides as [number, number], pad);
    const output = this.pointwise ? tf.conv2d(deep, this.pointwise() as tf.Tensor4D, 1, 'valid') : deep;
    return this.bias ? tf.add(output, this.bias()) : output;
  }
}

/** The kernel with `rate` - 1 zeros between its values along each axis; its last two dimensions are channels. */
export function dilate(kernel: Tensor, rates: readonly number[]): Tensor {
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

const isPlain = ({ dilation_rate, groups = 1, padding }: ConvolutionValues): boolean =>
  dilation_rate.every((rate) => rate === 1) && groups === 1 && padding !== 'causal';

const shared = ({ filters, kernel_size, strides, padding, use_bias }: ConvolutionValues) => ({
  filters,
  kernelSize: [...kernel_size],
  strides: [...strides],
  padding: padding as 'valid' | 'same',
  useBias: use_bias,
});

type Arguments = ReturnType<typeof shared>;

const convolution =
  (stock: (settings: Arguments) => layers.Layer): LayerFactory =>
  ({ values }) => {
    const convolutionValues = values as unknown as ConvolutionValues;
    return { layer: isPlain(convolutionValues) ? stock(shared(convolutionValues)) : new Convolution(convolutionValues) };
  };

export const convolutionLayers: { readonly [type: string]: LayerFactory } = {
  Conv1D: convolution((settings) => layers.conv1d(settings)),
  Conv2D: convolution((settings) => layers.conv2d(settings)),
  Conv3D: convolution((settings) => layers.conv3d(settings)),
  Conv2DTranspose: ({ values }) => ({ layer: layers.conv2dTranspose(shared(values as unknown as ConvolutionValues)) }),
  DepthwiseConv2D: ({ values }) => {
    const depthwise = values as unknown as ConvolutionValues;
    const { kernelSize, strides, padding, useBias } = shared(depthwise);
    if (!isPlain(depthwise)) return { layer: new DilatedDepthwise(depthwise, false) };
    return {
      layer: layers.depthwiseConv2d({
        kernelSize: kernelSize as [number, number],
        strides: strides,
        padding,
        useBias,
        depthMultiplier: depthwise.depth_multiplier,
      }),
    };
  },
  SeparableConv2D: ({ values }) => {
    const separable = values as unknown as ConvolutionValues;
    if (!isPlain(separable)) return { layer: new DilatedDepthwise(separable, true) };
    return { layer: layers.separableConv2d({ ...shared(separable), depthMultiplier: separable.depth_multiplier }) };
  },
};
