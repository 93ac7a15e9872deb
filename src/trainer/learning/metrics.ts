import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Values } from '../../core/layers/layerType';

/** The mean of a metric over a batch. Targets: [batch, …]. */
export type Metric = (targets: Tensor, output: Tensor) => Scalar;

/** By the registry's names; formulas of `keras/src/metrics`. */
const metrics: { readonly [name: string]: (targets: Tensor, output: Tensor, values: Values) => Tensor } = {
  sparse_categorical_accuracy: (targets, output) => {
    const wanted = tf.cast(tf.reshape(targets, output.shape.slice(0, -1)), 'int32');
    return equal(wanted, tf.argMax(output, -1));
  },
  categorical_accuracy: (targets, output) => equal(tf.argMax(targets, -1), tf.argMax(output, -1)),
  binary_accuracy: (targets, output, { threshold }) => {
    const answers = tf.cast(tf.greater(output, Number(threshold ?? 0.5)), 'float32');
    return equal(tf.cast(tf.reshape(targets, output.shape), 'float32'), answers);
  },
  mae: (targets, output) => tf.abs(tf.sub(tf.reshape(targets, output.shape), output)),
  mse: (targets, output) => tf.square(tf.sub(tf.reshape(targets, output.shape), output)),
};

const equal = (a: Tensor, b: Tensor): Tensor => tf.cast(tf.equal(a, b), 'float32');

/** The metric of that name of the registry; shapes are those of one sample. */
export function makeMetric(name: string, values: Values, targetShape: readonly number[], outputShape: readonly number[]): Metric {
  const metric = metrics[name === 'accuracy' ? accuracyKind(targetShape, outputShape) : name];
  if (!metric) throw new Error(`There is no metric ${name}.`);
  return (targets, output) => tf.mean(metric(targets, output, values));
}

/** Which accuracy `accuracy` means (`keras/src/trainers/compile_utils.py`). */
export function accuracyKind(targetShape: readonly number[], outputShape: readonly number[]): string {
  const outputs = outputShape.at(-1) ?? 1;
  if (outputs === 1) return 'binary_accuracy';
  const sparse = targetShape.length < outputShape.length || targetShape.at(-1) === 1;
  return sparse ? 'sparse_categorical_accuracy' : 'categorical_accuracy';
}
