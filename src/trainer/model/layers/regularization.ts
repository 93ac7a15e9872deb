import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { fillNormal, type RandomStream } from '../../random/randomStream';
import { KerasLayer } from './kerasLayer';
import type { LayerFactory } from './layerFactory';

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

const sizeOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** Zeros with probability `rate`, else `value`. */
function dropoutMask(stream: RandomStream, shape: readonly number[], rate: number, value: number): Tensor {
  const mask = new Float32Array(sizeOf(shape));
  for (let i = 0; i < mask.length; i++) if (stream.uniform() >= rate) mask[i] = value;
  return tf.tensor(mask, [...shape]);
}

/** The mask that Keras's dropout multiplies by: 0, or 1 / (1 - rate); all 0 where everything is dropped. */
export const scaledDropoutMask = (stream: RandomStream, shape: readonly number[], rate: number): Tensor =>
  dropoutMask(stream, shape, rate, rate < 1 ? 1 / (1 - rate) : 0);

function normalNoise(stream: RandomStream, shape: readonly number[], mean: number, deviation: number): Tensor {
  const noise = new Float32Array(sizeOf(shape));
  fillNormal(stream, noise, mean, deviation);
  return tf.tensor(noise, [...shape]);
}

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

const noise = (active: boolean, disturb: (x: Tensor) => Tensor) => (active ? { layer: new Noise(disturb) } : {});

/** Dropout along everything but the axes that share one mask value. */
const spatialDropout =
  (shared: readonly number[]): LayerFactory =>
  ({ values, random }) => {
    const rate = Number(values.rate);
    const stream = random(values.seed);
    return noise(rate > 0, (x) =>
      tf.mul(
        x,
        scaledDropoutMask(
          stream,
          x.shape.map((size, axis) => (shared.includes(axis) ? 1 : size)),
          rate,
        ),
      ),
    );
  };

export const regularizationLayers: { readonly [type: string]: LayerFactory } = {
  Dropout: ({ values, random }) => {
    const rate = Number(values.rate);
    const stream = random(values.seed);
    return noise(rate > 0, (x) => tf.mul(x, scaledDropoutMask(stream, maskShape(x, values.noise_shape), rate)));
  },
  AlphaDropout: ({ values, random }) => {
    const rate = Number(values.rate);
    const stream = random(values.seed);
    return noise(rate > 0, (x) => alphaDropout(x, dropoutMask(stream, maskShape(x, values.noise_shape), rate, 1), rate));
  },
  GaussianDropout: ({ values, random }) => {
    const rate = Number(values.rate);
    const stream = random(values.seed);
    return noise(rate > 0, (x) => tf.mul(x, normalNoise(stream, x.shape, 1, Math.sqrt(rate / (1 - rate)))));
  },
  GaussianNoise: ({ values, random }) => {
    const deviation = Number(values.stddev);
    const stream = random(values.seed);
    return noise(deviation > 0, (x) => tf.add(x, normalNoise(stream, x.shape, 0, deviation)));
  },
  SpatialDropout1D: spatialDropout([1]),
  SpatialDropout2D: spatialDropout([1, 2]),
};
