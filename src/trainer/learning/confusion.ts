import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Metric, MetricContext } from './metrics';

/** Keras's `backend.epsilon()`. */
const EPSILON = 1e-7;

/** Targets as 0 and 1 for each value of the output: class ids become one-hot. */
export function asLabels(targets: Tensor, output: Tensor): Tensor {
  if (targets.size === output.size) return tf.cast(tf.reshape(targets, output.shape), 'float32');
  const ids = tf.cast(tf.reshape(targets, output.shape.slice(0, -1)), 'int32');
  return tf.cast(tf.oneHot(ids as tf.Tensor1D, output.shape.at(-1)!), 'float32');
}

const above = (output: Tensor, threshold: number): Tensor => tf.cast(tf.greater(output, threshold), 'float32');

/** Shares of true positives, of answers that are positive, and of targets that are. */
export function confusion({ values }: MetricContext): Omit<Metric, 'value'> {
  const threshold = Number(values.thresholds ?? 0.5);
  return {
    parts: 3,
    compute: (targets, output) => {
      const [labels, answers] = [asLabels(targets, output), above(output, threshold)].map((x) => ofClass(x, values.class_id));
      return [tf.mul(labels!, answers!), answers!, labels!].map((x) => tf.mean<Scalar>(x));
    },
  };
}

/** The column of one class, where one is asked for. */
function ofClass(x: Tensor, id: unknown): Tensor {
  return typeof id === 'number' ? tf.slice(x, [...x.shape.slice(1).map(() => 0), id], [...x.shape.slice(0, -1), 1]) : x;
}

const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

export const precision = ([hits, answers]: readonly number[]): number => ratio(hits!, answers!);
export const recall = ([hits, , labels]: readonly number[]): number => ratio(hits!, labels!);

/**
 * `F1Score`: the harmonic mean of precision and recall, of all classes together (micro) or of each and then their mean
 * (macro, weighted). Without a threshold the class with the largest output is the answer.
 */
export function fScore({ values, outputShape }: MetricContext): Metric {
  const { threshold, average } = values;
  const classes = average === 'micro' ? 1 : outputShape.at(-1)!;
  return {
    parts: 3 * classes,
    compute: (targets, output) => {
      const labels = asLabels(targets, output);
      const answers = typeof threshold === 'number' ? above(output, threshold) : largest(output);
      return [tf.mul(labels, answers), answers, labels].flatMap((x) => {
        if (classes === 1) return [tf.mean<Scalar>(x)];
        return tf.unstack(tf.mean(tf.reshape(x, [-1, classes]), 0)) as Scalar[];
      });
    },
    value: (parts) => {
      const scores = Array.from({ length: classes }, (_, i) => f1(parts[i]!, parts[classes + i]!, parts[2 * classes + i]!));
      const labels = parts.slice(2 * classes);
      const weights = average === 'weighted' ? labels.map((share) => ratio(share, sum(labels))) : scores.map(() => 1 / classes);
      return sum(scores.map((score, i) => score * weights[i]!));
    },
  };
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function f1(hits: number, answers: number, labels: number): number {
  const [exact, complete] = [ratio(hits, answers), ratio(hits, labels)];
  return (2 * exact * complete) / (exact + complete + EPSILON);
}

/** 1 for the largest value of each sample, unless that is 0. */
function largest(output: Tensor): Tensor {
  const isLargest = tf.cast(tf.greaterEqual(output, tf.max(output, -1, true)), 'float32');
  return tf.mul(isLargest, above(tf.abs(output), 1e-9));
}
