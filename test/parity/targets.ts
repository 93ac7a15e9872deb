import * as tf from '@tensorflow/tfjs-core';
import { noise } from './noise';

export type TargetKind = 'classes' | 'oneHot' | 'binary' | 'values';

/** Targets of noise, as `training.py` makes them. `shape`: of the outputs that they are for. */
export function targetsOf(kind: TargetKind, shape: number[], seed: number): tf.Tensor {
  if (kind === 'values') return tf.tensor(noise(shape, seed), shape);
  if (kind === 'binary')
    return tf.tensor(
      noise(shape, seed).map((value) => Number(value > 0)),
      shape,
    );
  const classes = shape.at(-1)!;
  const ids = Int32Array.from(noise(shape.slice(0, -1), seed), (value) => Math.floor(((value + 1) / 2) * classes));
  if (kind === 'classes') return tf.tensor(ids, shape.slice(0, -1), 'int32');
  return tf.cast(tf.oneHot(tf.tensor(ids, shape.slice(0, -1), 'int32'), classes), 'float32');
}
