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
    return softmaxCrossentropy(oneHot, logitsOf(outcome, values) ?? tf.log(clipped(outcome.output)));
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
  mean_squared_error: ({ targets, outcome: { output } }) => tf.square(tf.sub(tf.reshape(targets, output.shape), output)),
  mean_absolute_error: ({ targets, outcome: { output } }) => tf.abs(tf.sub(tf.reshape(targets, output.shape), output)),
  huber: ({ targets, outcome: { output }, values }) => {
    const delta = Number(values.delta);
    const size = tf.abs(tf.sub(output, tf.reshape(targets, output.shape)));
    // Squared up to delta, linear from there.
    const near = tf.minimum(size, delta);
    return tf.add(tf.mul(tf.square(near), 0.5), tf.mul(tf.sub(size, near), delta));
  },
};

/** The loss of that name of the registry; `values`: its arguments, defaults filled in. */
export function makeLoss(name: string, values: Values): Loss {
  const loss = losses[name];
  if (!loss) throw new Error(`There is no loss ${name}.`);
  return (targets, outcome) => tf.mean(loss({ targets, outcome, values }));
}

/**
 * What crossentropy is computed from where it need not go through probabilities: what the model's last softmax or sigmoid
 * was given (Keras does not ask which of the two goes with the loss), or the output, if the design says that it is logits.
 */
const logitsOf = ({ output, logits }: Outcome, values: Values): Tensor | undefined =>
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
