import { expect, it } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { costsOf } from '../../../../src/core/costs/costs';
import { keptWithin } from '../../../../src/core/costs/keptValues';
import { neededOutputs } from '../../../../src/core/costs/neededOutputs';
import type { JsonObject } from '../../../../src/core/document';

const costs = (layers: readonly JsonObject[], training?: JsonObject) =>
  costsOf(analyzeText(JSON.stringify({ layerwise: 1, layers, training })));
const input = (...shape: (number | null)[]): JsonObject => ({ name: 'x', type: 'Input', shape });

it('counts weights, gradients, what the optimizer keeps, and what a batch leaves behind', () => {
  const found = costs(
    [
      input(28, 28),
      { name: 'f', type: 'Flatten' },
      { name: 'b', type: 'BatchNormalization' },
      { name: 'h', type: 'Dense', units: 300, activation: 'relu' },
      { name: 'y', type: 'Dense', units: 10, activation: 'softmax' },
    ],
    { optimizer: 'Adam', batch_size: 64 },
  );
  const weights = 4 * 784 + 784 * 300 + 300 + 300 * 10 + 10;
  const trainable = weights - 2 * 784;
  // Pixels; within and behind the normalization; before and behind relu; the same of the output; targets and loss.
  const kept = 784 + 2 * 784 + 2 * 300 + 2 * 10 + 3 * 10;
  expect(found).toMatchObject({
    batchSize: 64,
    slots: { name: 'Adam', slots: 2 },
    weights: 4 * weights,
    gradients: 4 * trainable,
    optimizer: 8 * trainable,
    activations: 4 * 64 * kept,
    passing: 4 * 64 * (784 + 784),
    // The pixels of a batch and what batch normalization makes of them.
    prediction: 4 * weights + 4 * 64 * (784 + 784),
    complete: true,
  });
  expect(found.training).toBe(found.weights + found.gradients + found.optimizer + found.activations + found.passing);
  expect([...found.layers.values()].reduce((sum, { training }) => sum + training, found.passing)).toBe(found.training);
});

it('keeps the pixels until both branches have taken them', () => {
  const branches = [
    input(100),
    { name: 'a', type: 'Dense', units: 10, inputs: ['x'] },
    { name: 'b', type: 'Dense', units: 20, inputs: ['x'] },
    { name: 'c', type: 'Concatenate', inputs: ['a', 'b'] },
  ];
  const { prediction, weights } = costs(branches, { batch_size: 1 });
  expect(prediction - weights).toBe(4 * (100 + 10 + 20));
});

it('what does not learn has no gradient, and nothing is kept beside it', () => {
  const layers = [input(4), { name: 'h', type: 'Dense', units: 4, trainable: false }, { name: 'y', type: 'Dense', units: 1 }];
  const { layers: each } = costs(layers, { optimizer: 'Adam' });
  expect(each.get('h')).toMatchObject({ weights: 80, gradients: 0, optimizer: 0 });
  expect(each.get('y')).toMatchObject({ weights: 20, gradients: 20, optimizer: 40 });
});

it.each<[string, JsonObject, readonly number[], number]>([
  ['a recurrent layer keeps its gates of every step', { type: 'LSTM', units: 5 }, [7, 3], 15 * 7 * 5],
  ['both ways, and what they give', { type: 'Bidirectional', layer: { type: 'SimpleRNN', units: 5 } }, [7, 3], 2 * (3 * 7 * 5 + 5)],
  ['a layer around a layer, each step', { type: 'TimeDistributed', layer: { type: 'Dense', units: 5, activation: 'relu' } }, [7, 3], 7 * 5],
  ['a mask', { type: 'Dropout', rate: 0.5 }, [6], 6],
  ['no mask', { type: 'Dropout', rate: 0 }, [6], 0],
  ['the normalized values', { type: 'BatchNormalization' }, [6], 6],
  ['what lies between the kernels', { type: 'SeparableConv2D', filters: 4, kernel_size: 1, depth_multiplier: 3 }, [2, 2, 5], 4 * 15],
  ['a function that is no function', { type: 'Dense', units: 5, activation: 'linear' }, [7], 0],
  ['a function by an object', { type: 'Dense', units: 5, activation: { type: 'leaky_relu' } }, [7], 5],
])('%s', (_, fields, input_, kept) => {
  const { layers } = analyzeText(JSON.stringify({ layerwise: 1, layers: [input(...input_), { name: 'it', ...fields }] }));
  const { type, layer, output = [] } = layers[1]!;
  expect(keptWithin({ type, fields: layer, input: input_, output })).toBe(kept);
});

it('an output stays only where somebody’s gradient needs it', () => {
  const layers = [
    input(8, 8, 4),
    { name: 'c1', type: 'Conv2D', filters: 4, kernel_size: 3, padding: 'same' },
    { name: 'b1', type: 'BatchNormalization' },
    { name: 'r1', type: 'ReLU' },
    { name: 'c2', type: 'Conv2D', filters: 4, kernel_size: 3, padding: 'same' },
    { name: 'sum', type: 'Add', inputs: ['c2', 'x'] },
    { name: 'flat', type: 'Flatten' },
    { name: 'y', type: 'Dense', units: 2 },
  ];
  // Batch normalization keeps its own; the sum needs nothing; Flatten only hands on what Dense needs.
  const needed = neededOutputs(analyzeText(JSON.stringify({ layerwise: 1, layers })));
  const names = layers.map(({ name }) => name).filter((_, i) => needed[i] === 1);
  expect(names.toSorted()).toEqual(['b1', 'flat', 'r1', 'sum', 'x', 'y']);
});

it('says that it is not all where a size is not fixed or a layer is not known', () => {
  expect(costs([input(null, 3), { name: 'h', type: 'LSTM', units: 4, return_sequences: true }]).complete).toBe(false);
  expect(costs([input(3), { name: 'h', type: 'Dens', units: 4 }])).toMatchObject({ complete: false, weights: 0 });
  expect(costs([])).toMatchObject({ complete: false, training: 0, prediction: 0, batchSize: 32 });
});

it('an optimizer that does not exist keeps nothing', () => {
  expect(costs([input(3), { name: 'h', type: 'Dense', units: 4 }], { optimizer: 'Adm' })).toMatchObject({ slots: undefined, optimizer: 0 });
});
