import { newRun } from '../../../../src/core/training/run';
import { expect, test } from 'vitest';
import { placeAt, placeByKey, placeTitle, readMetric, spoken } from '../../../../webview/training/charts/reading';
import { runAt } from './run';

test('in the first epoch any step can be read, after it the ends of epochs and where the run is now', () => {
  expect(placeAt(0.6, runAt({}, 3), 0)).toEqual({ x: 0.5 });
  expect(placeAt(9, runAt({}, 3), 0)).toEqual({ x: 0.75 });
  expect(placeAt(0.1, runAt({}, 6), 1)).toEqual({ x: 1, epoch: 1 });
  expect(placeAt(2.9, runAt({}, 6), 1)).toEqual({ x: 1.5 });
  expect(placeAt(5, undefined, 0)).toBeUndefined();
});

test('where little is seen any step can be read, and an epoch only near its end', () => {
  const run = runAt({ stepsPerEpoch: 100 }, 250);
  expect(placeAt(1.5, run, 2, 1)).toEqual({ x: 1.5 });
  expect(placeAt(1.99, run, 2, 1)).toEqual({ x: 2, epoch: 2 });
  expect(placeAt(1.6, run, 2, 10)).toEqual({ x: 2, epoch: 2 });
  expect(placeAt(2.7, run, 2, 1)).toEqual({ x: 2.5 });
});

test('a run beside the shown one can be read beyond its end', () => {
  expect(placeAt(2.8, runAt({}, 6), 3)).toEqual({ x: 3, epoch: 3 });
});

test('the arrow keys move by an epoch and stay within those that are known', () => {
  expect(placeByKey('ArrowLeft', { x: 3.4 }, 3)).toEqual({ x: 3, epoch: 3 });
  expect(placeByKey('ArrowLeft', { x: 3, epoch: 3 }, 3)).toEqual({ x: 2, epoch: 2 });
  expect(placeByKey('ArrowLeft', { x: 1, epoch: 1 }, 3)).toEqual({ x: 1, epoch: 1 });
  expect(placeByKey('ArrowRight', { x: 2, epoch: 2 }, 3)).toEqual({ x: 3, epoch: 3 });
  expect(placeByKey('Home', { x: 2 }, 3)).toEqual({ x: 1, epoch: 1 });
  expect(placeByKey('End', { x: 2 }, 3)).toEqual({ x: 3, epoch: 3 });
  expect(placeByKey('a', { x: 2 }, 3)).toBeUndefined();
  expect(placeByKey('ArrowLeft', { x: 1 }, 0)).toBeUndefined();
});

test('an epoch has its training and validation value, a step the value of its batch', () => {
  const run = runAt({}, 6);
  expect(readMetric(run, 'loss', { x: 1, epoch: 1 })).toEqual({ train: 1, validation: 2 });
  expect(readMetric(run, 'loss', { x: 0.5 })).toEqual({ batch: 0.5 });
  expect(readMetric(run, 'loss', { x: 1.5 })).toMatchObject({ batch: 1 / 6 });
  expect(readMetric(run, 'loss', { x: 3, epoch: 3 })).toEqual({ train: undefined, validation: undefined });
});

const even = (stepsPerEpoch: number) => ({ ...newRun('', ''), stepsPerEpoch });

test('a place says its epoch, and its step within it', () => {
  expect(placeTitle({ x: 4, epoch: 4 }, even(1719))).toBe('Epoch 4');
  expect(placeTitle({ x: (6 * 1719 + 1024) / 1719 }, even(1719))).toBe('Epoch 7, step 1,024');
  expect(placeTitle({ x: 1 }, even(4))).toBe('Epoch 1, step 4');
});

test('what is read out has every metric and the runs beside', () => {
  const shown = { run: runAt({}, 6), color: 0 };
  const other = { run: { ...runAt({}, 12), name: 'other' }, color: 1 };
  expect(spoken({ shown, compared: [other], xFrom: 0, xEnd: 3, smoothing: 0, logAxes: [] }, ['loss'], { x: 1, epoch: 1 })).toBe(
    'Epoch 1: loss 1.0000, validation 2.0000; other loss 1.0000, validation 2.0000',
  );
});
