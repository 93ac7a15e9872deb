import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epochsInView, epochTicks, ticksBefore, logAxis, niceAxis, niceBelow, quantile } from '../../../../webview/training/charts/axis';

test('an axis ends on a tick or halfway between two', () => {
  expect(niceAxis(0.23, 0.66, 3.5)).toEqual({ min: 0.2, max: 0.7, ticks: [0.2, 0.4, 0.6] });
});

test('a share never leaves 0 to 1', () => {
  expect(niceAxis(0.76, 0.999, 3.5, { min: 0, max: 1 }).max).toBe(1);
  expect(niceAxis(0.001, 0.02, 3.5, { min: 0, max: 1 }).min).toBe(0);
});

test('one single value still has an axis around it', () => {
  const { min, max } = niceAxis(0.5, 0.5, 3.5);
  expect(min).toBeLessThan(0.5);
  expect(max).toBeGreaterThan(0.5);
  expect(niceAxis(0, 0, 3.5).max).toBeGreaterThan(0);
});

test('whatever the ends, the values lie within the axis and its ticks are few', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.double({ min: 1e-3, max: 1e9, noNaN: true }), (low, spread) => {
      const { min, max, ticks } = niceAxis(low, low + spread, 3.5);
      expect(min).toBeLessThanOrEqual(low + spread * 1e-3);
      expect(max).toBeGreaterThanOrEqual(low + spread * (1 - 1e-3));
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.length).toBeGreaterThanOrEqual(1);
    }),
  );
});

test('a short run is in view as a whole, a long one a step ahead of where it is', () => {
  expect([epochsInView(1, 0), epochsInView(10, 0), epochsInView(12, 11)]).toEqual([1, 10, 12]);
  expect([0, 9, 9.5, 30, 60, 450].map((done) => epochsInView(500, done))).toEqual([10, 10, 20, 50, 100, 500]);
  expect(epochsInView(300, 290)).toBe(300);
});

test('epochs are whole numbers, but for a run of one or two', () => {
  expect(epochTicks({ from: 0, to: 10 }, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(epochTicks({ from: 0, to: 100 }, 10)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  expect(epochTicks({ from: 0, to: 30 }, 12).every(Number.isInteger)).toBe(true);
  expect(epochTicks({ from: 0, to: 1 }, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
});

test('the tick of the learning rate is a round number not above it', () => {
  expect([0.010094, 0.00466, 0.1, 3, 1].map(niceBelow)).toEqual([0.01, 0.0025, 0.1, 2.5, 1]);
});

test('a quantile is one of the values', () => {
  const sorted = Float64Array.of(1, 2, 3);
  expect(quantile(sorted, 0)).toBe(1);
  expect(quantile(sorted, 0.5)).toBe(2);
  expect(quantile(sorted, 1)).toBe(3);
});

test('a part of the axis has its own ticks, finer where less is seen', () => {
  expect(epochTicks({ from: 2.4, to: 6.2 }, 4)).toEqual([3, 4, 5, 6]);
  expect(epochTicks({ from: 3.05, to: 3.15 }, 5)).toEqual([3.06, 3.08, 3.1, 3.12, 3.14]);
});

test('no tick stands where the end of the axis is said', () => {
  const ticks = (last: string, to: number, step: number) =>
    ticksBefore(last, Array.from({ length: 20 }, (_, i) => i * step).filter((tick) => tick <= to), { from: 0, to }, 750).at(-1); // prettier-ignore
  expect(ticks('12 epochs', 12, 2)).toBe(10);
  expect(ticks('500 epochs', 500, 50)).toBe(400);
  expect(ticks('332 epochs', 332, 50)).toBe(250);
});

test('a logarithmic axis ends on 1, 2 or 5 of a power of ten and has the powers as ticks where there are several', () => {
  expect(logAxis(0.03, 0.4)).toEqual({ min: 0.02, max: 0.5, ticks: [0.02, 0.05, 0.1, 0.2, 0.5], log: true });
  expect(logAxis(0.0003, 2.3)).toEqual({ min: 0.0002, max: 5, ticks: [0.001, 0.01, 0.1, 1], log: true });
  expect(logAxis(1e-12, 1).ticks.length).toBeLessThanOrEqual(7);
});

test('one value has a logarithmic axis around it', () => {
  const { min, max, ticks } = logAxis(0.1, 0.1);
  expect(min).toBeLessThanOrEqual(0.1);
  expect(max).toBeGreaterThan(0.1);
  expect(ticks).toContain(0.1);
});
