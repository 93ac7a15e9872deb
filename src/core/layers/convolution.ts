import * as l10n from '@vscode/l10n';
import type { Shape } from '../diagnostics';
import { formatCount } from '../format';
import { unknownDimension } from './axes';
import type { Field } from './fields';
import type { LayerContext, LayerType, Refusal, Weight } from './layerType';
import { arithmetic, multiplied, weight } from './size';
import { activation, count, dataFormat, initializer, penalties, perAxis, useBias } from './weightFields';
import { padding, places, reach, SAMPLE, windowTooLarge, type Padding } from './windows';

const doc = (page: string): string => `https://keras.io/api/layers/convolution_layers/${page}/`;

const filters = count('filters', 'Number of kernels, and of channels that come out.');
const kernelSize = (axes: number): Field => perAxis('kernel_size', axes, 'Size of the kernel.');
const ones = (axes: number): Field['default'] => (axes === 1 ? 1 : Array.from({ length: axes }, () => 1));
const strides = (axes: number): Field => perAxis('strides', axes, 'Step from one place to the next.', ones(axes));
const dilation = (axes: number): Field =>
  perAxis('dilation_rate', axes, 'Distance between the values that a kernel takes.', ones(axes), 'advanced');
const paddingHelp = 'valid: the kernel stays inside the input; same: zeros around it keep its size.';
const sameOrValid = padding(['valid', 'same'], paddingHelp);
const multiplier = count('depth_multiplier', 'Channels that come out for each channel that goes in.', 1);
const start = { filters: 32, kernel_size: 3 };

/** Conv1D, Conv2D and Conv3D. */
function convolution(axes: 1 | 2 | 3): LayerType {
  const type = `Conv${axes}D`;
  return {
    type,
    family: 'conv',
    arity: 1,
    rank: SAMPLE[axes]?.rank,
    axes: SAMPLE[axes]?.axes,
    fields: [
      filters,
      kernelSize(axes),
      strides(axes),
      axes === 1 ? padding(['valid', 'same', 'causal'], `${paddingHelp} causal: no step sees a later one.`) : sameOrValid,
      dataFormat,
      dilation(axes),
      count('groups', 'Parts that the channels are split into, each with kernels of its own.', 1, 'advanced'),
      activation(null),
      useBias,
      initializer('kernel', 'glorot_uniform'),
      initializer('bias', 'zeros'),
      ...penalties('kernel', 'bias'),
    ],
    help: `Slides kernels over ${SAMPLE[axes]?.what}.`,
    doc: doc(`convolution${axes}d`),
    start,
    infer: (context) => convolve(type, context),
  };
}

/** Layers that slide a small kernel over their input. */
export const convolutionTypes: readonly LayerType[] = [
  convolution(1),
  convolution(2),
  convolution(3),
  {
    type: 'Conv2DTranspose',
    family: 'conv',
    arity: 1,
    rank: SAMPLE[2]?.rank,
    axes: SAMPLE[2]?.axes,
    fields: [
      filters,
      kernelSize(2),
      strides(2),
      sameOrValid,
      {
        name: 'output_padding',
        value: { kind: 'integers', length: 2, single: true, minimum: 0 },
        default: null,
        nullable: true,
        group: 'advanced',
        help: 'Rows and columns that are added to the output; null: as many as the strides ask for.',
      },
      dataFormat,
      dilation(2),
      activation(null),
      useBias,
      initializer('kernel', 'glorot_uniform'),
      initializer('bias', 'zeros'),
      ...penalties('kernel', 'bias'),
    ],
    help: 'The way back of a convolution: makes an image larger.',
    doc: doc('convolution2d_transpose'),
    start: { filters: 32, kernel_size: 3, strides: 2, padding: 'same' },
    infer: transpose,
  },
  {
    type: 'DepthwiseConv2D',
    family: 'conv',
    arity: 1,
    rank: SAMPLE[2]?.rank,
    axes: SAMPLE[2]?.axes,
    fields: [
      kernelSize(2),
      strides(2),
      sameOrValid,
      multiplier,
      dataFormat,
      dilation(2),
      activation(null),
      useBias,
      initializer('depthwise', 'glorot_uniform'),
      initializer('bias', 'zeros'),
      ...penalties('depthwise', 'bias'),
    ],
    help: 'Slides a kernel over each channel by itself.',
    doc: doc('depthwise_convolution2d'),
    start: { kernel_size: 3 },
    infer: depthwise,
  },
  {
    type: 'SeparableConv2D',
    family: 'conv',
    arity: 1,
    rank: SAMPLE[2]?.rank,
    axes: SAMPLE[2]?.axes,
    fields: [
      filters,
      kernelSize(2),
      strides(2),
      sameOrValid,
      dataFormat,
      dilation(2),
      multiplier,
      activation(null),
      useBias,
      initializer('depthwise', 'glorot_uniform'),
      initializer('pointwise', 'glorot_uniform'),
      initializer('bias', 'zeros'),
      ...penalties('depthwise', 'pointwise', 'bias'),
    ],
    help: 'A kernel for each channel, then a mix of the channels: a convolution with far fewer weights.',
    doc: doc('separable_convolution2d'),
    start,
    infer: separable,
  },
];

type WindowValues = {
  readonly kernel_size: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dilation_rate: readonly number[];
  readonly use_bias: boolean;
};

/** Places of the kernel along each axis, and how many channels there are; or why it cannot be placed. */
function place(type: string, { name, values, inputs: [input = []] }: LayerContext) {
  const { kernel_size, strides, padding, dilation_rate, use_bias } = values as WindowValues;
  const channels = input.at(-1) ?? null;
  if (channels === null) return unknownDimension(name, type, input);
  const refusal = stridesAndDilation(type, strides, dilation_rate);
  if (refusal) return refusal;
  const along = input
    .slice(0, -1)
    .map((size, axis) => places(size, kernel_size[axis] ?? 1, strides[axis] ?? 1, dilation_rate[axis] ?? 1, padding));
  if (along.some((size) => size !== null && size < 1)) return windowTooLarge(name, type, input, kernel_size, dilation_rate);
  const bias = (size: number): readonly Weight[] => (use_bias ? [weight('bias', [size])] : []);
  return { along, channels, kernel_size, bias };
}

/** No runtime has a kernel for both at once, and Keras refuses it. */
function stridesAndDilation(type: string, strides: readonly number[], dilation: readonly number[]): Refusal | undefined {
  if (Math.max(...strides) === 1 || Math.max(...dilation) === 1) return undefined;
  const expected = l10n.t`1, because strides is ${strides.join(' × ')}`;
  return { problem: 'field.wrong-value', facts: { type, field: 'dilation_rate', expected, found: dilation }, field: 'dilation_rate' };
}

/** `kernels`: each is applied once at each place. */
const convolved = (along: Shape, channels: number, weights: readonly Weight[], ...kernels: readonly (readonly number[])[]) => ({
  output: [...along, channels],
  weights,
  ...multiplied(...kernels.map((kernel) => [...kernel, ...along])),
  arithmetic: arithmetic(weights),
});

function convolve(type: string, context: LayerContext) {
  const { filters, groups } = context.values as { filters: number; groups: number };
  const placed = place(type, context);
  if ('problem' in placed) return placed;
  const { along, channels, kernel_size, bias } = placed;
  if (channels % groups !== 0 || filters % groups !== 0) {
    const expected = l10n.t`a divisor of ${formatCount(channels)} channels and of ${formatCount(filters)} filters`;
    return { problem: 'field.wrong-value', facts: { type, field: 'groups', expected, found: groups }, field: 'groups' } as const;
  }
  const kernel = [...kernel_size, channels / groups, filters];
  return convolved(along, filters, [weight('kernel', kernel), ...bias(filters)], kernel);
}

function depthwise(context: LayerContext) {
  const multiplier = context.values.depth_multiplier as number;
  const placed = place('DepthwiseConv2D', context);
  if ('problem' in placed) return placed;
  const { along, channels, kernel_size, bias } = placed;
  const kernel = [...kernel_size, channels, multiplier];
  return convolved(along, channels * multiplier, [weight('kernel', kernel, 'depthwise'), ...bias(channels * multiplier)], kernel);
}

function separable(context: LayerContext) {
  const { filters, depth_multiplier } = context.values as { filters: number; depth_multiplier: number };
  const placed = place('SeparableConv2D', context);
  if ('problem' in placed) return placed;
  const { along, channels, kernel_size, bias } = placed;
  const kernel = [...kernel_size, channels, depth_multiplier];
  const mix = [1, 1, channels * depth_multiplier, filters];
  const weights = [weight('depthwise_kernel', kernel, 'depthwise'), weight('pointwise_kernel', mix, 'pointwise'), ...bias(filters)];
  return convolved(along, filters, weights, kernel, mix);
}

type TransposeValues = WindowValues & { readonly filters: number; readonly output_padding: readonly number[] | null };

function transpose({ name, values, inputs: [input = []] }: LayerContext) {
  const { filters, kernel_size, strides, padding, output_padding, dilation_rate, use_bias } = values as TransposeValues;
  const type = 'Conv2DTranspose';
  const channels = input.at(-1) ?? null;
  if (channels === null) return unknownDimension(name, type, input);
  const refusal = stridesAndDilation(type, strides, dilation_rate);
  if (refusal) return refusal;
  if (output_padding?.some((extra, axis) => extra >= (strides[axis] ?? 1))) {
    const facts = { type, field: 'output_padding', expected: l10n.t`less than strides (${strides.join(' × ')})`, found: output_padding };
    return { problem: 'field.wrong-value', facts, field: 'output_padding' } as const;
  }
  const windows = kernel_size.map((size, axis) => reach(size, dilation_rate[axis] ?? 1));
  // With padding "same" the convolution that this is the way back of would give one value less than came in.
  if (padding === 'same' && output_padding?.some((extra, axis) => extra + ((windows[axis] ?? 1) % 2) === 0)) {
    const facts = {
      type,
      field: 'output_padding',
      expected: l10n.t('at least 1 where the kernel is even and padding is "same"'),
      found: output_padding,
    };
    return { problem: 'field.wrong-value', facts, field: 'output_padding' } as const;
  }
  const picture = input.slice(0, -1);
  const along = picture.map((size, axis) => {
    const [window = 1, step = 1, extra] = [windows[axis], strides[axis], output_padding?.[axis]];
    if (size === null) return null;
    if (extra === undefined) return padding === 'valid' ? (size - 1) * step + Math.max(window, step) : size * step;
    return (size - 1) * step + (padding === 'valid' ? window : window % 2) + extra;
  });
  const kernel = [...kernel_size, filters, channels];
  const weights = [weight('kernel', kernel), ...(use_bias ? [weight('bias', [filters])] : [])];
  // Each value of the input is multiplied by the whole kernel.
  return { output: [...along, filters], weights, ...multiplied([...kernel, ...picture]), arithmetic: arithmetic(weights) };
}
