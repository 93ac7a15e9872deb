import * as tf from '@tensorflow/tfjs-core';

/** Runs `compute` and releases every tensor that it made, but for those kept. As `tf.tidy`, for a result of any kind. */
export function scope<T>(compute: () => T): T {
  tf.engine().startScope();
  try {
    return compute();
  } finally {
    tf.engine().endScope();
  }
}
