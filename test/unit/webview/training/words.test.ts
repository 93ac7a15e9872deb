import { expect, test } from 'vitest';
import { newRun, reduceRun } from '../../../../src/core/training/run';
import type { RunEntry } from '../../../../src/protocol/training';
import { metricLook } from '../../../../webview/training/charts/metric';
import { duration, metricValue, rate, rateColumn, stepTime, tickLabels } from '../../../../webview/training/format';
import { announcement, phaseWord, startProgress } from '../../../../webview/training/header/words';
import { orderRuns, runNote, scoreName } from '../../../../webview/training/runs/entries';
import { runAt } from './run';

test('times are as short as they can be read', () => {
  expect([0.04, 5.66, 19.4, 125, 3850].map(duration)).toEqual(['0.0 s', '5.7 s', '19 s', '2:05', '1:04:10']);
  expect([0.00034, 0.0033, 0.34, 1.24].map(stepTime)).toEqual(['340 µs', '3.3 ms', '340 ms', '1.2 s']);
});

test('values have four decimals, a minus is a minus, and what is not known is empty', () => {
  expect([0.52634, -1, 0.00012, NaN, undefined].map(metricValue)).toEqual(['0.5263', '−1.0000', '1.2000e-04', 'nan', '']);
});

test('learning rates are short alone and aligned in a column', () => {
  expect([0.01, 0.003341, 0.00002].map(rate)).toEqual(['0.01', '0.00334', '2e-5']);
  expect([0.01, 0.00334].map(rateColumn([0.01, 0.00334]))).toEqual(['0.01000', '0.00334']);
  expect([0.01, 0.01].map(rateColumn([0.01, 0.01]))).toEqual(['0.01', '0.01']);
});

test('ticks have as many decimals as they need, shares are in per cent', () => {
  expect(tickLabels([0.2, 0.4], false)).toEqual(['0.2', '0.4']);
  expect(tickLabels([0, 25, 50], false)).toEqual(['0', '25', '50']);
  expect(tickLabels([0.8, 0.825, 0.85], true)).toEqual(['80.0%', '82.5%', '85.0%']);
  expect(tickLabels([0, 0.00005], false)).toEqual(['0', '5e-5']);
  expect(tickLabels([2.5e24, 5e24], false)).toEqual(['2.5e24', '5e24']);
  expect(tickLabels([-1, 1], false)).toEqual(['−1', '1']);
});

test('accuracy of any kind is a share, a loss is not', () => {
  expect(['accuracy', 'sparse_categorical_accuracy', 'loss', 'mae'].map((key) => metricLook(key).share)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('between the last step of an epoch and its values the run validates', () => {
  expect(phaseWord(runAt({}, 6))).toBe('Training');
  const run = runAt({}, 4);
  expect(phaseWord({ ...run, epochLogs: [] })).toBe('Validating');
  expect(phaseWord({ ...run, epochLogs: [], validationSamples: 0 })).toBe('Training');
});

test('a run that did not take all of its epochs has finished early', () => {
  const run = { ...runAt({ epochs: 3 }, 8), phase: 'finished' } as const;
  expect([run.epochLogs.length, phaseWord(run), phaseWord({ ...run, epochs: 2 })]).toEqual([2, 'Finished early', 'Finished']);
});

test('what goes on before the first step is said, with how much of it is done', () => {
  const run = newRun('run', 'net');
  expect(startProgress(run).text).toBe('Starting the training process');
  const data = { dataset: 'fashion_mnist', phase: 'downloading', received: 15 * 1024 * 1024, total: 30 * 1024 * 1024 };
  expect(startProgress({ ...run, data })).toEqual({ text: 'Downloading fashion_mnist', amount: '15.00 MB of 30.00 MB', share: 0.5 });
  expect(startProgress({ ...run, data: { ...data, total: undefined } }).share).toBeUndefined();
  expect(startProgress({ ...run, data: { ...data, phase: 'reading' } }).text).toBe('Reading fashion_mnist');
  const tried = reduceRun(
    { ...run, data: { ...data, phase: 'ready' } },
    { type: 'trial', runtimes: ['TensorFlow 2.21.0 · CPU', 'WebAssembly · CPU'] },
  );
  expect(startProgress(tried).text).toBe('Twenty steps each on TensorFlow 2.21.0 · CPU and WebAssembly · CPU: the faster one trains');
});

test('a change of phase is read out', () => {
  expect(announcement(runAt({}, 2))).toBe('Training net, 3 epochs');
  expect(announcement({ ...runAt({}, 9), phase: 'stopped' })).toBe('Stopped after epoch 2 of 3');
  expect(announcement({ ...runAt({}, 2), phase: 'failed', failure: { message: 'No data.' } })).toBe('Training failed. No data.');
});

const NO_FACTS = { epochs: 0, parameters: 0, results: {}, settings: {} };

test('runs are ordered by time or by score, whichever way is better', () => {
  const entry = (id: string, day: number, value: number, metric = 'val_accuracy'): RunEntry => ({
    id,
    name: id,
    folder: '/',
    phase: 'finished',
    startedAt: `2026-01-0${day}T00:00:00Z`,
    score: { metric, value },
    ...NO_FACTS,
  });
  const runs = [entry('a', 1, 0.9), entry('b', 2, NaN), entry('c', 3, 0.8)];
  expect(orderRuns(runs, 'newest').map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  expect(orderRuns(runs, 'best').map(({ id }) => id)).toEqual(['a', 'c', 'b']);
  expect(orderRuns([entry('a', 1, 0.9, 'val_loss'), entry('b', 2, 0.8, 'val_loss')], 'best').map(({ id }) => id)).toEqual(['b', 'a']);
  expect(scoreName(runs)).toBe('val_accuracy');
  expect(scoreName([...runs, entry('d', 4, 1, 'loss')])).toBe('');
});

test('the second line of a run is what was changed, or what became of it', () => {
  const entry = { id: 'a', name: 'a', folder: '/', phase: 'failed', note: 'learning_rate 0.1', ...NO_FACTS } as const;
  expect(runNote(entry)).toEqual({ state: 'failed', note: 'learning_rate 0.1' });
  expect(runNote({ ...entry, phase: 'finished' })).toEqual({ state: '', note: 'learning_rate 0.1' });
});
