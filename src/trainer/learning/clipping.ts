import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Values } from '../../core/layers/layerType';

/** The gradient of a weight. */
export interface Gradient {
  readonly gradient: Tensor;
  /** What to take for its square, where that is something else (see `Embedding`). */
  readonly squares?: Tensor;
}

/** How gradients are held to a bound: first it sees all of them, then each. To be called in tidy scopes. */
export type Clip = (all: readonly Gradient[]) => (one: Gradient) => Gradient;

/** Σ of the squares of a gradient. */
const total = ({ gradient, squares }: Gradient): Scalar => tf.sum(squares ?? tf.square(gradient));

const scaled = ({ gradient, squares }: Gradient, factor: Tensor): Gradient => ({
  gradient: tf.mul(gradient, factor),
  ...(squares && { squares: tf.mul(squares, tf.square(factor)) }),
});

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
  if (typeof clipvalue === 'number')
    return () =>
      ({ gradient }) => ({ gradient: tf.clipByValue(gradient, -clipvalue, clipvalue) });
  return undefined;
}
