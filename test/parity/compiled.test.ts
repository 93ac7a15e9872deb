import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tensorflowBackend } from '../../src/trainer/capture/tensorflow/addon';
import { captureOnTensorflow } from '../../src/trainer/capture/tensorflow/captureOnTensorflow';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { tensorflowPlaces } from '../unit/trainer/tensorflow';
import { around, BATCH, dense, expectSame, input, learnerOf, problems, problemsWith, type Capture, type Problem } from './problems';

let told: string[] = [];
const listener = { note: (text: string) => told.push(text), log: (text: string) => told.push(text) };
const compiledFrom =
  (step: number): Capture =>
  (learner, data) =>
    Promise.resolve(captureOnTensorflow(learner, data, BATCH, listener, step));
const wasCompiled = (yes = true) => (yes ? expect(told) : expect(told).not).toContainEqual(expect.stringMatching(/^Compiled/));

const steady = { optimizer: { type: 'SGD', learning_rate: 0.02, momentum: 0.9 } };
const batch = (first = 0, size = BATCH) => Int32Array.from({ length: size }, (_, i) => first + i);
const random: Problem = {
  layers: [input(6), dense(5, { activation: 'relu' }), { name: 'drop', type: 'Dropout', rate: 0.2 }, dense(3)],
};

// Compiling takes about a second a time, so only what differs is asked here; what is recorded is the same as in captured.test.ts.
describe.skipIf(!tensorflowPlaces)('compiled on TensorFlow', () => {
  beforeAll(() => startRuntime('tensorflow', tensorflowPlaces));
  beforeEach(() => void (told = []));

  describe('a step is the step itself', () => {
    it.each(['Dense', 'BatchNormalization', 'Dropout', 'AlphaDropout', 'GaussianNoise', 'SpatialDropout2D', 'SimpleRNN', 'Dot'])(
      '%s',
      async (type) => {
        for (const problem of problemsWith(type, 1)) await expectSame({ ...problem, steps: 50, training: steady }, compiledFrom(0));
        wasCompiled();
      },
    );
    it.each(problems.filter(([name]) => /SGD.*nesterov|"Adam"\}$|global_clipnorm|use_ema|"sparse_categorical|max_norm|frozen/.test(name)))(
      'with %s',
      async (_, problem) => {
        await expectSame(problem, compiledFrom(0));
        wasCompiled();
      },
    );
    it('where it is compiled only from a step on', async () => {
      await expectSame(random, compiledFrom(17));
      wasCompiled();
    });
  });

  it.each([
    [
      'convolutions',
      { layers: [input(5, 5, 1), { name: 'c', type: 'Conv2D', filters: 2, kernel_size: 3 }, { name: 'f', type: 'Flatten' }, dense(2)] },
    ],
    [
      'words',
      {
        words: 9,
        layers: [input(4), { name: 'e', type: 'Embedding', input_dim: 9, output_dim: 2 }, { name: 'f', type: 'Flatten' }, dense(2)],
      },
    ],
  ] satisfies [string, Problem][])('not with %s', async (_, problem) => {
    await expectSame({ ...problem, training: steady }, compiledFrom(0));
    wasCompiled(false);
    expect(told).toContainEqual(expect.stringMatching(/^Steps are not compiled: /));
  });

  it('has the same bits whether it is looked at or not, and however many steps a call takes', () => {
    const trained = (calls: readonly number[], withHealth: (call: number) => boolean) => {
      const { learner, data } = learnerOf(random);
      const steps = captureOnTensorflow(learner, data, BATCH, listener, 10);
      let taken = 0;
      const values = calls.flatMap((count, call) =>
        steps
          .learn(
            data.training,
            Array.from({ length: count }, () => batch(taken++ % 50)),
            count === 1 && withHealth(call),
          )
          .flatMap((row) => row.values),
      );
      steps.store();
      const state = learner.state.map(([, variable]) => [...variable.dataSync()]);
      steps.dispose();
      learner.dispose();
      return { values, state };
    };
    const one = trained(
      Array.from({ length: 60 }, () => 1),
      (call) => call % 4 === 0,
    );
    expect(trained([7, 20, 1, 32], () => false)).toEqual(one);
    wasCompiled();
  });

  it('what XLA cannot compile is taken as it was', async () => {
    const grown = (x: tf.Scalar) => {
      const [image, filter] = [tf.ones([1, 3, 3, 1]), tf.zeros([2, 2, 1])] as [tf.Tensor4D, tf.Tensor3D];
      return tf.max<tf.Scalar>(tf.dilation2d(tf.mul(image, x), filter, 1, 'valid'));
    };
    const capture: Capture = (learner, data, reason) => {
      around(learner, grown);
      return compiledFrom(0)(learner, data, reason);
    };
    await expectSame({ ...random, training: steady }, capture);
    wasCompiled(false);
    expect(told).toContainEqual(expect.stringMatching(/^Steps are not compiled: .*Dilation2D/));
  });

  it('leaves memory flat', () => {
    const { learner, data } = learnerOf(random);
    const steps = captureOnTensorflow(learner, data, BATCH, listener, 0);
    const { binding } = tensorflowBackend()!;
    const round = (call: number) => {
      steps.learn(data.training, [batch(call % 9), batch(), batch(0, 3)], false);
      if (call % 10 === 0) steps.learn(data.training, [batch()], true);
    };
    for (let call = 0; call < 200; call++) round(call);
    const [handles, bytes] = [binding.getNumOfTensors(), process.memoryUsage().rss];
    for (let call = 0; call < 1500; call++) round(call);
    expect(binding.getNumOfTensors()).toBe(handles);
    expect(process.memoryUsage().rss - bytes).toBeLessThan(48 * 2 ** 20);
    wasCompiled();
    steps.dispose();
    learner.dispose();
    expect(tf.memory().numTensors).toBe(0);
  });
});
