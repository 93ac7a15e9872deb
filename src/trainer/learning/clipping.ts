import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Values } from '../../core/layers/layerType';
import { summedRows, type Rows } from '../model/layers/embedding';

/** The gradient of a weight. */
export interface Gradient {
  readonly gradient: Tensor;
  /** What it is the sum of, where Keras looks at those (see `Embedding`). */
  readonly rows?: Rows;
}

/** How gradients are held to a bound: first it sees all of them, then each. To be called in tidy scopes. */
export type Clip = (all: readonly Gradient[]) => (one: Gradient) => Gradient;

/** Σ of the squares of a gradient. */
const total = ({ gradient, rows }: Gradient): Scalar => tf.sum(tf.square(rows?.values ?? gradient));

const scaled = ({ gradient, rows }: Gradient, factor: Tensor): Gradient => ({
  gradient: tf.mul(gradient, factor),
  ...(rows && { rows: { ...rows, values: tf.mul(rows.values, factor) } }),
});

function clipped({ gradient, rows }: Gradient, most: number): Gradient {
  if (!rows) return { gradient: tf.clipByValue(gradient, -most, most) };
  const each = { ...rows, values: tf.clipByValue(rows.values, -most, most) };
  return { gradient: summedRows(each), rows: each };
}

/**
 * What an optimizer's `clipnorm`, `global_clipnorm` or `clipvalue` asks for (`BaseOptimizer._clip_gradients`, of which the
 * first that is there counts); `undefined` where none is.
 */
export function makeClip({ clipnorm, global_clipnorm: globalNorm, clipvalue }: Values): Clip | undefined {
  if (typeof clipnorm === 'number')
    return () => (one) => {
      const norm = tf.sqrt(total(one));
      return scaled(one, tf.div(clipnorm, tf.maximum(norm, clipnorm)));
    };
  if (typeof globalNorm === 'number')
    return (all) => {
      const norm = tf.sqrt(all.map(total).reduce((sum, squares) => tf.add(sum, squares)));
      // As Keras: NaN where the norm is not finite, instead of steps of 0.
      const factor = tf.add(tf.mul(tf.minimum(tf.div(1, norm), 1 / globalNorm), globalNorm), tf.sub(norm, norm));
      return (one) => scaled(one, factor);
    };
  if (typeof clipvalue === 'number') return () => (one) => clipped(one, clipvalue);
  return undefined;
}
