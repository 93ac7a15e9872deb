import { expect, test } from 'vitest';
import { createBatchLine, metricData, rateData, runningMean, sharedEnd, type Scene } from '../../../../webview/training/charts/series';
import { reduceRun } from '../../../../src/core/training/run';
import { runAt, runEvents, type Plan } from './run';

const COLUMNS = 1000;
const PLAIN: Scene = { compared: [], xFrom: 0, xEnd: 3, smoothing: 0, logAxes: [] };
const draw = (plan: Plan, steps: number, compared: Scene['compared'] = [], view: Partial<Scene> = {}) => {
  const run = runAt(plan, steps);
  const scene = { ...PLAIN, shown: { run, color: 0 }, compared, xEnd: sharedEnd(run, compared), ...view };
  return metricData('loss', scene, createBatchLine(), COLUMNS);
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

test('of an epoch with many steps only those are added to its mean that are new', () => {
  const plan = { stepsPerEpoch: 1000, epochs: 3 };
  let read = 0;
  const count = new Proxy<number[]>([], { get: (values, key) => ((read += typeof key === 'string' && /^\d/.test(key) ? 1 : 0), Reflect.get(values, key) as unknown) }); // prettier-ignore
  const [started, ...events] = runEvents(plan, 1300);
  let run = reduceRun(runAt(plan, 0), started!);
  run = { ...run, steps: { ...run.steps, values: { loss: count } } };
  for (const event of events) {
    run = reduceRun(run, event);
    runningMean(run, 'loss');
  }
  expect(read).toBe(1300);
  const of = Array.from({ length: 300 }, (_, i) => 1 / (1001 + i));
  expect(runningMean(run, 'loss')).toBeCloseTo(of.reduce((sum, value) => sum + value, 0) / 300, 12);
});

test('the line follows its run: another run, another width or a longer axis starts anew, growth does not', () => {
  const reduce = createBatchLine();
  const run = runAt({ stepsPerEpoch: 100, epochs: 10 }, 250);
  const losses = run.steps.values.loss ?? [];
  expect(reduce(run, losses.slice(0, 100), { ...PLAIN, xEnd: 10 }, 50).x.at(-1)).toBeLessThanOrEqual(1);
  const line = reduce(run, losses, { ...PLAIN, xEnd: 10 }, 50);
  expect(line.x.at(-1)).toBeCloseTo(2.5, 1);
  expect(line.x.length).toBeLessThanOrEqual(2 * 13);
  expect(reduce(run, losses, { ...PLAIN, xEnd: 10 }, 25).x.length).toBeLessThan(line.x.length);
});

test('the learning rate starts at 0 on its axis and has one value a step', () => {
  const run = runAt({}, 6);
  const data = rateData({ ...PLAIN, shown: { run, color: 0 } }, createBatchLine(), COLUMNS);
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
  expect(metricData('loss', { ...PLAIN, shown: { run, color: 0 } }, createBatchLine(), COLUMNS).phases).toEqual([{ x: 1, phase: 2 }]);
});

test('a part of the x axis has the steps in it, a point of each epoch beside it, and a y axis for what is seen', () => {
  const { curves, axis } = draw({ stepsPerEpoch: 100, epochs: 4 }, 400, [], { xFrom: 2.1, xEnd: 2.9 });
  const of = (kind: string) => curves.find((curve) => curve.kind === kind)!;
  expect(of('train').x).toEqual([2, 3]);
  expect(Math.min(...of('batch').x)).toBeGreaterThan(2.05);
  expect(Math.max(...of('batch').x)).toBeLessThan(2.95);
  // The losses of these steps are from 1/290 to 1/210; those of the epochs beside are far above.
  expect(axis.max).toBeLessThan(0.01);
});

test('the place of the first value that is no number is that of the whole run, whatever part is seen', () => {
  const loss = (step: number) => (step < 150 ? 1 : NaN);
  expect(draw({ loss, stepsPerEpoch: 100, epochs: 4 }, 400, [], { xFrom: 2.1, xEnd: 2.9 }).broken).toMatchObject({ epoch: 2, step: 50 });
});

test('on a logarithmic axis what is not above 0 is a gap', () => {
  const { curves, axis } = draw({ loss: (step) => (step === 2 ? 0 : 1 / step) }, 3, [], { logAxes: ['loss'] });
  expect(curves[0]?.y).toEqual([1, null, 1 / 3]);
  expect(axis.log).toBe(true);
  expect(axis.min).toBeGreaterThan(0);
});

test('a loss of nothing but zeros has an axis all the same', () => {
  const { axis } = draw({ loss: () => 0 }, 3, [], { logAxes: ['loss'] });
  expect(axis.max).toBeGreaterThan(axis.min);
  expect(axis.log).toBeUndefined();
});

test('smoothed, the batches of the runs beside are drawn too, and those of the shown one step back', () => {
  const other = { run: { ...runAt({ stepsPerEpoch: 2 }, 4), id: 'other' }, color: 2 };
  const { curves } = draw({}, 6, [other], { smoothing: 10 });
  expect(curves.map(({ kind, color }) => `${kind} ${color}`)).toEqual([
    'comparedSmooth 2',
    'compared 2',
    'batch 0',
    'smooth 0',
    'train 0',
    'validation 0',
  ]);
  expect(curves[0]?.x).toEqual([0.5, 1, 1.5, 2]);
  expect(curves[2]?.faint).toBe(true);
});

test('a smoothed line is in the picture to its lowest value, which is its last, though not from its first', () => {
  const loss = (step: number) => (step === 1 ? 50 : Math.exp(-step / 100));
  const other = { run: { ...runAt({ stepsPerEpoch: 100, epochs: 10, loss }, 1000), id: 'other' }, color: 2 };
  const { axis, curves } = draw({ stepsPerEpoch: 100, epochs: 10, loss: () => 0.5 }, 1000, [other], { smoothing: 10, logAxes: ['loss'] });
  const { y } = curves.find(({ kind }) => kind === 'comparedSmooth')!;
  expect(axis.min).toBeLessThanOrEqual(y.at(-1)!);
  expect(axis.max).toBeLessThan(y[0]!);
});

test('a learning rate that falls by powers has a logarithmic axis with its ends', () => {
  const run = runAt({}, 12);
  const { axis } = rateData({ ...PLAIN, shown: { run, color: 0 }, logAxes: ['learning_rate'] }, createBatchLine(), COLUMNS);
  expect(axis).toMatchObject({ min: 0.02, ticks: [0.02, 0.1], log: true });
  // Room for the upper label, as where the axis is not logarithmic.
  expect(Math.log(axis.max / 0.1) / Math.log(axis.max / 0.02)).toBeCloseTo(0.08 / 1.08, 6);
});

test('a run that stands still is reduced once; one that goes on, or that is seen otherwise, anew', () => {
  const reduce = createBatchLine();
  const run = runAt({ stepsPerEpoch: 100, epochs: 10 }, 250);
  const losses = run.steps.values.loss ?? [];
  const scene = { ...PLAIN, xEnd: 10, smoothing: 10 };
  const line = reduce(run, losses, scene, 50);
  expect(reduce(run, losses, scene, 50)).toBe(line);
  expect(reduce(run, losses, { ...scene, smoothing: 30 }, 50).smooth.y).not.toEqual(line.smooth.y);
  const on = runEvents({ stepsPerEpoch: 100, epochs: 10 }, 260).slice(-10).reduce(reduceRun, run); // prettier-ignore
  expect(reduce(on, losses, scene, 50).x.at(-1)).toBeGreaterThan(line.x.at(-1)!);
});
