import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Draw } from '../../random/draws';
import { stateless } from '../../random/stateless';
import { KerasLayer } from './kerasLayer';
import type { LayerFactory, LayerRequest, MadeLayer } from './layerFactory';

/** A layer that acts only while the model learns. */
class Noise extends KerasLayer {
  static className = 'LayerwiseNoise';

  constructor(private readonly disturb: (x: Tensor) => Tensor) {
    super();
  }

  protected override forward(x: Tensor, training: boolean): Tensor {
    return training ? this.disturb(x) : tf.clone(x);
  }
}

/** Zeros with probability `rate`, else `value`. */
function dropoutMask(draw: Draw, shape: readonly number[], rate: number, value: number): Tensor {
  const kept = tf.cast(tf.greaterEqual(stateless('uniform', shape, draw.seed!), rate), 'float32');
  return value === 1 ? kept : tf.mul(kept, value);
}

/** The mask that Keras's dropout multiplies by: 0, or 1 / (1 - rate); all 0 where everything is dropped. */
export const scaledDropoutMask = (draw: Draw, shape: readonly number[], rate: number): Tensor =>
  dropoutMask(draw, shape, rate, rate < 1 ? 1 / (1 - rate) : 0);

const normalNoise = (draw: Draw, shape: readonly number[], mean: number, deviation: number): Tensor => {
  const noise = tf.mul(stateless('normal', shape, draw.seed!), deviation);
  return mean === 0 ? noise : tf.add(noise, mean);
};

/** The shape of the mask: that of x where `noise_shape` says null or nothing. */
const maskShape = (x: Tensor, noiseShape: unknown): number[] =>
  Array.isArray(noiseShape) ? x.shape.map((size, axis) => (noiseShape as (number | null)[])[axis] ?? size) : x.shape;

// SELU's constants, which AlphaDropout keeps mean and variance for.
const ALPHA = 1.6732632423543772;
const SCALE = 1.0507009873554805;

/** Dropped values become SELU's lower bound; an affine map then restores mean and variance (Klambauer et al., 2017). */
function alphaDropout(x: Tensor, mask: Tensor, rate: number): Tensor {
  const low = -ALPHA * SCALE;
  const a = ((1 - rate) * (1 + rate * low ** 2)) ** -0.5;
  const b = -a * low * rate;
  const kept = tf.add(tf.mul(x, mask), tf.mul(tf.sub(1, mask), low));
  return tf.add(tf.mul(kept, a), b);
}

/** A layer that draws, where its rate is not 0. */
const noise = ({ values, random }: LayerRequest, rate: number, disturb: (x: Tensor, draw: Draw) => Tensor): MadeLayer => {
  if (rate === 0) return {};
  const draw = random(values.seed);
  return { layer: new Noise((x) => disturb(x, draw)) };
};

/** Dropout along everything but the axes that share one mask value. */
const spatialDropout =
  (shared: readonly number[]): LayerFactory =>
  (request) => {
    const rate = Number(request.values.rate);
    const shape = (x: Tensor) => x.shape.map((size, axis) => (shared.includes(axis) ? 1 : size));
    return noise(request, rate, (x, draw) => tf.mul(x, scaledDropoutMask(draw, shape(x), rate)));
  };

export const regularizationLayers: { readonly [type: string]: LayerFactory } = {
  Dropout: (request) => {
    const { rate, noise_shape } = request.values;
    return noise(request, Number(rate), (x, draw) => tf.mul(x, scaledDropoutMask(draw, maskShape(x, noise_shape), Number(rate))));
  },
  AlphaDropout: (request) => {
    const { noise_shape } = request.values;
    const rate = Number(request.values.rate);
    return noise(request, rate, (x, draw) => alphaDropout(x, dropoutMask(draw, maskShape(x, noise_shape), rate, 1), rate));
  },
  GaussianDropout: (request) => {
    const rate = Number(request.values.rate);
    return noise(request, rate, (x, draw) => tf.mul(x, normalNoise(draw, x.shape, 1, Math.sqrt(rate / (1 - rate)))));
  },
  GaussianNoise: (request) => {
    const deviation = Number(request.values.stddev);
    return noise(request, deviation, (x, draw) => tf.add(x, normalNoise(draw, x.shape, 0, deviation)));
  },
  SpatialDropout1D: spatialDropout([1]),
  SpatialDropout2D: spatialDropout([1, 2]),
};
