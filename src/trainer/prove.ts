import * as tf from '@tensorflow/tfjs-core';
import type { Design } from '../core/document';
import { analyzeText } from '../core/analyze';
import type { Places } from '../protocol/places';
import type { Proof } from '../protocol/proof';
import { Failure } from './failure';
import { makeLearner } from './prepare';
import { Streams } from './random/streams';
import { startRuntime } from './runtime/runtime';
import { readSettings } from './settings';

const STEPS = 10;
const BATCH = 16;
const CLASSES = 4;
const SHAPE = [8, 8, 2];
/** As a share of the loss: float32 sums in another order differ by less. */
const TOLERANCE = 1e-4;

const DESIGN: Design = {
  layerwise: 1,
  layers: [
    { name: 'in', type: 'Input', shape: SHAPE },
    { name: 'conv', type: 'Conv2D', filters: 4, kernel_size: 3, activation: 'relu' },
    { name: 'pool', type: 'MaxPooling2D' },
    { name: 'flat', type: 'Flatten' },
    { name: 'bn', type: 'BatchNormalization' },
    { name: 'hidden', type: 'Dense', units: 16, activation: 'tanh' },
    { name: 'out', type: 'Dense', units: CLASSES, activation: 'softmax' },
  ],
  training: {
    data: { dataset: 'mnist' },
    loss: 'sparse_categorical_crossentropy',
    optimizer: { type: 'SGD', learning_rate: 0.05, momentum: 0.9 },
    seed: 7,
  },
};

/**
 * Trains a few steps of a small model on TensorFlow, and the same on the embedded runtime. Fails where TensorFlow cannot be
 * had, and where it computes other losses.
 */
export async function prove(places: Places): Promise<Proof> {
  const tensorflow = await startRuntime('tensorflow', places);
  const theirs = losses();
  const embedded = await startRuntime('wasm');
  const ours = losses();
  const difference = Math.max(...ours.map((loss, i) => Math.abs(loss - theirs[i]!) / Math.abs(loss)));
  if (!(difference < TOLERANCE))
    throw new Failure(`${tensorflow.label} computes something else than the embedded runtime.`, {
      reason: `Of the losses of ${STEPS} steps, ${ours.at(-1)} and ${theirs.at(-1)} at the end, some differ by more than ${TOLERANCE}.`,
      next: 'Use the embedded runtime, and please report this with the version of TensorFlow.',
    });
  return { tensorflow, embedded, steps: STEPS, difference };
}

/** The loss of every step; weights and samples are the same each time. */
function losses(): number[] {
  const learner = makeLearner(analyzeText(JSON.stringify(DESIGN)), readSettings(DESIGN, {}), [{ shape: [] }], new Streams(7));
  try {
    return Array.from({ length: STEPS }, (_, step) => {
      const inputs = tf.tensor(samples(step), [BATCH, ...SHAPE]);
      const targets = tf.tensor(
        Int32Array.from({ length: BATCH }, (_, i) => (i * 7 + step) % CLASSES),
        [BATCH],
        'int32',
      );
      const { values } = learner.step({ inputs: [inputs], targets: [targets] }, false);
      tf.dispose([inputs, targets]);
      return values[0]!;
    });
  } finally {
    learner.dispose();
  }
}

/** Numbers between -1 and 1 without a pattern that a model could see at once. */
function samples(step: number): Float32Array {
  const size = SHAPE.reduce((product, length) => product * length, BATCH);
  return Float32Array.from({ length: size }, (_, i) => Math.sin((i + 1) * (step + 1) * 12.9898));
}
