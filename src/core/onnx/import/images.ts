import { floatOf, intsOf, stringOf } from './attributes';
import type { NodeReader } from './nodeReader';
import { channelsLastAxes, fileShape } from './value';
import { padded, refuse, short } from './windows';

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

/** What makes images larger and smaller. */
export const imageReaders: { readonly [op: string]: NodeReader } = { Resize: resize, Upsample: resize, Pad: pad, Slice: slice };
