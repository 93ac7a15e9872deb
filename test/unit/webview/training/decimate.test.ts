import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDecimator } from '../../../../webview/training/charts/decimate';

function decimated(values: readonly number[], stepsPerColumn: number, chunks: readonly number[] = []) {
  const decimator = createDecimator(stepsPerColumn);
  for (const end of chunks) decimator.extend(values, Math.min(end, values.length));
  decimator.extend(values, values.length);
  return decimator.points();
}

test('with at most one value a column every value is there, at its step', () => {
  expect(decimated([5, 3, 4], 0.3)).toEqual({ x: [1, 2, 3], y: [5, 3, 4] });
});

test('a column keeps its lowest and highest value in the order in which they came', () => {
  expect(decimated([1, 9, 5, 2, 8, 3, 1, 4], 4)).toMatchObject({ x: [1, 2, 5, 7], y: [1, 9, 8, 1] });
});

test('columns of a broken width cover every step once', () => {
  const values = Array.from({ length: 1000 }, (_, i) => i);
  const { x, y } = decimated(values, 2.7);
  expect(Math.min(...(y as number[]))).toBe(0);
  expect(Math.max(...(y as number[]))).toBe(999);
  expect([...x]).toEqual([...x].sort((a, b) => a - b));
  expect(new Set(x).size).toBe(x.length);
  expect(x.length).toBeLessThanOrEqual(2 * Math.ceil(1000 / 2.7));
});

test('values that are not finite are skipped, and a column of nothing else is a gap', () => {
  expect(decimated([1, NaN, NaN, Infinity, 2, 3], 2)).toEqual({ x: [1, 3, 5, 6], y: [1, null, 2, 3] });
});

test('it does not matter in how many parts the values came', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e6, max: 1e6 }), { maxLength: 400 }),
      fc.double({ min: 0.1, max: 50, noNaN: true }),
      fc.array(fc.nat(400), { maxLength: 8 }),
      (values, width, cuts) => {
        const chunks = [...cuts].sort((a, b) => a - b);
        expect(decimated(values, width, chunks)).toEqual(decimated(values, width));
      },
    ),
  );
});

test('the extremes of the whole line are never lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 300 }),
      fc.double({ min: 1, max: 80, noNaN: true }),
      (values, width) => {
        const y = decimated(values, width).y as number[];
        expect(Math.min(...y)).toBe(Math.min(...values));
        expect(Math.max(...y)).toBe(Math.max(...values));
      },
    ),
  );
});

test('from a later value on columns begin there, and nothing before it is in them', () => {
  const decimator = createDecimator(2, { first: 3 });
  decimator.extend([9, 9, 9, 1, 2, 3, 4], 7);
  expect(decimator.points()).toEqual({ x: [4, 5, 6, 7], y: [1, 2, 3, 4] });
});

test('a smoothed line has the mean at the last step of each column, whatever was left out before', () => {
  const values = Array.from({ length: 4000 }, (_, i) => (i % 2 === 0 ? 1 : 3));
  const whole = createDecimator(100, { smoothing: 50 });
  whole.extend(values, values.length);
  const { x, y } = whole.smooth();
  expect(x.at(-1)).toBe(4000);
  expect(y.every((value) => value !== null && Math.abs(value - 2) < 0.3)).toBe(true);
  const part = createDecimator(100, { smoothing: 50, first: 2000 });
  part.extend(values, values.length);
  expect(part.smooth().x).toEqual(x.slice(20));
  part.smooth().y.forEach((value, i) => expect(value).toBeCloseTo(y[20 + i]!, 3));
});

test('a smoothed line begins at the first value, not at 0, and has a gap where nothing is a number', () => {
  const decimator = createDecimator(1, { smoothing: 10 });
  decimator.extend([4, 4, NaN, 4], 4);
  expect(decimator.smooth().y.map((value) => value && Number(value.toFixed(9)))).toEqual([4, 4, null, 4]);
});
