import fc from 'fast-check';
import { expect, test } from 'vitest';
import { including, leastSpan, pan, zoomBy, zoomTo } from '../../../../webview/training/charts/zoom';

test('a part is held within the axis and is never too narrow to see something', () => {
  expect(zoomTo({ from: 2, to: 4 }, 10, 0.1)).toEqual({ from: 2, to: 4 });
  expect(zoomTo({ from: -3, to: 1 }, 10, 0.1)).toEqual({ from: 0, to: 4 });
  expect(zoomTo({ from: 9.99, to: 10 }, 10, 0.5)).toEqual({ from: 9.5, to: 10 });
});

test('nearly everything is everything', () => {
  expect(zoomTo({ from: 0.05, to: 9.95 }, 10, 0.1)).toBeUndefined();
  expect(zoomBy(2, 5, { from: 2, to: 8 }, 10, 0.1)).toBeUndefined();
});

test('what is zoomed at stays where it is', () => {
  expect(zoomBy(0.5, 4, { from: 0, to: 8 }, 8, 0.1)).toEqual({ from: 2, to: 6 });
  expect(zoomBy(0.5, 2, { from: 0, to: 8 }, 8, 0.1)).toEqual({ from: 1, to: 5 });
});

test('a quarter further, up to the end', () => {
  expect(pan(1, { from: 2, to: 6 }, 10, 0.1)).toEqual({ from: 3, to: 7 });
  expect(pan(1, { from: 6, to: 10 }, 10, 0.1)).toEqual({ from: 6, to: 10 });
  expect(pan(-1, { from: 0.5, to: 4.5 }, 10, 0.1)).toEqual({ from: 0, to: 4 });
});

test('a place that is read comes into the picture, no further than it must', () => {
  expect(including(7, { from: 2, to: 6 })).toEqual({ from: 3, to: 7 });
  expect(including(1, { from: 2, to: 6 })).toEqual({ from: 1, to: 5 });
  expect(including(3, { from: 2, to: 6 })).toEqual({ from: 2, to: 6 });
});

test('a run of many steps can be looked at step by step', () => {
  expect(leastSpan({ stepsPerEpoch: 1600 })).toBe(0.005);
  expect(leastSpan(undefined)).toBe(0.1);
});

test('whatever is asked for, what comes out is a part of the axis', () => {
  const number = fc.double({ min: -50, max: 150, noNaN: true });
  fc.assert(
    fc.property(number, number, fc.double({ min: 1, max: 100, noNaN: true }), (a, b, end) => {
      const part = zoomTo({ from: Math.min(a, b), to: Math.max(a, b) }, end, 0.1);
      if (!part) return;
      expect(part.from).toBeGreaterThanOrEqual(0);
      expect(part.to).toBeLessThanOrEqual(end + 1e-9);
      expect(part.to - part.from).toBeGreaterThanOrEqual(0.1 - 1e-9);
    }),
  );
});
