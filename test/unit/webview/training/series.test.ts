import { expect, test } from 'vitest';
import { createBatchLine, metricData, rateData, runningMean, sharedEnd } from '../../../../webview/training/charts/series';
import { reduceRun } from '../../../../src/core/training/run';
import { runAt, type Plan } from './run';

const COLUMNS = 1000;
const draw = (plan: Plan, steps: number, compared: Parameters<typeof metricData>[2] = []) => {
  const run = runAt(plan, steps);
  return metricData('loss', { run, color: 0 }, compared, createBatchLine(), sharedEnd(run, compared), COLUMNS);
};
const kinds = ({ curves }: ReturnType<typeof draw>) => curves.filter(({ x }) => x.length > 0).map(({ kind }) => kind);

test('before the first epoch ends there is the batch line only', () => {
  const data = draw({}, 3);
  expect(kinds(data)).toEqual(['batch']);
  expect(data.live).toBeUndefined();
  expect(data.curves.find(({ kind }) => kind === 'batch')).toMatchObject({ x: [0.25, 0.5, 0.75], y: [1, 0.5, 1 / 3] });
});

test('after it, training and validation have a point an epoch, and the training line goes on to the mean of the epoch under way', () => {
  const data = draw({}, 6);
  expect(kinds(data)).toEqual(['batch', 'train', 'validation']);
  expect(data.curves[1]).toMatchObject({ x: [1], y: [1] });
  expect(data.curves[2]).toMatchObject({ x: [1], y: [2] });
  expect(data.now).toBe(1.5);
  expect(data.live?.x).toBe(1.5);
  expect(data.live?.y).toBeCloseTo((1 / 5 + 1 / 6) / 2, 12);
});

test('a run without validation has no validation curve', () => {
  expect(kinds(draw({ validation: false }, 4))).toEqual(['batch', 'train']);
});

test('the best epoch is marked at its validation value', () => {
  expect(draw({}, 8).best).toEqual({ x: 2, y: 1, color: 0 });
});

test('from the first value that is no number on there is a gap and a mark, not a broken axis', () => {
  const data = draw({ loss: (step) => (step < 6 ? 1 / step : NaN) }, 7);
  expect(data.broken).toEqual({ x: 1.5, epoch: 2, step: 2, value: NaN });
  expect(data.live).toBeUndefined();
  expect(data.curves.find(({ kind }) => kind === 'batch')?.y.slice(-2)).toEqual([null, null]);
  expect(Number.isFinite(data.axis.min) && Number.isFinite(data.axis.max)).toBe(true);
});

test('nothing but values that are no numbers still has an axis', () => {
  const { axis } = draw({ loss: () => NaN }, 3);
  expect(axis.max).toBeGreaterThan(axis.min);
});

test('another run is its validation curve in its own colour, or its training curve where it has no other', () => {
  const other = { run: { ...runAt({}, 12), id: 'other' }, color: 2 };
  const without = { run: { ...runAt({ validation: false }, 12), id: 'third' }, color: 3 };
  const { curves } = draw({}, 6, [other, without]);
  expect(curves[0]).toMatchObject({ kind: 'compared', color: 2, x: [1, 2, 3], y: [2, 1, 2 / 3] });
  expect(curves[1]).toMatchObject({ kind: 'compared', color: 3, y: [1, 0.5, 1 / 3] });
});

test('the x axis goes to the end of the run, for a stopped run to where it came, and covers the runs beside it', () => {
  expect(sharedEnd(runAt({ epochs: 8 }, 6), [])).toBe(8);
  expect(sharedEnd({ ...runAt({ epochs: 8 }, 6), phase: 'stopped' }, [])).toBe(2);
  expect(sharedEnd(runAt({ epochs: 2 }, 6), [{ run: runAt({}, 12), color: 1 }])).toBe(3);
  expect(sharedEnd(undefined, [])).toBe(10);
});

test('a few wild batches leave the picture once there are several epochs', () => {
  const loss = (step: number) => (step < 5 ? 100 : 1 + (step % 7) / 10);
  expect(draw({ loss, stepsPerEpoch: 100 }, 90).axis.max).toBeGreaterThanOrEqual(100);
  expect(draw({ loss, stepsPerEpoch: 100, epochs: 6 }, 490).axis.max).toBeLessThan(5);
});

test('the mean of the epoch under way starts anew with each epoch', () => {
  expect(runningMean(runAt({}, 3), 'loss')).toBeCloseTo((1 + 1 / 2 + 1 / 3) / 3, 12);
  expect(runningMean(runAt({}, 4), 'loss')).toBeUndefined();
  expect(runningMean(runAt({}, 5), 'loss')).toBeCloseTo(1 / 5, 12);
});

test('the line follows its run: another run, another width or a longer axis starts anew, growth does not', () => {
  const reduce = createBatchLine();
  const run = runAt({ stepsPerEpoch: 100, epochs: 10 }, 250);
  const losses = run.steps.values.loss ?? [];
  expect(reduce(run, losses.slice(0, 100), 10, 50).x.at(-1)).toBeLessThanOrEqual(1);
  const line = reduce(run, losses, 10, 50);
  expect(line.x.at(-1)).toBeCloseTo(2.5, 1);
  expect(line.x.length).toBeLessThanOrEqual(2 * 13);
  expect(reduce(run, losses, 10, 25).x.length).toBeLessThan(line.x.length);
});

test('the learning rate starts at 0 on its axis and has one value a step', () => {
  const run = runAt({}, 6);
  const data = rateData({ run, color: 0 }, createBatchLine(), 3, COLUMNS);
  expect(data.axis.min).toBe(0);
  expect(data.axis.ticks).toEqual([0, 0.1]);
  expect(data.curves[0]?.y).toEqual([0.1, 0.1, 0.1, 0.1, 0.05, 0.05]);
});

test('a loss that is never negative has an axis from 0, one that is has not', () => {
  expect(draw({ loss: (step) => (step - 1) / 100 }, 3).axis.min).toBe(0);
  expect(draw({ loss: (step) => -step }, 3).axis.min).toBeLessThan(-3);
});

test('parts of training are marked where they begin, the first left out', () => {
  const phase = {
    type: 'phase',
    phases: 2,
    frozen: [],
    optimizer: 'SGD',
    learningRate: 0.1,
    trainable: 1,
    nonTrainable: 0,
    layers: [],
  } as const;
  const run = [{ ...phase, phase: 1, epoch: 1, step: 0 }, { ...phase, phase: 2, epoch: 2, step: 4 }].reduce(reduceRun, runAt({}, 6)); // prettier-ignore
  expect(metricData('loss', { run, color: 0 }, [], createBatchLine(), 3, COLUMNS).phases).toEqual([{ x: 1, phase: 2 }]);
});
