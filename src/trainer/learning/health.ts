import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Health } from '../../core/training/events';

/** Sums of squares of one weight's gradient, of what was added to it, and of the weight before. */
export interface WeightMovement {
  readonly layer: string;
  readonly gradient: number;
  readonly change: number;
  readonly weight: number;
}

/** Share of units whose output is 0 for every sample (and, of a convolution, at every place). A unit is an index of the last axis. */
export function deadShare(output: Tensor): Scalar {
  return tf.tidy(() => {
    const axes = output.shape.map((_, axis) => axis).slice(0, -1);
    return tf.mean(tf.cast(tf.equal(tf.max(output, axes), 0), 'float32'));
  });
}

/** How each of `layers` does: norms over all of its weights taken together. */
export function layerHealth(
  layers: readonly string[],
  movements: readonly WeightMovement[],
  dead: ReadonlyMap<string, number>,
): Health['layers'] {
  return layers.map((name) => {
    const own = movements.filter(({ layer }) => layer === name);
    const norm = (of: 'gradient' | 'change' | 'weight') => Math.sqrt(own.reduce((sum, movement) => sum + movement[of], 0));
    return {
      name,
      ...(own.length > 0 && {
        gradientNorm: norm('gradient'),
        updateRatio: norm('weight') > 0 ? norm('change') / norm('weight') : undefined,
      }),
      ...(dead.has(name) && { dead: dead.get(name) }),
    };
  });
}

const MILLISECONDS_BETWEEN = 250;
const STEPS_BETWEEN = 8;

/** Says at which steps health is measured: the first, then at most four times a second and every eighth step, so that it costs little. */
export function healthSchedule(): (step: number, now: number) => boolean {
  let last: { step: number; time: number } | undefined;
  return (step, now) => {
    if (last && (step - last.step < STEPS_BETWEEN || now - last.time < MILLISECONDS_BETWEEN)) return false;
    last = { step, time: now };
    return true;
  };
}
