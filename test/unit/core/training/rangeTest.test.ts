import { expect, it } from 'vitest';
import { addPoint, isOver, rangeRate, readRange, type RangePoint } from '../../../../src/core/training/rangeTest';

/** The test over a made-up loss. */
function range(loss: (rate: number) => number, steps = 100): readonly RangePoint[] {
  let points: readonly RangePoint[] = [];
  for (let step = 0; step < steps && !isOver(points); step++) {
    const rate = rangeRate(step, steps, 1e-5, 10);
    points = addPoint(points, rate, loss(rate));
  }
  return points;
}

it('rates grow by the same factor from the least to the most', () => {
  const rates = [0, 1, 2, 3].map((step) => rangeRate(step, 4, 1e-3, 1));
  [1e-3, 1e-2, 1e-1, 1].forEach((rate, i) => expect(rates[i]).toBeCloseTo(rate, 12));
  expect(rangeRate(0, 1, 1e-3, 1)).toBe(1e-3);
});

it('a running mean has no bias to 0', () => {
  expect(range(() => 2).map(({ smoothed }) => Number(smoothed.toFixed(9)))).toEqual(Array.from({ length: 100 }, () => 2));
});

it('a loss that falls until 0.3 and climbs then speaks for a tenth of about that, and ends the test', () => {
  const points = range((rate) => (rate < 0.3 ? 2.3 - 0.3 * Math.log10(rate / 1e-5) : 20 * rate));
  const { lowest, suggestion } = readRange(points);
  expect(lowest).toBeGreaterThan(0.2);
  expect(lowest).toBeLessThan(0.7);
  expect(suggestion).toBeCloseTo(lowest! / 10, 3);
  expect(points.length).toBeLessThan(100);
});

it('a loss that is no number ends it, and one that only climbs speaks for none', () => {
  const broken = range((rate) => (rate > 0.1 ? NaN : 1 / (1 + rate)));
  expect(Number.isNaN(broken.at(-1)!.loss)).toBe(true);
  expect(broken.filter(({ loss }) => Number.isNaN(loss))).toHaveLength(1);
  expect(readRange(broken).lowest).toBeLessThanOrEqual(0.1);
  expect(readRange(range((rate) => 1 + rate * 100))).not.toHaveProperty('suggestion');
});
