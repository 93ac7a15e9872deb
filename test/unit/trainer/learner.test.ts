import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeText } from '../../../src/core/analyze';
import type { JsonObject } from '../../../src/core/document';
import { layerTypes } from '../../../src/core/layers/index';
import { readValues } from '../../../src/core/layers/values';
import type { Learner } from '../../../src/trainer/learning/learner';
import { makeLayer } from '../../../src/trainer/model/layers/index';
import { makeLearner } from '../../../src/trainer/prepare';
import { Draw } from '../../../src/trainer/random/draws';
import { Streams } from '../../../src/trainer/random/streams';
import { startRuntime } from '../../../src/trainer/runtime/runtime';
import { readSettings } from '../../../src/trainer/settings';

function learnerOf(layers: readonly JsonObject[], training: JsonObject = {}, seed = 1): Learner {
  const design = { layerwise: 1, layers, training: { data: { dataset: 'mnist' }, loss: 'mse', optimizer: 'SGD', ...training } };
  const analysis = analyzeText(JSON.stringify(design));
  const output = analysis.layers.find(({ id }) => id === analysis.outputs[0])!.output as number[];
  return makeLearner(analysis, readSettings(design as never, {}), [{ shape: output }], new Streams(seed));
}

const input = { name: 'in', type: 'Input', shape: [4] };

describe('tensors are released', () => {
  // One of each: dropout, both kinds of statistics, an optimizer with slots, penalties, constraints, health.
  const layers: JsonObject[] = [
    input,
    {
      name: 'a',
      type: 'Dense',
      units: 3,
      activation: 'relu',
      kernel_regularizer: 'l2',
      kernel_constraint: 'max_norm',
      activity_regularizer: 'l1',
    },
    { name: 'b', type: 'BatchNormalization' },
    { name: 'c', type: 'Dropout', rate: 0.5 },
    { name: 'd', type: 'LayerNormalization' },
    { name: 'e', type: 'Dense', units: 2, activation: 'sigmoid' },
  ];
  const training = { loss: 'binary_crossentropy', optimizer: { type: 'Adam', amsgrad: true }, metrics: ['accuracy', 'mae'] };

  it('the count of live tensors is the same over 10,000 steps', async () => {
    await startRuntime('wasm');
    releases(learnerOf([input, { name: 'a', type: 'Dense', units: 1 }], { optimizer: { type: 'SGD', momentum: 0.5 } }), [2, 1], 10_000);
  });

  it.each(['wasm', 'cpu'] as const)('also with everything that keeps something from step to step, on %s', async (runtime) => {
    await startRuntime(runtime);
    releases(learnerOf(layers, training), [2, 2], 100);
  });

  function releases(learner: Learner, shape: number[], steps: number): void {
    const batch = { inputs: [tf.ones([2, 4])], targets: [tf.ones(shape)] };
    learner.step(batch, true);
    const { numTensors, numBytes } = tf.memory();
    for (let step = 1; step < steps; step++) learner.step(batch, step % 8 === 0);
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    learner.evaluate(batch);
    expect(tf.memory().numTensors).toBe(numTensors);
    learner.dispose();
    tf.dispose({ ...batch });
    expect(tf.memory().numTensors).toBe(0);
  }

  it('also of an Embedding and of recurrent layers', async () => {
    await startRuntime('wasm');
    const learner = learnerOf(
      [
        input,
        { name: 'e', type: 'Embedding', input_dim: 9, output_dim: 3 },
        { name: 'l', type: 'Bidirectional', layer: { type: 'LSTM', units: 2, dropout: 0.1, recurrent_dropout: 0.1 } },
      ],
      { optimizer: 'RMSprop' },
    );
    const batch = { inputs: [tf.tensor2d([[1, 2, 3, 4]])], targets: [tf.ones([1, 4])] };
    learner.step(batch, true);
    const { numTensors } = tf.memory();
    for (let step = 0; step < 50; step++) learner.step(batch, step % 8 === 0);
    expect(tf.memory().numTensors).toBe(numTensors);
    learner.dispose();
    tf.dispose(batch);
  });
});

describe('health', () => {
  beforeAll(() => startRuntime('cpu'));

  it('says how large gradients and updates are, and how many units are dead', () => {
    const learner = learnerOf(
      [input, { name: 'hidden', type: 'Dense', units: 4, activation: 'relu' }, { name: 'out', type: 'Dense', units: 1, use_bias: false }],
      {
        optimizer: { type: 'SGD', learning_rate: 0.5 },
      },
    );
    const [kernel, bias, out] = learner.model.weights.map(({ variable }) => variable);
    // The first unit gives 1, the others give nothing for any sample.
    kernel!.assign(tf.zeros([4, 4]));
    bias!.assign(tf.tensor1d([1, -1, -1, -1]));
    out!.assign(tf.tensor2d([[2], [0], [0], [0]]));
    const batch = { inputs: [tf.ones([2, 4])], targets: [tf.zeros([2, 1])] };
    const { values, health } = learner.step(batch, true);
    expect(values).toEqual([4]);
    const [hidden, last] = health!;
    expect(hidden).toMatchObject({ name: 'hidden', dead: 0.75 });
    // d loss / d output = 2 × 2 for the mean, the output's weight is moved by half of it times the unit's 1.
    expect(last).toEqual({ name: 'out', gradientNorm: 4, updateRatio: 1 });
    // The kernel was all 0: there is nothing that its update could be a share of.
    expect(hidden!.gradientNorm).toBeCloseTo(Math.sqrt(4) * 8, 5);
    expect(hidden!.updateRatio).toBeUndefined();
  });

  it("counts a convolution's channel as dead where it is 0 at every place", () => {
    const learner = learnerOf([
      { name: 'in', type: 'Input', shape: [3, 3, 1] },
      { name: 'c', type: 'Conv2D', filters: 2, kernel_size: 1, activation: 'relu' },
    ]);
    const [kernel] = learner.model.weights.map(({ variable }) => variable);
    kernel!.assign(tf.tensor4d([1, -1], [1, 1, 1, 2]));
    const batch = { inputs: [tf.ones([1, 3, 3, 1])], targets: [tf.zeros([1, 3, 3, 2])] };
    expect(learner.step(batch, true).health![0]!.dead).toBe(0.5);
  });
});

describe('what is drawn at random', () => {
  /** As at the beginning of a step. */
  const seed = (draw: Draw): Draw => {
    draw.seed = tf.tensor1d([...draw.next()], 'int32');
    return draw;
  };
  beforeAll(() => startRuntime('cpu'));
  const dropping: JsonObject[] = [input, { name: 'drop', type: 'Dropout', rate: 0.5 }, { name: 'out', type: 'Dense', units: 1 }];
  const outputs = (learner: Learner): number[] => {
    const made: number[] = [];
    for (let step = 0; step < 3; step++) {
      learner.model.draws.forEach(seed);
      made.push(...learner.model.forward([tf.ones([4, 4])], { training: true }).outputs[0]!.output.dataSync());
    }
    return made;
  };

  it('follows the seed, and 0 is one', () => {
    expect(outputs(learnerOf(dropping, {}, 0))).toEqual(outputs(learnerOf(dropping, {}, 0)));
    expect(outputs(learnerOf(dropping, {}, 0))).not.toEqual(outputs(learnerOf(dropping, {}, 1)));
  });

  it('is another mask in each step', () => {
    const made = outputs(learnerOf(dropping));
    expect(made.slice(0, 4)).not.toEqual(made.slice(4, 8));
  });

  it('does not depend on the layers around it', () => {
    const kernel = (learner: Learner) => [...learner.model.weights.find(({ path }) => path === 'out/kernel')!.variable.dataSync()];
    const other: JsonObject[] = [input, { name: 'more', type: 'Dense', units: 4 }, ...dropping.slice(1)];
    expect(kernel(learnerOf(dropping))).toEqual(kernel(learnerOf(other)));
  });

  it.each([
    ['Dropout', { rate: 0.25 }, 1, 0.25 / 0.75],
    ['AlphaDropout', { rate: 0.1 }, 0, 1],
    ['GaussianDropout', { rate: 0.2 }, 1, 0.2 / 0.8],
    ['GaussianNoise', { stddev: 0.3 }, 1, 0.09],
    ['SpatialDropout1D', { rate: 0.25 }, 1, 0.25 / 0.75],
  ])('%s has the mean and the variance of its formula', (type, fields, expected, spread) => {
    const values = readValues(layerTypes.get(type)!, { type, ...fields }).values;
    const streams = new Streams(3);
    const { layer } = makeLayer(type, {
      path: 'it',
      values,
      inputs: [[50, 40]],
      trainable: true,
      random: () => seed(new Draw(streams.stream('it'))),
    });
    const x = expected === 1 ? tf.ones([40, 50, 40]) : tf.randomNormal([40, 50, 40], 0, 1, 'float32', 5);
    const { mean, variance } = tf.moments(layer!.call(x, { training: true }) as tf.Tensor);
    expect(mean.dataSync()[0]!).toBeCloseTo(expected, 1);
    expect(variance.dataSync()[0]!).toBeCloseTo(spread, 1);
    expect((layer!.call(x, { training: false }) as tf.Tensor).dataSync()).toEqual(x.dataSync());
  });

  it('SpatialDropout2D drops whole channels', () => {
    const streams = new Streams(3);
    const { layer } = makeLayer('SpatialDropout2D', {
      path: 'it',
      values: { rate: 0.5 },
      inputs: [[2, 2, 8]],
      trainable: true,
      random: () => seed(new Draw(streams.stream('it'))),
    });
    const channels = tf
      .unstack(layer!.call(tf.ones([1, 2, 2, 8]), { training: true }) as tf.Tensor, 3)
      .map((channel) => [...channel.dataSync()].join());
    expect(new Set(channels)).toEqual(new Set(['0,0,0,0', '2,2,2,2']));
  });
});
