import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { noise, weightNoise } from './noise';
import { dense, input, learnerOf } from './problems';
import { startRuntime } from '../../src/trainer/runtime/runtime';

beforeAll(() => startRuntime('cpu'));

const BATCH = 8;

/** The bias after Keras's `model.fit(x, y, batch_size=8, epochs=2, shuffle=False)` with `use_ema`, which ends as the average. */
const wanted: readonly (readonly [every: number | null, bias: readonly number[]])[] = [
  [null, [0.0020991224, -0.17560753, 0.29527593]],
  [3, [-0.0047398903, -0.21385169, 0.32569122]],
];

it.each(wanted)('a model ends as the moving average of its weights, as after Keras’s fit (overwritten every %s steps)', (every, bias) => {
  const optimizer = { type: 'SGD', learning_rate: 0.05, use_ema: true, ema_momentum: 0.9, ema_overwrite_frequency: every };
  const { learner } = learnerOf({ layers: [input(6), dense(3)], training: { optimizer } });
  learner.model.weights.forEach(({ path, variable }, i) =>
    variable.assign(tf.tensor(weightNoise(path, variable.shape, 10 + i), variable.shape)),
  );
  const [x, y] = [noise([64, 6], 1000), noise([64, 3], 5000)];
  for (let step = 0; step < 16; step++) {
    const at = (step % 8) * BATCH;
    const rows = (values: Float32Array, width: number) => tf.tensor2d(values.slice(at * width, (at + BATCH) * width), [BATCH, width]);
    learner.step({ inputs: [rows(x, 6)], targets: [rows(y, 3)] }, false);
  }
  learner.optimizer.finish();
  const found = learner.model.weights[1]!.variable.dataSync();
  bias.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 6));
});
