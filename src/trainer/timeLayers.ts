import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { timeKey } from '../core/costs/stepTimes';
import { scope } from './learning/scope';
import type { Model, ModelPart } from './model/model';

/** Repeats, and milliseconds after which a layer is not tried again. */
const TRIES = { most: 7, until: 150 };
/** No more layers are timed after so many milliseconds. */
const LONGEST = 8000;

/**
 * Milliseconds that each layer takes there and back by itself, on a random batch, by `timeKey`; the fastest of a few tries.
 * Where that takes too long the rest is left out.
 */
export function timeLayers(model: Model, batchSize: number): Readonly<Record<string, number>> {
  const times: Record<string, number> = {};
  const from = performance.now();
  const seeds = model.draws.map((draw) => tf.tensor1d([...draw.next()], 'int32'));
  model.draws.forEach((draw, i) => (draw.seed = seeds[i]));
  try {
    for (const part of model.parts) {
      if (performance.now() - from > LONGEST) break;
      times[timeKey(part.analysis)] = timePart(part, variablesOf(model, part.analysis.name), batchSize);
    }
  } finally {
    tf.dispose(seeds);
  }
  return times;
}

const variablesOf = ({ weights }: Model, name: string): readonly Variable[] =>
  weights.filter(({ layer, trainable }) => layer === name && trainable).map(({ variable }) => variable);

function timePart({ analysis, compute }: ModelPart, weights: readonly Variable[], batchSize: number): number {
  const shapes = analysis.inputShapes as readonly (readonly number[])[];
  const inputs = shapes.map((shape) => tf.variable(tf.randomUniform([batchSize, ...shape], 0, 1, 'float32', 1)));
  // What is looked up has no gradient of its own.
  const wanted = analysis.type === 'Embedding' ? [...weights] : [...inputs, ...weights];
  try {
    let best = Infinity;
    const from = performance.now();
    for (let i = 0; i < TRIES.most && (i < 3 || performance.now() - from < TRIES.until); i++) {
      const start = performance.now();
      scope(() => pass(compute, inputs, wanted));
      best = Math.min(best, performance.now() - start);
    }
    return best;
  } finally {
    tf.dispose(inputs);
  }
}

/** There, and back where there is anything to go back to; until the device is done. */
function pass(compute: ModelPart['compute'], inputs: readonly Tensor[], wanted: Variable[]): void {
  if (wanted.length === 0) return wait(compute(inputs));
  const { value, grads } = tf.variableGrads(() => tf.sum(compute(inputs)), wanted);
  const last = Object.values(grads).at(-1);
  wait(last ?? value);
}

/** One value is read, which is there when all before it is. */
const wait = (tensor: Tensor): void => void tf.slice(tf.reshape(tensor, [-1]), 0, 1).dataSync();
