import { sampleAxis } from '../../layers/axes';
import { axisIn, type Emission, type Tensor, type WeightArray } from './emission';
import type { LayerEmitter } from './layerEmitter';

const filled = (size: number, value: number): WeightArray => ({ shape: [size], values: new Float32Array(size).fill(value) });

const batchNormalization: LayerEmitter = (emission, { values, inputs, weight }) => {
  const { axis, scale, center, epsilon } = values as { axis: number; scale: boolean; center: boolean; epsilon: number };
  const [input] = inputs as [Tensor];
  const mean = weight('moving_mean');
  const size = mean.shape[0]!;
  const all = [scale ? weight('gamma') : filled(size, 1), center ? weight('beta') : filled(size, 0), mean, weight('moving_variance')];
  const names = ['gamma', 'beta', 'moving_mean', 'moving_variance'];
  const isLast = sampleAxis(axis, input.shape) === input.shape.length - 1;
  const x = isLast ? emission.first(input) : input;
  if (axisIn(x, axis) === 1) {
    const operands = all.map((each, i) => emission.weight(names[i]!, each.shape, each.values));
    return emission.map(x, 'BatchNormalization', [x.name, ...operands], {
      epsilon: { float: epsilon },
      momentum: { float: Number(values.momentum) },
    });
  }
  // Another axis than ONNX's: as a factor and an offset.
  const [gamma, beta, moving, variance] = all.map(({ values: list }) => list) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const factor = gamma.map((value, i) => value / Math.sqrt(variance[i]! + epsilon));
  const offset = beta.map((value, i) => value - moving[i]! * factor[i]!);
  const shape = x.shape.map((_, i) => (i === sampleAxis(axis, x.shape) ? size : 1));
  const scaled = emission.map(x, 'Mul', [x.name, emission.beside(x, 'factor', { shape, values: factor })]);
  return emission.map(x, 'Add', [scaled.name, emission.beside(x, 'offset', { shape, values: offset })]);
};

const layerNormalization: LayerEmitter = (emission, { values, inputs, weight }) => {
  const { scale, center, epsilon } = values as { scale: boolean; center: boolean; epsilon: number };
  const x = emission.last((inputs as [Tensor])[0]);
  const rank = x.shape.length + 1;
  const axes = (values.axis as readonly number[]).map((axis) => axisIn(x, axis)).sort((a, b) => a - b);
  const sizes = x.shape.map((size, i) => (axes.includes(i + 1) ? size : 1));
  const trailing = axes.every((axis, i) => axis === rank - axes.length + i);
  const known = axes.map((axis) => x.shape[axis - 1] ?? null);
  if (trailing && known.every((size) => size !== null)) {
    const count = known.reduce((all, size) => all * size, 1);
    const gamma = scale ? weight('gamma').values : new Float32Array(count).fill(1);
    const operands = [x.name, emission.weight('gamma', known, gamma)];
    if (center) operands.push(emission.weight('beta', known, weight('beta').values));
    return emission.map(x, 'LayerNormalization', operands, { axis: { int: axes[0]! - rank }, epsilon: { float: epsilon } });
  }
  const mean = (of: Tensor): Tensor => emission.map(of, 'ReduceMean', [of.name], { axes: { ints: axes } });
  const centered = emission.map(x, 'Sub', [x.name, mean(x).name]);
  const variance = mean(emission.map(x, 'Mul', [centered.name, centered.name]));
  const deviation = emission.map(x, 'Sqrt', [emission.op('Add', [variance.name, emission.scalar(epsilon)])]);
  const unit = emission.map(x, 'Div', [centered.name, deviation.name]);
  const learned = (of: Tensor, op: string, name: string): Tensor =>
    emission.map(x, op, [of.name, emission.weight(name, sizes as number[], weight(name).values)]);
  const scaled = scale ? learned(unit, 'Mul', 'gamma') : unit;
  return center ? learned(scaled, 'Add', 'beta') : scaled;
};

type Numbers = number | readonly number[];

const rescaling: LayerEmitter = (emission, { values, inputs }) => {
  const { scale, offset } = values as { scale: Numbers; offset: Numbers };
  const [x] = inputs as [Tensor];
  return shifted(emission, x, alongLast(x, scale), alongLast(x, offset));
};

/** One number, or one for each channel, in a shape that goes with the tensor. */
function alongLast(x: Tensor, numbers: Numbers): WeightArray {
  const list = [numbers].flat();
  return { shape: x.shape.map((_, i) => (i === x.shape.length - 1 ? list.length : 1)), values: Float32Array.from(list) };
}

/** x × factor + offset; what changes nothing is left out. */
function shifted(emission: Emission, x: Tensor, factor: WeightArray, offset: WeightArray): Tensor {
  const one = (array: WeightArray, name: string): string =>
    array.values.length === 1 ? emission.scalar(array.values[0]!) : emission.beside(x, name, array);
  const scaled = factor.values.every((value) => value === 1) ? x : emission.map(x, 'Mul', [x.name, one(factor, 'factor')]);
  return offset.values.every((value) => value === 0) ? scaled : emission.map(x, 'Add', [scaled.name, one(offset, 'offset')]);
}

/** Of Keras's `backend.epsilon()`: no deviation is taken to be smaller. */
const LEAST_DEVIATION = 1e-7;

const normalization: LayerEmitter = (emission, { values, inputs, weight }) => {
  const [x] = inputs as [Tensor];
  const { mean: known, variance: knownVariance, invert } = values as { mean: Numbers | null; variance: Numbers | null; invert: boolean };
  const axes = ((values.axis ?? []) as readonly number[]).map((axis) => sampleAxis(axis, x.shape));
  const shape = x.shape.map((size, i) => (axes.includes(i) && size !== null ? size : 1));
  const array = (given: Numbers | null, name: string): WeightArray => {
    const list = given === null ? weight(name).values : Float32Array.from([given].flat());
    return { shape: list.length === 1 ? shape.map(() => 1) : shape, values: list };
  };
  const [mean, variance] = [array(known, 'mean'), array(knownVariance, 'variance')];
  const deviation = variance.values.map((value) => Math.max(Math.sqrt(value), LEAST_DEVIATION));
  if (invert) return shifted(emission, x, { ...variance, values: deviation }, mean);
  const centered = shifted(
    emission,
    x,
    { shape: mean.shape, values: mean.values.map(() => 1) },
    { ...mean, values: mean.values.map((value) => -value) },
  );
  return shifted(
    emission,
    centered,
    { ...variance, values: deviation.map((value) => 1 / value) },
    { shape: mean.shape, values: mean.values.map(() => 0) },
  );
};

export const normalizationEmitters: { readonly [type: string]: LayerEmitter } = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Rescaling: rescaling,
  Normalization: normalization,
};
