import type { Shape } from '../../diagnostics';
import { layerTypes } from '../../layers/index';
import { intOf, intsOf } from './attributes';
import type { NodeReader } from './nodeReader';
import { channelsLastAxes, type Value } from './value';
import { padded, paddingOf, refuse, samePads, short, windowOf, type Padding, type Window } from './windows';

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
      ...((kind === 'Average' || size.some((length) => length !== 2)) && { pool_size: short(size) }),
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

export const poolingReaders: { readonly [op: string]: NodeReader } = {
  MaxPool: pooling('Max'),
  AveragePool: pooling('Average'),
  GlobalMaxPool: globalPooling('Max'),
  GlobalAveragePool: globalPooling('Average'),
  ReduceMean: globalPooling('Average', true),
  ReduceMax: globalPooling('Max', true),
};
