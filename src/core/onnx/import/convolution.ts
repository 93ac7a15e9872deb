import { layerTypes } from '../../layers/index';
import { reach } from '../../layers/windows';
import { intOf, intsOf, stringOf } from './attributes';
import type { Constant } from './importation';
import type { NodeReader } from './nodeReader';
import { channelsLastAxes } from './value';
import { constantOf, padded, paddingOf, refuse, shapeOf, short, windowOf } from './windows';

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

export const convolutionReaders: { readonly [op: string]: NodeReader } = { Conv: convolution, ConvTranspose: transposedConvolution };
