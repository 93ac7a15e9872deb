import { describe, expect, it } from 'vitest';
import { parseDesign } from '../../../../src/core/parse';
import { changeInWords, changesBetween } from '../../../../src/core/training/changes';

const design = (layers: object[], training: object) => parseDesign(JSON.stringify({ layerwise: 1, layers, training })).design!;

const LAYERS = [
  { name: 'pixels', type: 'Input', shape: [28, 28] },
  { name: 'hidden', type: 'Dense', units: 30 },
  { name: 'drop', type: 'Dropout', rate: 0.2 },
];
const SGD = { optimizer: { type: 'SGD', learning_rate: 0.01 }, batch_size: 32, epochs: 5, loss: 'mse' };

const between = (layers: object[], training: object) => changesBetween(design(LAYERS, SGD), design(layers, training));
const words = (changes: readonly Parameters<typeof changeInWords>[0][]) => changes.map(changeInWords);

describe('what a run that waits can take up', () => {
  it('is numbers of the optimizer, the batch size and the epochs', () => {
    const { taken, refused } = between(LAYERS, {
      ...SGD,
      optimizer: { type: 'SGD', learning_rate: 0.001, momentum: 0.9 },
      batch_size: 64,
      epochs: 8,
    });
    expect(refused).toEqual([]);
    expect(words(taken)).toEqual(['batch_size 32 → 64', 'epochs 5 → 8', 'learning_rate 0.01 → 0.001', 'momentum default → 0.9']);
  });

  it('is how much is dropped, and which layers learn', () => {
    const { taken, refused } = between([LAYERS[0]!, { ...LAYERS[1], trainable: false }, { ...LAYERS[2], rate: 0.5 }], SGD);
    expect(refused).toEqual([]);
    expect(words(taken)).toEqual(['hidden frozen', 'drop rate 0.2 → 0.5']);
  });

  it('is no other shape, layer, loss or kind of optimizer', () => {
    expect(words(between([LAYERS[0]!, { ...LAYERS[1], units: 40 }, LAYERS[2]!], SGD).refused)).toEqual(['hidden units 30 → 40']);
    expect(words(between(LAYERS.slice(0, 2), SGD).refused)).toEqual(['−drop']);
    expect(words(between(LAYERS, { ...SGD, loss: 'mae' }).refused)).toEqual(['loss mse → mae']);
    expect(words(between(LAYERS, { ...SGD, optimizer: 'Adam' }).refused)).toEqual(['optimizer SGD → Adam']);
  });

  it('is what phases freeze and how fast they learn, not how many there are', () => {
    const phases = [{ freeze: ['hidden'], epochs: 2 }, { epochs: 3 }];
    const before = design(LAYERS, { ...SGD, phases });
    const freer = changesBetween(before, design(LAYERS, { ...SGD, phases: [{ freeze: [], epochs: 2 }, { epochs: 3 }] }));
    expect(freer).toMatchObject({ taken: [{ path: 'phases.1.freeze' }], refused: [] });
    expect(changesBetween(before, design(LAYERS, { ...SGD, phases: phases.slice(0, 1) })).refused).toHaveLength(1);
    expect(changesBetween(before, before)).toEqual({ taken: [], refused: [] });
  });

  it('is no other output', () => {
    const before = design(LAYERS, SGD);
    expect(words(changesBetween(before, { ...before, outputs: ['hidden', 'drop'] }).refused)).toEqual(['outputs default → hidden, drop']);
  });

  it('tells the numbers of two schedules of one kind', () => {
    const schedule = (decay_steps: number) => ({ type: 'CosineDecay', initial_learning_rate: 0.1, decay_steps });
    const change = { path: 'optimizer.learning_rate', from: schedule(5), to: schedule(9) };
    expect(changeInWords(change)).toMatch(/^learning_rate \{.*"decay_steps":5\} → \{.*"decay_steps":9\}$/);
  });
});
