import { describe, expect, test } from 'vitest';
import { newRun, type RunState } from '../../../src/core/training/run';
import { designerRun } from '../../../src/host/designer/designerRun';
import { bestScore } from '../../../src/host/runs/score';
import { statusDetail, statusText } from '../../../src/host/training/statusText';
import { whyNot } from '../../../src/host/training/whyNot';

const EPOCH = { type: 'epoch', epoch: 1, step: 10, logs: { loss: 0.4, val_loss: 0.3, val_accuracy: 0.9712 }, learningRate: 0.1, seconds: 2, samplesPerSecond: 200, best: true } as const; // prettier-ignore

const running: RunState = {
  ...newRun('r', 'net'),
  phase: 'running',
  epochs: 5,
  stepsPerEpoch: 10,
  batchSize: 32,
  samples: 320,
  metrics: ['loss'],
  epoch: 2,
  step: 13,
  samplesPerSecond: 160,
  steps: { step: [13], learningRate: [0.1], values: { loss: [0.51234] } },
  epochLogs: [EPOCH],
};

describe('the status bar', () => {
  test.each<[string, Partial<RunState>]>([
    ['net 2/5 · 0.9712', {}],
    ['net 2/5 · 0.5123', { epochLogs: [] }],
    ['net 2/5 · nan', { epochLogs: [], steps: { step: [13], learningRate: [0.1], values: { loss: [NaN] } } }],
    ['net 2/5 · 0.9712 · paused', { phase: 'paused' }],
    ['net starting', { phase: 'starting' }],
    [
      'net downloading fashion_mnist 25%',
      { phase: 'starting', data: { dataset: 'fashion_mnist', phase: 'downloading', received: 1, total: 4 } },
    ],
    ['net downloading fashion_mnist', { phase: 'starting', data: { dataset: 'fashion_mnist', phase: 'downloading' } }],
  ])('%s', (words, change) => {
    expect(statusText({ ...running, ...change })).toBe(words);
  });

  test('its hover says step, best value, speed and time left', () => {
    expect(statusDetail(running).split('\n')).toEqual(['net: running', 'Step 13 of 50', 'Best val_accuracy 0.9712', expect.stringMatching(/^160 samples\/s, \d+ s left$/)]); // prettier-ignore
  });
});

test('the designer is told the step within the epoch', () => {
  expect(designerRun(running)).toMatchObject({ epoch: 2, step: 3, stepsPerEpoch: 10, samplesPerSecond: 160 });
  expect(designerRun(running).secondsLeft).toBeGreaterThan(5);
});

describe('the score of a run', () => {
  test.each([
    [
      { loss: [2, 1], val_loss: [3, 1.5, 2], val_sparse_categorical_accuracy: [0.1, 0.7, 0.6] },
      { metric: 'val_sparse_categorical_accuracy', value: 0.7 },
    ],
    [
      { loss: [2, 1], val_loss: [3, 1.5, 2] },
      { metric: 'val_loss', value: 1.5 },
    ],
    [
      { loss: [2, 1], accuracy: [0.2, 0.4] },
      { metric: 'accuracy', value: 0.4 },
    ],
    [{ loss: [NaN, 1, Infinity] }, { metric: 'loss', value: 1 }],
    [{ loss: [NaN] }, undefined],
    [{}, undefined],
  ])('%j', (history, score) => {
    expect(bestScore(history)).toEqual(score);
  });
});

describe('why training will not start', () => {
  const here = { trusted: true, scheme: 'file', hasFolder: true };
  test.each([
    [here, undefined],
    [{ ...here, scheme: 'untitled' }, undefined],
    [
      { ...here, trusted: false },
      { way: 'trust', message: /trusted workspace/ },
    ],
    [
      { ...here, scheme: 'untitled', hasFolder: false },
      { way: 'save', message: /Save the design first/ },
    ],
    [
      { ...here, scheme: 'vscode-vfs' },
      { way: 'save', message: /"vscode-vfs"/ },
    ],
  ])('%j', (place, expected) => {
    const obstacle = whyNot(place);
    expect(obstacle?.way).toBe(expected?.way);
    if (expected) expect(obstacle?.message).toMatch(expected.message);
  });
});

test('why something does not start speaks of what was wanted', () => {
  const untrusted = { trusted: false, scheme: 'file', hasFolder: true };
  expect(whyNot(untrusted)?.message).toMatch(/^Training /);
  expect(whyNot(untrusted, 'measure')?.message).toMatch(/^Measuring /);
  expect(whyNot(untrusted, 'look')?.message).toMatch(/^Looking at data /);
  const elsewhere = { trusted: true, scheme: 'vscode-vfs', hasFolder: false };
  for (const purpose of ['measure', 'look'] as const) {
    expect(whyNot(elsewhere, purpose)?.message).toContain('"vscode-vfs"');
    expect(whyNot({ ...elsewhere, scheme: 'untitled' }, purpose)?.message).not.toMatch(/train/i);
    expect(whyNot(elsewhere, purpose)?.message).not.toMatch(/train/i);
  }
});
