import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { modelDesign, MODELS, rowDesign } from '../../../../src/cli/bench/models';
import { rivalModel, type RivalModel } from '../../../../src/cli/bench/rivalModel';
import { tfjsModel } from '../../../../src/cli/bench/tfjsModel';
import { analyzeText } from '../../../../src/core/analyze';
import type { Design, TrainingSection } from '../../../../src/core/document';

beforeAll(() => tf.setBackend('cpu'));

const told = (design: Design): RivalModel => rivalModel(analyzeText(JSON.stringify(design)));

test.each(MODELS)('%s can be told to tfjs-layers', async (name) => {
  const { layers, parameters, training } = told(rowDesign(modelDesign(name), 32, 'Adam'));
  const model = await tfjsModel({ layers, output: 'classes', parameters, training });
  expect(model.countParams()).toBe(parameters);
  expect(model.outputs[0]?.shape).toEqual([null, 10]);
  expect(model.layers).toHaveLength(layers.length);
});

const branches = (training: TrainingSection): Design => ({
  layerwise: 1,
  layers: [
    { name: 'in', type: 'Input', shape: [4] },
    { name: 'slope', type: 'LeakyReLU', negative_slope: 0.5 },
    { name: 'a', type: 'Dense', units: 4, kernel_initializer: { type: 'VarianceScaling', scale: 2, mode: 'fan_out' } },
    { name: 'sum', type: 'Add', inputs: ['a', 'slope'] },
  ],
  training,
});

describe('a design', () => {
  test('with branches, arguments of its own and names that changed', async () => {
    const model = await tfjsModel(told(branches({ loss: 'mse', optimizer: { type: 'SGD', learning_rate: 0.1, momentum: 0.9 } })));
    expect(model.getLayer('slope').getConfig()).toMatchObject({ alpha: 0.5 });
    expect(model.getLayer('a').getConfig()).toMatchObject({ kernelInitializer: { config: { scale: 2, mode: 'fanOut' } } });
    model.getLayer('a').setWeights([tf.zeros([4, 4]), tf.zeros([4])]);
    expect([...(model.predict(tf.tensor2d([[-2, 2, -1, 4]])) as tf.Tensor).dataSync()]).toEqual([-1, 2, -0.5, 4]);
    expect(model.optimizer.getClassName()).toBe('Momentum');
  });

  test.each([
    [{ loss: 'mse', optimizer: { type: 'SGD', learning_rate: 0.1, weight_decay: 0.1 } }, /optimizer .*weight_decay/],
    [{ loss: 'mse', optimizer: 'Nadam' }, /optimizer "Nadam"/],
    [{ loss: { type: 'Huber', delta: 2 } }, /loss .*Huber/],
  ])('that tfjs-layers would train otherwise is refused', async (training, reason) => {
    await expect(tfjsModel(told(branches(training as TrainingSection)))).rejects.toThrow(reason);
  });

  test('of which tfjs-layers makes another model is refused', async () => {
    await expect(tfjsModel({ ...told(branches({ loss: 'mse' })), parameters: 21 })).rejects.toThrow(/20 parameters instead of 21/);
  });
});
