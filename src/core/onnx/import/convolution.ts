import type { Shape } from '../../diagnostics';
import type { Json } from '../../document';
import { layerTypes } from '../../layers/index';
import { reach } from '../../layers/windows';
import type { OnnxNode } from '../model';
import { floatOf, intOf, intsOf, stringOf } from './attributes';
import { NotImportable, type Constant, type Importation } from './importation';
import type { NodeReader } from './nodeReader';
import { channelsLastAxes, fileShape, type Value } from './value';

/** One number where all are the same. */
const short = (sizes: readonly number[]): Json => (new Set(sizes).size === 1 ? sizes[0]! : [...sizes]);
const ones = (count: number): number[] => Array.from({ length: count }, () => 1);

interface Window {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
}

function windowOf(node: OnnxNode, size: readonly number[]): Window {
  return { size, strides: intsOf(node, 'strides') ?? ones(size.length), dilation: intsOf(node, 'dilations') ?? ones(size.length) };
}

/** Zeros before and after along each axis. */
type Pads = readonly (readonly [number, number])[];

/** What Keras's padding "same" adds; `undefined` where the size that it depends on is not fixed. */
function samePads({ size, strides, dilation }: Window, along: Shape): Pads | undefined {
  const pads = size.map((length, axis): readonly [number, number] | undefined => {
    const [window, step, places] = [reach(length, dilation[axis]!), strides[axis]!, along[axis] ?? null];
    if (places === null && step !== 1) return undefined;
    const all = Math.max(0, places === null ? window - 1 : (Math.ceil(places / step) - 1) * step + window - places);
    return [Math.floor(all / 2), Math.ceil(all / 2)];
  });
  return pads.every((pair) => pair !== undefined) ? pads : undefined;
}

type Padding = 'valid' | 'same' | 'causal' | Pads;

function paddingOf(node: OnnxNode, window: Window, along: Shape): Padding {
  const automatic = stringOf(node, 'auto_pad', 'NOTSET');
  const same = samePads(window, along);
  if (automatic === 'VALID') return 'valid';
  if (automatic === 'SAME_UPPER') return 'same';
  if (automatic === 'SAME_LOWER')
    return same
      ? same.map(([before, after]): [number, number] => [after, before])
      : refuse('its padding depends on sizes that are not fixed');
  const given = intsOf(node, 'pads') ?? window.size.flatMap(() => [0, 0]);
  const pads = window.size.map((_, axis): [number, number] => [given[axis] ?? 0, given[axis + window.size.length] ?? 0]);
  if (pads.flat().some((zeros) => zeros < 0)) refuse('it cuts off what its window would see');
  if (pads.flat().every((zeros) => zeros === 0)) return 'valid';
  if (same && String(same) === String(pads)) return 'same';
  if (pads.length === 1 && pads[0]![1] === 0 && pads[0]![0] === reach(window.size[0]!, window.dilation[0]!) - 1) return 'causal';
  return pads;
}

function refuse(why: string): never {
  throw new NotImportable(why);
}

/** The value with those zeros around it. */
function padded(importation: Importation, node: OnnxNode, x: Value, pads: Pads): Value {
  const type = `ZeroPadding${pads.length}D`;
  if (!layerTypes.has(type)) refuse('its padding is neither that of "valid" nor that of "same"');
  const symmetric = pads.every(([before, after]) => before === after);
  const sides = pads.length === 1 ? [...pads[0]!] : symmetric ? short(pads.map(([before]) => before)) : pads.map((pair) => [...pair]);
  return importation.addLike(node, type, [x], { padding: sides }, x);
}

/** A weight of the file, which has to be a constant. */
function constantOf(importation: Importation, node: OnnxNode, place: number): Constant | undefined {
  const name = node.inputs[place];
  if (name === undefined || name === '') return undefined;
  return importation.constant(name) ?? refuse('its weights are not constant');
}

/** The shape of a constant as the node sees it. */
export const shapeOf = ({ tensor: { shape }, order }: Constant): readonly number[] => (order ? order.map((axis) => shape[axis]!) : shape);

const convolution: NodeReader = (importation, node) => {
  const kernel = constantOf(importation, node, 1) ?? refuse('it has no kernel');
  const bias = constantOf(importation, node, 2);
  const [out = 1, perGroup = 1, ...size] = shapeOf(kernel);
  const rank = size.length + 2;
  if (!layerTypes.has(`Conv${size.length}D`)) refuse(`Layerwise has no convolution over ${size.length} axes`);
  const window = windowOf(node, size);
  const groups = intOf(node, 'group', 1);
  let x = importation.arranged(node, importation.value(node.inputs[0]) ?? refuse('it has no input'), channelsLastAxes(rank));
  let padding = paddingOf(node, window, x.shape?.slice(0, -1) ?? size.map(() => null));
  const alone = groups > 1 && perGroup === 1 && size.length === 2;
  if (padding === 'causal' && (size.length > 1 || !x.shape)) padding = [[reach(size[0]!, window.dilation[0]!) - 1, 0]];
  if (typeof padding !== 'string') {
    x = padded(importation, node, x, padding);
    padding = 'valid';
  }
  const fields = {
    ...(alone ? {} : { filters: out }),
    kernel_size: short(size),
    ...(window.strides.some((step) => step !== 1) && { strides: short(window.strides) }),
    ...(padding !== 'valid' && { padding }),
    ...(alone && out !== groups && { depth_multiplier: out / groups }),
    ...(window.dilation.some((step) => step !== 1) && { dilation_rate: short(window.dilation) }),
    ...(!alone && groups > 1 && { groups }),
    ...(!bias && { use_bias: false }),
  };
  const made = {
    ...importation.add(node, alone ? 'DepthwiseConv2D' : `Conv${size.length}D`, [x], fields),
    axes: channelsLastAxes(rank),
    rank,
  };
  const along = size.map((_, axis) => axis);
  if (alone)
    importation.weigh(made.layer, 'kernel', [...size, groups, out / groups], asIs(kernel), [groups, out / groups, ...size], [2, 3, 0, 1]);
  else importation.weigh(made.layer, 'kernel', [...size, perGroup, out], kernel, undefined, [...along.map((axis) => axis + 2), 1, 0]);
  if (bias) importation.weigh(made.layer, 'bias', [out], bias);
  importation.values.set(node.outputs[0]!, made);
};

const asIs = (constant: Constant): Constant => (constant.order ? refuse('its kernel is transposed in the file') : constant);

const transposedConvolution: NodeReader = (importation, node) => {
  const kernel = constantOf(importation, node, 1) ?? refuse('it has no kernel');
  const bias = constantOf(importation, node, 2);
  const [, out = 1, ...size] = shapeOf(kernel);
  if (size.length !== 2 || intOf(node, 'group', 1) !== 1) refuse('Layerwise has the way back of a convolution over images, without groups');
  if (intsOf(node, 'output_shape')) refuse('it says the shape of its output');
  const window = windowOf(node, size);
  const x = importation.arranged(node, importation.value(node.inputs[0]) ?? refuse('it has no input'), channelsLastAxes(4));
  const given = intsOf(node, 'pads') ?? [0, 0, 0, 0];
  const extra = intsOf(node, 'output_padding') ?? [0, 0];
  const pads = String([[given[0], given[2]], [given[1], given[3]]]); // prettier-ignore
  const automatic = stringOf(node, 'auto_pad', 'NOTSET');
  const reaches = size.map((length, axis) => reach(length, window.dilation[axis]!));
  /** What Keras cuts off, and what it adds, where it says nothing of the output's padding. */
  const usual = (cut: readonly number[]) => ({
    pads: String(cut.map((zeros) => [Math.max(0, Math.floor(zeros / 2)), Math.max(0, Math.ceil(zeros / 2))])),
    extra: String(cut.map((zeros) => Math.max(0, -zeros))),
  });
  const fits = (cut: readonly number[]): boolean => pads === usual(cut).pads && String(extra) === usual(cut).extra;
  const isSame =
    automatic === 'SAME_UPPER' || (automatic === 'NOTSET' && fits(reaches.map((length, axis) => length - window.strides[axis]!)));
  const isValid = !isSame && fits(reaches.map((length, axis) => length - Math.max(length, window.strides[axis]!)));
  const fields = {
    filters: out,
    kernel_size: short(size),
    ...(window.strides.some((step) => step !== 1) && { strides: short(window.strides) }),
    ...(isSame && { padding: 'same' }),
    ...(!isSame && !isValid && { output_padding: short(extra) }),
    ...(window.dilation.some((step) => step !== 1) && { dilation_rate: short(window.dilation) }),
    ...(!bias && { use_bias: false }),
  };
  const whole = { ...importation.add(node, 'Conv2DTranspose', [x], fields), axes: channelsLastAxes(4), rank: 4 };
  importation.weigh(whole.layer, 'kernel', [...size, out, shapeOf(kernel)[0]!], kernel, undefined, [2, 3, 1, 0]);
  if (bias) importation.weigh(whole.layer, 'bias', [out], bias);
  const cropping = [[given[0]!, given[2]!], [given[1]!, given[3]!]]; // prettier-ignore
  const cut = !isSame && !isValid && cropping.flat().some((rows) => rows > 0);
  importation.values.set(node.outputs[0]!, cut ? importation.addLike(node, 'Cropping2D', [whole], { cropping }, whole) : whole);
};

const POSITIVE: ReadonlySet<unknown> = new Set([
  'relu',
  'relu6',
  'sigmoid',
  'softmax',
  'softplus',
  'exponential',
  'hard_sigmoid',
  'ReLU',
  'Softmax',
]);

const pooling =
  (kind: 'Max' | 'Average'): NodeReader =>
  (importation, node) => {
    const size = intsOf(node, 'kernel_shape') ?? refuse('it has no window');
    const type = `${kind}Pooling${size.length}D`;
    if (!layerTypes.has(type)) refuse(`Layerwise has no pooling over ${size.length} axes`);
    if ((node.outputs[1] ?? '') !== '') refuse('it tells where the largest values are');
    const window = windowOf(node, size);
    if (window.dilation.some((step) => step !== 1)) refuse('its window has gaps');
    let x = importation.arranged(node, importation.value(node.inputs[0]) ?? refuse('it has no input'), channelsLastAxes(size.length + 2));
    const along = x.shape?.slice(0, -1) ?? size.map(() => null);
    let padding = paddingOf(node, window, along);
    if (intOf(node, 'ceil_mode', 0) === 1) padding = roundedUp(padding, window, along);
    if (padding === 'causal') padding = [[size[0]! - 1, 0]];
    const counted = kind === 'Average' && intOf(node, 'count_include_pad', 0) === 1;
    if (padding === 'same' && counted) padding = samePads(window, along) ?? refuse('its padding depends on sizes that are not fixed');
    if (typeof padding !== 'string') {
      const before = importation.layerOf(x)?.fields;
      const positive = POSITIVE.has(before?.activation) || POSITIVE.has(before?.type);
      if (!counted && !(kind === 'Max' && positive)) refuse('its padding is neither that of "valid" nor that of "same"');
      x = padded(importation, node, x, padding);
      padding = 'valid';
    }
    const fields = {
      pool_size: short(size),
      ...(String(window.strides) !== String(size) && { strides: short(window.strides) }),
      ...(padding === 'same' && { padding }),
    };
    importation.values.set(node.outputs[0]!, importation.addLike(node, type, [x], fields, x));
  };

/** A last window that hangs over the edge counts too. */
function roundedUp(padding: Padding, { size, strides, dilation }: Window, along: Shape): Padding {
  if (padding === 'same') return 'same';
  const pads = typeof padding === 'string' ? size.map((): [number, number] => [0, 0]) : padding;
  const same = samePads({ size, strides, dilation }, along);
  const more = along.map((places, axis) => {
    if (places === null) return refuse('whether its last window counts depends on sizes that are not fixed');
    const room = places + pads[axis]![0] + pads[axis]![1] - size[axis]!;
    return (Math.ceil(room / strides[axis]!) - Math.floor(room / strides[axis]!)) * (strides[axis]! - (room % strides[axis]!));
  });
  if (more.every((rows) => rows === 0)) return padding;
  const whole = pads.map(([before, after], axis): [number, number] => [before, after + more[axis]!]);
  return same && String(same) === String(whole) ? 'same' : whole;
}

/** The mean or the largest of all places; the axes that it leaves with size 1 are named where something asks for them. */
const globalPooling =
  (kind: 'Max' | 'Average', reduced?: boolean): NodeReader =>
  (importation, node) => {
    const value = importation.value(node.inputs[0]) ?? refuse('it has no input');
    if (!value.shape) refuse('the shape of its input is not known');
    const rank = value.rank;
    let keeps = true;
    if (reduced) {
      const axes = importation.numbers(node.inputs[1]) ?? intsOf(node, 'axes') ?? [];
      const places = axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
      keeps = intOf(node, 'keepdims', 1) === 1;
      const channels = value.axes.at(-1)!;
      const wanted = value.axes.slice(1, -1).sort((a, b) => a - b);
      if (String(places) !== String(wanted) || value.axes[0] !== 0) refuse('it does not run over all places of an image or a sequence');
      return finish(value, channels);
    }
    return finish(importation.arranged(node, value, channelsLastAxes(rank)), 1);

    function finish(x: Value, channels: number): void {
      const type = `Global${kind}Pooling${rank - 2}D`;
      if (!layerTypes.has(type)) refuse(`Layerwise has no such pooling over ${rank - 2} axes`);
      const made = importation.add(node, type, [x]);
      importation.values.set(node.outputs[0]!, { ...made, axes: keeps ? [0, channels] : [0, 1], rank: keeps ? rank : 2 });
    }
  };

const batchNormalization: NodeReader = (importation, node) => {
  const x = importation.value(node.inputs[0]) ?? refuse('it has no input');
  const weights = [1, 2, 3, 4].map((place) => constantOf(importation, node, place) ?? refuse('its weights are not constant'));
  const at = x.shape ? x.axes.indexOf(1) : x.axes.length - 1;
  if (x.shape && at < 1) refuse('its channels are an axis of size 1');
  if (x.flattened) refuse('the order of what it normalizes is another in the file');
  const [epsilon, momentum] = [floatOf(node, 'epsilon', 1e-5), floatOf(node, 'momentum', 0.9)];
  const fields = {
    ...(at !== x.axes.length - 1 && { axis: at }),
    ...(momentum !== 0.99 && { momentum }),
    ...(epsilon !== 0.001 && { epsilon }),
  };
  const made = importation.addLike(node, 'BatchNormalization', [x], fields, x);
  ['gamma', 'beta', 'moving_mean', 'moving_variance'].forEach((name, i) =>
    importation.weigh(made.layer, name, shapeOf(weights[i]!), weights[i]!),
  );
  importation.values.set(node.outputs[0]!, made);
};

const layerNormalization: NodeReader = (importation, node) => {
  const given = importation.value(node.inputs[0]) ?? refuse('it has no input');
  if (!given.shape) refuse('the shape of its input is not known');
  const axis = intOf(node, 'axis', -1);
  const from = axis < 0 ? axis + given.rank : axis;
  const x = given.axes.length === given.rank && given.axes.every((each, i) => i < from || each === i) ? given : importation.arranged(node, given, Array.from({ length: given.rank }, (_, i) => i)); // prettier-ignore
  const axes = Array.from({ length: x.rank - from }, (_, i) => from - x.rank + i);
  const [gamma, beta] = [constantOf(importation, node, 1), constantOf(importation, node, 2)];
  const epsilon = floatOf(node, 'epsilon', 1e-5);
  const fields = {
    ...(axes.length > 1 && { axis: axes }),
    ...(epsilon !== 0.001 && { epsilon }),
    ...(!beta && { center: false }),
    ...(!gamma && { scale: false }),
  };
  const made = importation.addLike(node, 'LayerNormalization', [x], fields, x);
  if (gamma) importation.weigh(made.layer, 'gamma', shapeOf(gamma), gamma);
  if (beta) importation.weigh(made.layer, 'beta', shapeOf(beta), beta);
  importation.values.set(node.outputs[0]!, made);
};

/** Makes an image larger by whole factors. */
const resize: NodeReader = (importation, node) => {
  const value = importation.value(node.inputs[0]) ?? refuse('it has no input');
  const sizes = fileShape(value);
  if (sizes?.length !== 4) refuse('Layerwise makes images larger, and nothing else');
  const scalesAt = node.op === 'Upsample' || importation.opset < 11 ? 1 : 2;
  const scales = importation.numbers(node.inputs[scalesAt]);
  const wanted = importation.numbers(node.inputs[3]);
  const factors =
    scales && scales.length === 4
      ? scales
      : wanted?.map((size, axis) => (Number.isNaN(size) || sizes[axis] === null ? 1 : size / (sizes[axis] ?? 1)));
  if (!factors || factors.some((factor) => !Number.isInteger(factor) || factor < 1)) refuse('its factors are no whole numbers');
  const x = value.axes.length === 4 ? value : importation.arranged(node, value, channelsLastAxes(4));
  const ofSample = x.axes.map((axis) => factors[axis]!);
  if (ofSample[0] !== 1 || ofSample[3] !== 1) refuse('it makes more than rows and columns larger');
  const mode = stringOf(node, 'mode', 'nearest');
  const places = stringOf(node, 'coordinate_transformation_mode', node.op === 'Upsample' ? 'asymmetric' : 'half_pixel');
  const linear = mode === 'linear' && (places === 'half_pixel' || places === 'pytorch_half_pixel');
  const nearest = mode === 'nearest' && (places === 'half_pixel' || (places === 'asymmetric' && ['floor', 'round_prefer_floor'].includes(stringOf(node, 'nearest_mode', node.op === 'Upsample' ? 'floor' : 'round_prefer_floor')))); // prettier-ignore
  if (!linear && !nearest) refuse(`it makes values in between by ${mode}, ${places}`);
  const fields = {
    ...(String(ofSample.slice(1, 3)) !== '2,2' && { size: short(ofSample.slice(1, 3)) }),
    ...(linear && { interpolation: 'bilinear' }),
  };
  importation.values.set(node.outputs[0]!, importation.addLike(node, 'UpSampling2D', [x], fields, x));
};

const pad: NodeReader = (importation, node) => {
  const value = importation.value(node.inputs[0]) ?? refuse('it has no input');
  const pads = importation.numbers(node.inputs[1]) ?? intsOf(node, 'pads') ?? refuse('its sizes are not constant');
  const fill = importation.numbers(node.inputs[2])?.[0] ?? floatOf(node, 'value', 0);
  if (stringOf(node, 'mode', 'constant') !== 'constant' || fill !== 0) refuse('it does not add zeros');
  if (pads.every((rows) => rows === 0)) {
    importation.values.set(node.outputs[0]!, value);
    return;
  }
  if (!value.shape || value.rank > 5 || pads.length !== 2 * value.rank) refuse('it does not add zeros around an image');
  const ofSample = value.axes.map((axis): [number, number] => [pads[axis]!, pads[axis + value.rank]!]);
  if (value.axes.length !== value.rank || ofSample.some(([a, b]) => a < 0 || b < 0)) refuse('it does not add zeros around an image');
  if (sum(ofSample[0]!) + sum(ofSample.at(-1)!) > 0) refuse('it adds to samples or to channels');
  importation.values.set(node.outputs[0]!, padded(importation, node, value, ofSample.slice(1, -1)));
};

const sum = ([a, b]: readonly [number, number]): number => a + b;
const FAR = 2 ** 30;

const slice: NodeReader = (importation, node) => {
  const value = importation.value(node.inputs[0]) ?? refuse('it has no input');
  const list = (place: number, name: string): readonly number[] | undefined =>
    importation.numbers(node.inputs[place]) ?? intsOf(node, name);
  const [starts, ends] = [list(1, 'starts'), list(2, 'ends')];
  if (!starts || !ends || !value.shape) refuse('its places are not constant');
  const axes = list(3, 'axes') ?? starts.map((_, i) => i);
  const sizes = fileShape(value)!;
  if ((list(4, 'steps') ?? []).some((step) => step !== 1)) refuse('it leaves places out');
  const cut = new Map<number, [number, number]>();
  axes.forEach((given, i) => {
    const axis = given < 0 ? given + value.rank : given;
    const [start, end, size] = [starts[i]!, ends[i]!, sizes[axis] ?? null];
    const after =
      end < 0
        ? -end
        : end >= FAR || (size !== null && end >= size)
          ? 0
          : size === null
            ? refuse('it counts from a size that is not fixed')
            : size - end;
    const before = start < 0 ? (size === null ? refuse('it counts from a size that is not fixed') : Math.max(0, size + start)) : start;
    if (before > 0 || after > 0) cut.set(axis, [before, after]);
  });
  if (cut.size === 0) return void importation.values.set(node.outputs[0]!, value);
  const ofSample = value.axes.map((axis): [number, number] => cut.get(axis) ?? [0, 0]);
  if (ofSample.length !== 4 || sum(ofSample[0]!) + sum(ofSample[3]!) > 0) refuse('it cuts something else than the edges of an image');
  importation.values.set(node.outputs[0]!, importation.addLike(node, 'Cropping2D', [value], { cropping: ofSample.slice(1, 3) }, value));
};

/** Layers with windows, and normalization. */
export const convolutionReaders: { readonly [op: string]: NodeReader } = {
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  MaxPool: pooling('Max'),
  AveragePool: pooling('Average'),
  GlobalMaxPool: globalPooling('Max'),
  GlobalAveragePool: globalPooling('Average'),
  ReduceMean: globalPooling('Average', true),
  ReduceMax: globalPooling('Max', true),
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Resize: resize,
  Upsample: resize,
  Pad: pad,
  Slice: slice,
};
