import { expect, it } from 'vitest';
import type { RunEvent, Started } from '../../../../src/core/training/events';
import { newRun, reduceRun } from '../../../../src/core/training/run';

const started: Started = {
  type: 'started',
  run: 'r',
  folder: '/r',
  name: 'net',
  time: '2026-01-01T00:00:00Z',
  runtime: { name: 'wasm', label: 'WebAssembly', version: '4.22.0', device: 'CPU', why: 'asked for', tried: [] },
  epochs: 3,
  stepsPerEpoch: 2,
  batchSize: 32,
  samples: 64,
  validationSamples: 0,
  parameters: 10,
  metrics: ['loss'],
  layers: ['a'],
};
const steps = (epoch: number, firstStep: number, loss: number[]): RunEvent => {
  return { type: 'steps', epoch, firstStep, values: { loss }, learningRate: loss.map(() => 0.1), samplesPerSecond: 100 };
};
const ended = (epoch: number): RunEvent => {
  const [step, loss] = [epoch * 2, 1 / epoch];
  return { type: 'epoch', epoch, step, logs: { loss }, learningRate: 0.1, seconds: 1, samplesPerSecond: 64, best: true };
};
const told = [started, steps(1, 1, [0.9, 0.8]), ended(1), steps(2, 3, [0.7, 0.6]), ended(2), steps(3, 5, [0.5])];

it('a run that goes on loses what came after its checkpoint, and gets it anew', () => {
  const cut = told.reduce(reduceRun, newRun('r', 'net'));
  const failed = reduceRun(cut, { type: 'failed', message: 'It was killed.' });
  const resumed = reduceRun(failed, { ...started, from: { epoch: 2, step: 3 } });
  expect(resumed).toMatchObject({ phase: 'running', epoch: 2, step: 3, bestEpoch: 1 });
  expect(resumed.failure).toBeUndefined();
  expect(resumed.steps).toEqual({ step: [1, 2, 3], learningRate: [0.1, 0.1, 0.1], values: { loss: [0.9, 0.8, 0.7] } });
  expect(resumed.epochLogs.map(({ epoch }) => epoch)).toEqual([1]);
  // The state of before has its columns still: who shows it is not disturbed.
  expect(failed.steps.step).toEqual([1, 2, 3, 4, 5]);
  const whole = [steps(2, 4, [0.6]), ended(2), steps(3, 5, [0.5])].reduce(reduceRun, resumed);
  expect(whole).toEqual({ ...cut, failure: undefined, seconds: undefined });
});

it('a run that begins anew has nothing of before', () => {
  const cut = told.reduce(reduceRun, newRun('r', 'net'));
  const again = reduceRun(cut, { ...started, from: { epoch: 1, step: 0 } });
  expect(again).toMatchObject({ epoch: 1, step: 0, epochLogs: [], steps: { step: [], values: { loss: [] } } });
});
