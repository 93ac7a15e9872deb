import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { asLabels } from './confusion';
import type { Metric, MetricContext } from './metrics';

/** Keras's `backend.epsilon()`. */
const EPSILON = 1e-7;

/** Values that count for a curve at each threshold; shares of all values. */
interface Counts {
  readonly hits: readonly number[];
  readonly falseAlarms: readonly number[];
  readonly positives: number;
  readonly negatives: number;
}

/**
 * `AUC`: the area under the ROC curve (or that of precision and recall), from counts at thresholds that are evenly spread
 * over 0 to 1, as Keras takes it. Every value of the output counts alike.
 */
export function areaUnderCurve({ values }: MetricContext): Metric {
  const count = Number(values.num_thresholds);
  const inner = Array.from({ length: count - 2 }, (_, i) => (i + 1) / (count - 1));
  const thresholds = [-EPSILON, ...inner, 1 + EPSILON];
  return {
    parts: 2 * count + 1,
    compute: (targets, output) => {
      const labels = tf.reshape(asLabels(targets, output), [-1, 1]);
      const scores = tf.reshape(values.from_logits === true ? tf.sigmoid(output) : output, [-1, 1]);
      const answers = tf.cast(tf.greater(scores, tf.tensor2d(thresholds, [1, count])), 'float32');
      const each = (x: Tensor): Scalar[] => tf.unstack(tf.mean(x, 0)) as Scalar[];
      return [...each(tf.mul(answers, labels)), ...each(answers), tf.mean<Scalar>(labels)];
    },
    value: (parts) => {
      const [hits, answers, positives] = [parts.slice(0, count), parts.slice(count, 2 * count), parts[2 * count]!];
      const counts = { hits, falseAlarms: answers.map((share, i) => share - hits[i]!), positives, negatives: 1 - positives };
      if (values.curve === 'PR' && values.summation_method === 'interpolation') return interpolatedPrecision(counts);
      return area(counts, values.curve === 'PR', values.summation_method as string);
    },
  };
}

const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

function area({ hits, falseAlarms, positives, negatives }: Counts, precisionRecall: boolean, method: string): number {
  const recall = hits.map((share) => ratio(share, positives));
  const x = precisionRecall ? recall : falseAlarms.map((share) => ratio(share, negatives));
  const y = precisionRecall ? hits.map((share, i) => ratio(share, share + falseAlarms[i]!)) : recall;
  const height = { interpolation: (a: number, b: number) => (a + b) / 2, minoring: Math.min, majoring: Math.max }[method]!;
  return x.slice(1).reduce((sum, right, i) => sum + (x[i]! - right) * height(y[i]!, y[i + 1]!), 0);
}

/** Between two thresholds hits grow evenly with answers (Davis and Goadrich, 2006), as `AUC.interpolate_pr_auc` has it. */
function interpolatedPrecision({ hits, falseAlarms, positives }: Counts): number {
  const answers = hits.map((share, i) => share + falseAlarms[i]!);
  return hits.slice(1).reduce((sum, next, i) => {
    const [gained, grown] = [hits[i]! - next, answers[i]! - answers[i + 1]!];
    const slope = ratio(gained, grown);
    const start = next - slope * answers[i + 1]!;
    const safe = answers[i]! > 0 && answers[i + 1]! > 0 ? answers[i]! / answers[i + 1]! : 1;
    return sum + ratio(slope * (gained + start * Math.log(safe)), positives);
  }, 0);
}
