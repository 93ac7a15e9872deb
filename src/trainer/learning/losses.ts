import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Values } from '../../core/layers/layerType';
import type { ModelOutput } from '../model/model';

/** Keras's `backend.epsilon()`. */
const EPSILON = 1e-7;

/** How much samples count in a loss: those of class 0, 1, 2 …, or each, [batch]. */
export interface Weighing {
  readonly classWeights?: readonly number[];
  readonly samples?: Tensor;
}

/**
 * The mean loss of an output for a batch. Targets: [batch, …], whole numbers for classes. What counts less makes the mean
 * smaller: it is divided by the number of samples, as in Keras (`sum_over_batch_size`).
 */
export type Loss = (targets: Tensor, outcome: ModelOutput, weighing?: Weighing) => Scalar;

interface LossContext {
  readonly targets: Tensor;
  readonly outcome: ModelOutput;
  readonly values: Values;
}

/** A loss that compares each value of the output with that of the target. */
const valueByValue =
  (compute: (wanted: Tensor, output: Tensor, values: Values) => Tensor) =>
  ({ targets, outcome: { output }, values }: LossContext): Tensor =>
    compute(tf.reshape(targets, output.shape), output, values);

/** Losses before their mean is taken, of each value or of each sample; formulas of `keras/src/losses` and of its TensorFlow backend. */
const losses: { readonly [name: string]: (context: LossContext) => Tensor } = {
  sparse_categorical_crossentropy: ({ targets, outcome, values }) => {
    const classes = outcome.output.shape.at(-1)!;
    const oneHot = tf.oneHot(tf.cast(tf.reshape(targets, outcome.output.shape.slice(0, -1)), 'int32'), classes);
    return softmaxCrossentropy(tf.cast(oneHot, 'float32'), logitsOf(outcome, values) ?? tf.log(clipped(outcome.output)));
  },
  categorical_crossentropy: ({ targets, outcome, values }) => {
    const smoothing = Number(values.label_smoothing);
    const classes = outcome.output.shape.at(-1)!;
    const wanted = smoothing === 0 ? targets : tf.add(tf.mul(targets, 1 - smoothing), smoothing / classes);
    const logits = logitsOf(outcome, values);
    if (logits) return softmaxCrossentropy(wanted, logits);
    const { output } = outcome;
    const probabilities = clipped(tf.div(output, tf.sum(output, -1, true)));
    return tf.neg(tf.sum(tf.mul(wanted, tf.log(probabilities)), -1));
  },
  binary_crossentropy: ({ targets, outcome, values }) => {
    const smoothing = Number(values.label_smoothing);
    const given = tf.reshape(targets, outcome.output.shape);
    const wanted = smoothing === 0 ? given : tf.add(tf.mul(given, 1 - smoothing), 0.5 * smoothing);
    const logits = logitsOf(outcome, values);
    if (logits) return sigmoidCrossentropy(wanted, logits);
    const output = clipped(outcome.output);
    const right = tf.mul(wanted, tf.log(output));
    return tf.neg(tf.add(right, tf.mul(tf.sub(1, wanted), tf.log(tf.sub(1, output)))));
  },
  mean_squared_error: valueByValue((wanted, output) => tf.square(tf.sub(wanted, output))),
  mean_absolute_error: valueByValue((wanted, output) => tf.abs(tf.sub(wanted, output))),
  mean_absolute_percentage_error: valueByValue((wanted, output) =>
    tf.mul(tf.abs(tf.div(tf.sub(wanted, output), tf.maximum(tf.abs(wanted), EPSILON))), 100),
  ),
  mean_squared_logarithmic_error: valueByValue((wanted, output) => {
    const log = (x: Tensor): Tensor => tf.log(tf.add(tf.maximum(x, EPSILON), 1));
    return tf.square(tf.sub(log(output), log(wanted)));
  }),
  log_cosh: valueByValue((wanted, output) => {
    const x = tf.sub(output, wanted);
    return tf.sub(tf.add(x, tf.softplus(tf.mul(x, -2))), Math.LN2);
  }),
  huber: valueByValue((wanted, output, values) => {
    const delta = Number(values.delta);
    const size = tf.abs(tf.sub(output, wanted));
    // Squared up to delta, linear from there.
    const near = tf.minimum(size, delta);
    return tf.add(tf.mul(tf.square(near), 0.5), tf.mul(tf.sub(size, near), delta));
  }),
  cosine_similarity: valueByValue((wanted, output) => tf.neg(tf.sum(tf.mul(unitVector(wanted), unitVector(output)), -1))),
  hinge: valueByValue((wanted, output) => hinge(wanted, output)),
  squared_hinge: valueByValue((wanted, output) => tf.square(hinge(wanted, output))),
  categorical_hinge: valueByValue((wanted, output) => {
    const right = tf.sum(tf.mul(wanted, output), -1);
    const others = tf.max(tf.mul(tf.sub(1, wanted), output), -1);
    return tf.relu(tf.add(tf.sub(others, right), 1));
  }),
  kl_divergence: valueByValue((wanted, output) => {
    const [held, answer] = [tf.clipByValue(wanted, EPSILON, 1), tf.clipByValue(output, EPSILON, 1)];
    return tf.sum(tf.mul(held, tf.log(tf.div(held, answer))), -1);
  }),
  poisson: valueByValue((wanted, output) => tf.sub(output, tf.mul(wanted, tf.log(tf.add(output, EPSILON))))),
};

/** The loss of that name of the registry; `values`: its arguments, defaults filled in. */
export function makeLoss(name: string, values: Values): Loss {
  const loss = losses[name];
  if (!loss) throw new Error(`There is no loss ${name}.`);
  return (targets, outcome, { classWeights, samples } = {}) => {
    const each = loss({ targets, outcome, values });
    const weights = samples ?? (classWeights && sampleWeights(targets, classWeights));
    if (!weights) return tf.mean(each);
    const ofSamples = tf.mean(tf.reshape(each, [targets.shape[0], -1]), 1);
    return tf.mean(tf.mul(ofSamples, weights));
  };
}

/** The weight of each sample's class. Targets: class ids, one-hot, or one number that is rounded, as in Keras's `fit`. */
function sampleWeights(targets: Tensor, classWeights: readonly number[]): Tensor {
  const count = targets.shape[0];
  const oneHot = targets.size > count;
  const flat = tf.reshape(targets, oneHot ? [count, -1] : [count]);
  const ids = oneHot ? tf.argMax(flat, -1) : flat.dtype === 'int32' ? flat : tf.cast(tf.round(flat), 'int32');
  // A class beyond the list is 0 everywhere, which leaves it 1. tfjs's one-hot has at least two classes.
  const more = [...classWeights, 1, 1].slice(0, Math.max(2, classWeights.length)).map((weight) => weight - 1);
  const chosen = tf.cast(tf.oneHot(ids, more.length), 'float32');
  return tf.add(tf.sum(tf.mul(chosen, tf.tensor1d(more)), -1), 1);
}

/** Of length 1; one of length 0 stays so. */
const unitVector = (x: Tensor): Tensor => tf.div(x, tf.sqrt(tf.maximum(tf.sum(tf.square(x), -1, true), EPSILON ** 2)));

/** max(1 - target × output, 0); targets that are all 0 or 1 become -1 and 1. */
function hinge(targets: Tensor, output: Tensor): Tensor {
  const other = tf.max(tf.step(tf.abs(tf.mul(targets, tf.sub(targets, 1)))));
  const signs = tf.add(targets, tf.mul(tf.sub(1, other), tf.sub(targets, 1)));
  return tf.relu(tf.sub(1, tf.mul(signs, output)));
}

/**
 * What crossentropy is computed from where it need not go through probabilities: what the model's last softmax or sigmoid
 * was given (Keras does not ask which of the two goes with the loss), or the output, if the design says that it is logits.
 */
const logitsOf = ({ output, logits }: ModelOutput, values: Values): Tensor | undefined =>
  logits ?? (values.from_logits === true ? output : undefined);

const clipped = (probabilities: Tensor): Tensor => tf.clipByValue(probabilities, EPSILON, 1 - EPSILON);

/**
 * -Σ target × log softmax(logits), as `tf.nn.softmax_cross_entropy_with_logits`: what is subtracted first keeps the
 * exponentials finite. Its gradient is written out: Σ target × softmax(logits) - target. None flows to the targets.
 */
function softmaxCrossentropy(targets: Tensor, logits: Tensor): Tensor {
  const compute = tf.customGrad((...inputs) => {
    const [given, save] = inputs as unknown as [Tensor, tf.GradSaveFunc];
    const shifted = tf.sub(given, tf.max(given, -1, true));
    const logProbabilities = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true)));
    save([logProbabilities, targets]);
    return {
      value: tf.neg(tf.sum(tf.mul(targets, logProbabilities), -1)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [logs, wanted] = saved as [Tensor, Tensor];
        const pulled = tf.mul(tf.sum(wanted, -1, true), tf.exp(logs));
        return tf.mul(tf.expandDims(dy, -1), tf.sub(pulled, wanted));
      },
    };
  });
  return compute(logits);
}

/** max(x, 0) - x × target + log(1 + exp(-|x|)), as `tf.nn.sigmoid_cross_entropy_with_logits`. */
function sigmoidCrossentropy(targets: Tensor, logits: Tensor): Tensor {
  return tf.add(tf.sub(tf.relu(logits), tf.mul(logits, targets)), tf.log1p(tf.exp(tf.neg(tf.abs(logits)))));
}
