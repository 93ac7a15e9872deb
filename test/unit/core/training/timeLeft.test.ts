import { expect, test } from 'vitest';
import { newRun, type RunState } from '../../../../src/core/training/run';
import { secondsLeft } from '../../../../src/core/training/timeLeft';

const run: RunState = {
  ...newRun('run', 'net'),
  phase: 'running',
  epochs: 10,
  stepsPerEpoch: 100,
  batchSize: 10,
  samples: 1000,
  samplesPerSecond: 500,
  epoch: 1,
  step: 0,
};

test('without validation it is the samples that are left over the rate', () => {
  expect(secondsLeft(run)).toBe(20);
  expect(secondsLeft({ ...run, step: 950 })).toBeCloseTo(1, 12);
});

test('validation counts as a third of training until an epoch was measured', () => {
  expect(secondsLeft({ ...run, validationSamples: 300 })).toBeCloseTo(22, 12);
});

test('then by what the last epoch took beyond its training', () => {
  const epoch = { type: 'epoch', epoch: 1, step: 100, logs: {}, learningRate: 0.1, seconds: 3, samplesPerSecond: 500, best: true } as const;
  expect(secondsLeft({ ...run, validationSamples: 300, epochLogs: [epoch], step: 100 })).toBeCloseTo(9 * 3, 12);
});

test('there is no estimate while nothing runs or no rate is known', () => {
  expect(secondsLeft({ ...run, phase: 'paused' })).toBeUndefined();
  expect(secondsLeft({ ...run, samplesPerSecond: undefined })).toBeUndefined();
  expect(secondsLeft(newRun('run', 'net'))).toBeUndefined();
});
