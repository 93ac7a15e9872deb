import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Values } from '../../core/layers/layerType';
import { areaUnderCurve } from './areaUnderCurve';
import { confusion, fScore, precision, recall } from './confusion';

/**
 * A metric: numbers that are means over samples, so that they can be added up over batches, and what follows from them.
 * Most are one mean, and that is it.
 */
export interface Metric {
  /** How many means. */
  readonly parts: number;
  /** The means over a batch. Targets: [batch, …]. */
  compute(targets: Tensor, output: Tensor): readonly Scalar[];
  /** The metric, from the means over any number of batches. */
  value(parts: readonly number[]): number;
}

/** What a metric is made for. Shapes are those of one sample. */
export interface MetricContext {
  readonly values: Values;
  readonly targetShape: readonly number[];
  readonly outputShape: readonly number[];
}

/** Of each sample or each of its values, before the mean is taken. */
type Measure = (targets: Tensor, output: Tensor, values: Values) => Tensor;

const equal = (a: Tensor, b: Tensor): Tensor => tf.cast(tf.equal(a, b), 'float32');
const difference = (targets: Tensor, output: Tensor): Tensor => tf.sub(tf.reshape(targets, output.shape), output);
const idsOf = (targets: Tensor, output: Tensor): Tensor => tf.cast(tf.reshape(targets, output.shape.slice(0, -1)), 'int32');

/** 1 where fewer than k classes have a higher output than the right one. */
function among(oneHot: Tensor, output: Tensor, { k }: Values): Tensor {
  const right = tf.sum(tf.mul(oneHot, output), -1, true);
  const above = tf.sum(tf.cast(tf.greater(output, right), 'float32'), -1);
  return tf.cast(tf.less(above, Number(k)), 'float32');
}

/** By the registry's names; formulas of `keras/src/metrics`. */
const means: { readonly [name: string]: Measure } = {
  sparse_categorical_accuracy: (targets, output) => equal(idsOf(targets, output), tf.argMax(output, -1)),
  categorical_accuracy: (targets, output) => equal(tf.argMax(targets, -1), tf.argMax(output, -1)),
  binary_accuracy: (targets, output, { threshold }) => {
    const answers = tf.cast(tf.greater(output, Number(threshold ?? 0.5)), 'float32');
    return equal(tf.cast(tf.reshape(targets, output.shape), 'float32'), answers);
  },
  top_k_categorical_accuracy: (targets, output, values) => among(targets, output, values),
  sparse_top_k_categorical_accuracy: (targets, output, values) =>
    among(tf.oneHot(idsOf(targets, output), output.shape.at(-1)!), output, values),
  mae: (targets, output) => tf.abs(difference(targets, output)),
  mse: (targets, output) => tf.square(difference(targets, output)),
  cosine_similarity: (targets, output) => {
    const unit = (x: Tensor): Tensor => tf.div(x, tf.sqrt(tf.maximum(tf.sum(tf.square(x), -1, true), 1e-14)));
    return tf.sum(tf.mul(unit(tf.reshape(targets, output.shape)), unit(output)), -1);
  },
};

/** Metrics that are more than a mean. */
const others: { readonly [name: string]: (context: MetricContext) => Metric } = {
  root_mean_squared_error: () => ({
    parts: 1,
    compute: (targets, output) => [tf.mean(tf.square(difference(targets, output)))],
    value: ([square]) => Math.sqrt(square!),
  }),
  precision: (context) => ({ ...confusion(context), value: precision }),
  recall: (context) => ({ ...confusion(context), value: recall }),
  f1_score: (context) => fScore(context),
  auc: (context) => areaUnderCurve(context),
};

/** The metric of that name of the registry. */
export function makeMetric(name: string, context: MetricContext): Metric {
  const { values, targetShape, outputShape } = context;
  const kind = name === 'accuracy' ? accuracyKind(targetShape, outputShape) : name;
  const mean = means[kind];
  if (mean) return { parts: 1, compute: (targets, output) => [tf.mean(mean(targets, output, values))], value: ([value]) => value! };
  const other = others[kind];
  if (!other) throw new Error(`There is no metric ${name}.`);
  return other(context);
}

/** Which accuracy `accuracy` means (`keras/src/trainers/compile_utils.py`). */
export function accuracyKind(targetShape: readonly number[], outputShape: readonly number[]): string {
  const outputs = outputShape.at(-1) ?? 1;
  if (outputs === 1) return 'binary_accuracy';
  const sparse = targetShape.length < outputShape.length || targetShape.at(-1) === 1;
  return sparse ? 'sparse_categorical_accuracy' : 'categorical_accuracy';
}

/** Metrics that know what to do with class ids. */
const TAKES_IDS = new Set(['sparse_categorical_accuracy', 'sparse_top_k_categorical_accuracy', 'precision', 'recall', 'f1_score', 'auc']);

/** Whether a metric can compare class ids with an output of so many units. */
export const takesIds = (name: string): boolean => TAKES_IDS.has(name);
