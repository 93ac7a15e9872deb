import type { Shape } from '../diagnostics';
import { sampleAxis } from '../layers/axes';
import type { Values } from '../layers/layerType';
import { reach, type Padding } from '../layers/windows';
import { looksAtAll, shift, slide, spread, type AxisReach, type Window } from './axisReach';

/** A layer with one input, as far as it looks around. */
export interface Through {
  readonly type: string;
  readonly values: Values;
  readonly input: Shape;
  readonly output: Shape;
}

/** What the outputs of a layer look at, given what its inputs look at: one for each axis of an Input. */
export function reachThrough(axes: readonly AxisReach[], through: Through): readonly AxisReach[] {
  const { type, values, input, output } = through;
  const last = input.length - 1;
  switch (type) {
    case 'Conv1D':
    case 'Conv2D':
    case 'Conv3D':
    case 'SeparableConv2D':
      return mix(axes, (axis, k) => (k === last ? looksAtAll(axis, k) : slide(axis, windowAt(through, k))));
    case 'DepthwiseConv2D':
    case 'MaxPooling1D':
    case 'MaxPooling2D':
    case 'AveragePooling1D':
    case 'AveragePooling2D':
      return mix(axes, (axis, k) => (k === last ? axis : slide(axis, windowAt(through, k))));
    case 'Conv2DTranspose':
      return mix(axes, (axis, k) => (k === last ? looksAtAll(axis, k) : spread(axis, transposedAt(through, k))));
    case 'UpSampling2D':
      return move(axes, (axis, k) => (k === last ? axis : spread(axis, enlargedAt(through, k))));
    case 'ZeroPadding2D':
    case 'Cropping2D': {
      const sides = (values.padding ?? values.cropping) as readonly (readonly number[])[];
      const sign = type === 'Cropping2D' ? -1 : 1;
      return move(axes, (axis, k) => (k === last ? axis : shift(axis, sign * (sides[k]?.[0] ?? 0))));
    }
    case 'Dense':
      return mix(axes, (axis, k) => (k === last ? looksAtAll(axis, k) : axis));
    case 'Softmax':
    case 'LayerNormalization': {
      const mixed = [values.axis].flat().map((axis) => sampleAxis(axis as number, input));
      return mix(axes, (axis, k) => (mixed.includes(k) ? looksAtAll(axis, k) : axis));
    }
    case 'Permute': {
      const dims = values.dims as readonly number[];
      return move(axes, (axis, k) => ({ ...axis, along: dims.indexOf(k + 1) }));
    }
    case 'Flatten':
    case 'Reshape':
      return arranged(axes, input, output);
    case 'RepeatVector':
      return move(axes, (axis, k) => ({ ...axis, along: k + 1 }));
    case 'TimeDistributed':
      return eachStep(axes, through);
    case 'GlobalMaxPooling1D':
    case 'GlobalMaxPooling2D':
    case 'GlobalAveragePooling1D':
    case 'GlobalAveragePooling2D':
      return mix(axes, (axis, k) => (k === last ? { ...axis, along: output.length - 1 } : looksAtAll({ ...axis, slid: true })));
    case 'SimpleRNN':
    case 'LSTM':
    case 'GRU':
    case 'Bidirectional':
      return axes.map((axis) => looksAtAll(axis));
    default:
      // Each value by itself; batch normalization too, once training is over.
      return axes;
  }
}

type Change = (axis: AxisReach, along: number) => AxisReach;

/** Of a layer that leaves each value by itself. */
const move = (axes: readonly AxisReach[], change: Change): readonly AxisReach[] =>
  axes.map((axis) => (axis.along === undefined ? axis : change(axis, axis.along)));

/** Of a layer that puts values together: of an axis that nothing goes along any more it may look at all. */
const mix = (axes: readonly AxisReach[], change: Change): readonly AxisReach[] =>
  axes.map((axis) => (axis.along === undefined ? looksAtAll(axis) : change(axis, axis.along)));

function windowAt({ values, input }: Through, axis: number): Window {
  const { kernel_size, pool_size, strides, dilation_rate, padding } = values as {
    readonly kernel_size?: readonly number[];
    readonly pool_size?: readonly number[];
    readonly strides?: readonly number[] | null;
    readonly dilation_rate?: readonly number[];
    readonly padding?: Padding;
  };
  const size = (kernel_size ?? pool_size)?.[axis] ?? 1;
  const stride = (strides ?? pool_size)?.[axis] ?? 1;
  const length = reach(size, dilation_rate?.[axis] ?? 1);
  return { length, stride, before: padding === 'causal' ? length - 1 : padding === 'same' ? before(input[axis], length, stride) : 0 };
}

/** Zeros before the first place under `same` padding; those behind it are as many, or one more. */
function before(size: number | null | undefined, length: number, stride: number): number {
  const missing = size == null ? length - 1 : Math.max(0, (Math.ceil(size / stride) - 1) * stride + length - size);
  return Math.floor(missing / 2);
}

function transposedAt({ values, input, output }: Through, axis: number): Window {
  const { kernel_size, strides, dilation_rate, padding } = values as {
    readonly kernel_size: readonly number[];
    readonly strides: readonly number[];
    readonly dilation_rate: readonly number[];
    readonly padding: Padding;
  };
  const [stride = 1, size, made] = [strides[axis], input[axis], output[axis]];
  const length = reach(kernel_size[axis] ?? 1, dilation_rate[axis] ?? 1);
  const cut = padding === 'same' && size != null && made != null ? Math.max(0, (size - 1) * stride + length - made) : 0;
  return { length, stride, before: Math.floor(cut / 2) };
}

/** Repeating is putting each place into as many outputs; in between, bilinear looks at two. */
function enlargedAt({ values }: Through, axis: number): Window {
  const times = (values.size as readonly number[])[axis] ?? 1;
  if (values.interpolation !== 'bilinear' || times === 1) return { length: times, stride: times, before: 0 };
  const length = times % 2 === 0 ? 2 * times : 2 * times - 1;
  return { length, stride: times, before: Math.floor((length - times) / 2) };
}

/** Sizes of 1 come and go without anything being moved; otherwise each value stands somewhere else. */
function arranged(axes: readonly AxisReach[], input: Shape, output: Shape): readonly AxisReach[] {
  const [from, to] = [input, output].map((shape) => shape.flatMap((size, axis) => (size === 1 ? [] : [axis])));
  const still = from?.length === to?.length && from?.every((axis, i) => input[axis] === output[to?.[i] ?? -1]);
  return axes.map(({ along: axis, ...rest }) => {
    const place = still && axis !== undefined ? to?.[from?.indexOf(axis) ?? -1] : undefined;
    return place === undefined ? rest : { ...rest, along: place };
  });
}

function eachStep(axes: readonly AxisReach[], { values, input, output }: Through): readonly AxisReach[] {
  const layer = values.layer as Values & { readonly type: string };
  const inner = { type: layer.type, values: layer, input: input.slice(1), output: output.slice(1) };
  const within = axes.map(({ along: axis, ...rest }) => (axis === undefined || axis === 0 ? rest : { ...rest, along: axis - 1 }));
  const made = reachThrough(within, inner);
  return axes.map((axis, i) => {
    if (axis.along === 0) return axis;
    const { along: place, ...rest } = made[i] ?? axis;
    return place === undefined ? rest : { ...rest, along: place + 1 };
  });
}
