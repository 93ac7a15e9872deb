import { describe, expect, it } from 'vitest';
import { missingForTraining, missingText } from '../../../../src/core/training/missing';

describe('what training lacks', () => {
  it('is data and a loss, and nothing else', () => {
    expect(missingForTraining({})).toEqual(['data', 'loss']);
    expect(missingForTraining({ training: { loss: 'mse' } })).toEqual(['data']);
    expect(missingForTraining({ training: { data: { dataset: 'mnist' } } })).toEqual(['loss']);
    expect(missingForTraining({ training: { data: { inputs: 'x.npy' }, loss: 'mse' } })).toEqual([]);
  });

  it('is data too where the data section names none', () => {
    expect(missingForTraining({ training: { data: { scale: '1/255' }, loss: 'mse' } })).toEqual(['data']);
  });

  it('is said with the way out', () => {
    for (const missing of [['data', 'loss'], ['data'], ['loss']] as const)
      expect(missingText(missing)).toMatch(/choose .* in the training section/);
    expect(missingText(['data', 'loss'])).toMatch(/data and a loss/);
  });
});
