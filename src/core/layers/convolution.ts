import type { Refusal } from './layerType';
import { unknownDimension } from './axes';
import type { LayerType, Inference, LayerContext } from './layerType';
import { arithmetic, product, valuesIn, weight } from './size';
import { activation, dataFormat, initializer, penalties, perAxis, useBias } from './weightFields';
import { positions, windowTooLarge, type Padding } from './windows';

const doc = (page: string): string => `https://keras.io/api/layers/convolution_layers/${page}/`;

interface ConvolutionValues {
  readonly filters: number;
  readonly kernel_size: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dilation_rate: readonly number[];
  readonly groups: number;
  readonly use_bias: boolean;
}

/** Conv1D, Conv2D and Conv3D: one rule for any number of axes. */
function convolve(type: string, { name, values, inputs: [input = []] }: LayerContext): Inference | Refusal {
  const { filters, kernel_size, strides, padding, dilation_rate, groups, use_bias } = values as unknown as ConvolutionValues;
  const channels = input.at(-1) ?? null;
  if (channels === null) return unknownDimension(name, type, input);
  const axes = input
    .slice(0, -1)
    .map((size, axis) => positions(size, kernel_size[axis] ?? 1, strides[axis] ?? 1, dilation_rate[axis] ?? 1, padding));
  if (axes.some((size) => size !== null && size < 1)) return windowTooLarge(name, type, input, kernel_size, dilation_rate);
  const kernel = [...kernel_size, channels / groups, filters];
  const weights = [weight('kernel', kernel), ...(use_bias ? [weight('bias', [filters])] : [])];
  const places = valuesIn(axes);
  return {
    output: [...axes, filters],
    weights,
    multiplyAdds: places === null ? null : places * product(kernel),
    arithmetic: arithmetic(weights),
  };
}

/** Layers that slide a small kernel over their input. */
export const convolutionTypes: readonly LayerType[] = [
  {
    type: 'Conv2D',
    family: 'conv',
    arity: 1,
    rank: [3, 3],
    axes: 'height, width, channels',
    fields: [
      {
        name: 'filters',
        value: { kind: 'integer', minimum: 1 },
        group: 'essentials',
        help: 'Number of kernels, and of channels that come out.',
      },
      perAxis('kernel_size', 2, 'Size of the kernel.'),
      perAxis('strides', 2, 'Step from one position to the next.', [1, 1]),
      {
        name: 'padding',
        value: { kind: 'choice', choices: ['valid', 'same'] },
        default: 'valid',
        group: 'essentials',
        help: 'same: zeros around the input keep its size; valid: none.',
      },
      dataFormat,
      perAxis('dilation_rate', 2, 'Distance between the values that one kernel takes.', [1, 1], 'advanced'),
      {
        name: 'groups',
        value: { kind: 'integer', minimum: 1 },
        default: 1,
        group: 'advanced',
        help: 'Parts that the channels are split into, each with kernels of its own.',
      },
      activation(null),
      useBias,
      initializer('kernel', 'glorot_uniform'),
      initializer('bias', 'zeros'),
      ...penalties('kernel', 'bias'),
    ],
    help: 'Slides kernels over an image.',
    doc: doc('convolution2d'),
    start: { filters: 32, kernel_size: 3 },
    infer: (context) => convolve('Conv2D', context),
  },
];
