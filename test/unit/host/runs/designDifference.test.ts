import { expect, test } from 'vitest';
import type { Design, Layer, TrainingSection } from '../../../../src/core/document';
import { designDifference } from '../../../../src/host/runs/designDifference';

const HIDDEN: Layer = { name: 'hidden', type: 'Dense', units: 30, activation: 'relu' };
const design = (
  layers: readonly Layer[] = [HIDDEN],
  training: TrainingSection = { optimizer: { type: 'SGD', learning_rate: 0.1 } },
): Design => ({
  layerwise: 1,
  layers,
  training,
});

test.each<[string, Design, Design, string | undefined]>([
  ['the same', design(), design(), undefined],
  ['a value of a layer', design(), design([{ ...HIDDEN, units: 50 }]), 'hidden units 50'],
  ['a value that went away', design(), design([{ name: 'hidden', type: 'Dense', units: 30 }]), 'hidden activation default'],
  ['a layer more', design(), design([HIDDEN, { name: 'drop', type: 'Dropout', rate: 0.2 }]), '+Dropout drop'],
  ['a layer less', design([HIDDEN, { name: 'bn', type: 'BatchNormalization' }]), design(), '−bn'],
  ['a value of the training', design(), design([HIDDEN], { optimizer: { type: 'SGD', learning_rate: 0.01 } }), 'learning_rate 0.01'],
  ['a name that became an object', design([HIDDEN], { optimizer: 'SGD' }), design(), 'learning_rate 0.1'],
  ['an object that became a name', design(), design([HIDDEN], { optimizer: 'Adam' }), 'optimizer Adam'],
  [
    'many things',
    design(),
    design([{ ...HIDDEN, units: 1, activation: 'elu', use_bias: false }], { optimizer: { type: 'Adam', learning_rate: 0.1 } }),
    'type Adam, hidden units 1, hidden activation elu …',
  ],
])('%s', (_name, before, after, words) => {
  expect(designDifference(before, after)).toBe(words);
});
