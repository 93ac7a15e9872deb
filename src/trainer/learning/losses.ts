import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Values } from '../../core/layers/layerType';
import type { Outcome } from '../model/model';

/** Keras's `backend.epsilon()`. */
const EPSILON = 1e-7;

/** The mean loss of a batch. Targets: [batch, …], whole numbers for classes. */
export type Loss = (targets: Tensor, outcome: Outcome) => Scalar;

interface LossContext {
  readonly targets: Tensor;
  readonly outcome: Outcome;
  readonly values: Values;
}

/** Losses of a batch before their mean is taken; formulas of `keras/src/losses` and of its TensorFlow backend. */
const losses: { readonly [name: string]: (context: LossContext) => Tensor } = {
  sparse_categorical_crossentropy: ({ targets, outcome, values }) => {
    const classes = outcome.output.shape.at(-1)!;
    const oneHot = tf.oneHot(tf.cast(tf.reshape(targets, outcome.output.shape.slice(0, -1)), 'int32'), classes);
    return softmaxCrossentropy(oneHot, logitsOf(outcome, 'softmax', values) ?? tf.log(clipped(outcome.output)));
  },
  categorical_crossentropy: ({ targets, outcome, values }) => {
    const smoothing = Number(values.label_smoothing);
    const classes = outcome.output.shape.at(-1)!;
    const wanted = smoothing === 0 ? targets : tf.add(tf.mul(targets, 1 - smoothing), smoothing / classes);
    const logits = logitsOf(outcome, 'softmax', values);
    if (logits) return softmaxCrossentropy(wanted, logits);
    const { output } = outcome;
    const probabilities = clipped(tf.div(output, tf.sum(output, -1, true)));
    return tf.neg(tf.sum(tf.mul(wanted, tf.log(probabilities)), -1));
  },
  binary_crossentropy: ({ targets, outcome, values }) => {
    const smoothing = Number(values.label_smoothing);
    const given = tf.reshape(targets, outcome.output.shape);
    const wanted = smoothing === 0 ? given : tf.add(tf.mul(given, 1 - smoothing), 0.5 * smoothing);
    const logits = logitsOf(outcome, 'sigmoid', values);
    if (logits) return sigmoidCrossentropy(wanted, logits);
    const output = clipped(outcome.output);
    const right = tf.mul(wanted, tf.log(output));
    return tf.neg(tf.add(right, tf.mul(tf.sub(1, wanted), tf.log(tf.sub(1, output)))));
  },
  mean_squared_error: ({ targets, outcome: { output } }) => tf.square(tf.sub(tf.reshape(targets, output.shape), output)),
  mean_absolute_error: ({ targets, outcome: { output } }) => tf.abs(tf.sub(tf.reshape(targets, output.shape), output)),
  huber: ({ targets, outcome: { output }, values }) => {
    const delta = Number(values.delta);
    const error = tf.sub(output, tf.reshape(targets, output.shape));
    const size = tf.abs(error);
    return tf.where(tf.lessEqual(size, delta), tf.mul(tf.square(error), 0.5), tf.sub(tf.mul(size, delta), 0.5 * delta ** 2));
  },
};

/** The loss of that name of the registry; `values`: its arguments, defaults filled in. */
export function makeLoss(name: string, values: Values): Loss {
  const loss = losses[name];
  if (!loss) throw new Error(`There is no loss ${name}.`);
  return (targets, outcome) => tf.mean(loss({ targets, outcome, values }));
}

/**
 * What crossentropy is computed from where it need not go through probabilities: the model's output, if the design says
 * that it is logits, or what its last softmax or sigmoid was given, as Keras does.
 */
function logitsOf({ output, logits }: Outcome, kind: 'softmax' | 'sigmoid', values: Values): Tensor | undefined {
  if (logits?.of === kind) return logits.values;
  return values.from_logits === true ? output : undefined;
}

const clipped = (probabilities: Tensor): Tensor => tf.clipByValue(probabilities, EPSILON, 1 - EPSILON);

/** -Σ target × log softmax(logits); what is subtracted first keeps the exponentials finite. */
function softmaxCrossentropy(targets: Tensor, logits: Tensor): Tensor {
  return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), -1));
}

/** max(x, 0) - x × target + log(1 + exp(-|x|)), as `tf.nn.sigmoid_cross_entropy_with_logits`. */
function sigmoidCrossentropy(targets: Tensor, logits: Tensor): Tensor {
  return tf.add(tf.sub(tf.relu(logits), tf.mul(logits, targets)), tf.log1p(tf.exp(tf.neg(tf.abs(logits)))));
}
