import { expect, test } from 'vitest';
import type { Design, Layer, TrainingSection } from '../../../../src/core/document';
import { differingPlaces, runSettings } from '../../../../src/core/training/runSettings';

const dense = (name: string, units: number, more: Partial<Layer> = {}): Layer => ({ name, type: 'Dense', units, ...more });
const design = (training: TrainingSection = {}, layers: readonly Layer[] = [dense('a', 30)]): Design => ({
  layerwise: 1,
  layers,
  training,
});

test('the training is told value by value, the optimizer with the defaults of what is usually chosen', () => {
  const settings = runSettings(
    design({ optimizer: { type: 'SGD', momentum: 0.9 }, batch_size: 32, data: { dataset: 'mnist', validation: { first: 5000 } } }),
  );
  expect(settings).toMatchObject({
    optimizer: 'SGD',
    'optimizer.learning_rate': 0.01,
    'optimizer.momentum': 0.9,
    batch_size: 32,
    'data.dataset': 'mnist',
    'data.validation': 'first 5000',
  });
  expect(settings).not.toHaveProperty('optimizer.clipnorm');
});

test('a schedule is one value, with its numbers', () => {
  const { 'optimizer.learning_rate': rate } = runSettings(
    design({ optimizer: { type: 'Adam', learning_rate: { type: 'CosineDecay', decay_steps: 100 } } }),
  );
  expect(rate).toBe('CosineDecay decay_steps 100');
});

test('what the layers have is put together by field, those of blocks as well', () => {
  const { layers, ...rest } = design({}, [
    { name: 'in', type: 'Input', shape: [4] },
    dense('a', 30, { activation: 'relu' }),
    { name: 'drop', type: 'Dropout', rate: 0.2 },
    dense('b', 30, { activation: 'softmax' }),
  ]);
  const settings = runSettings({ ...rest, layers, blocks: { part: { layers: [dense('c', 5)] } } });
  expect(settings).toMatchObject({
    layers: '3 Dense, Dropout',
    'layers.units': '30, 5',
    'layers.activation': 'relu, softmax',
    'layers.rate': 0.2,
  });
});

test('a value that is too long for a cell ends with an ellipsis', () => {
  const layers = Array.from({ length: 40 }, (_, i) => dense(`l${i}`, i + 1));
  const units = runSettings(design({}, layers))['layers.units'];
  expect(units).toHaveLength(60);
  expect(units).toMatch(/^1, 2, 3.*…$/);
});

test('a column for each place at which runs differ, the training before the layers', () => {
  const runs = [
    design({ optimizer: { type: 'SGD', learning_rate: 0.1 }, batch_size: 32 }),
    design({ optimizer: { type: 'SGD', learning_rate: 0.01 }, batch_size: 32 }, [
      dense('a', 30),
      { name: 'd', type: 'Dropout', rate: 0.5 },
    ]),
  ].map(runSettings);
  expect(differingPlaces(runs)).toEqual(['optimizer.learning_rate', 'layers', 'layers.rate']);
  expect(differingPlaces(runs.slice(0, 1))).toEqual([]);
});

test('what only one kind of optimizer has is no difference of its own', () => {
  const runs = ['SGD', 'Adam'].map((optimizer) => runSettings(design({ optimizer })));
  expect(differingPlaces(runs)).toEqual(['optimizer', 'optimizer.learning_rate']);
});

test('what a design leaves to its default, or calls by another of its names, is no difference', () => {
  const optimizer = { type: 'adam', learning_rate: 0.001 };
  const runs = [design({ optimizer: 'Adam' }), design({ optimizer, batch_size: 32, epochs: 1, shuffle: true })].map(runSettings);
  expect(differingPlaces(runs)).toEqual([]);
  expect(runs[1]).toMatchObject({ optimizer: 'Adam', batch_size: 32 });
});
