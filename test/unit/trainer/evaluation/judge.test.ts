import { describe, expect, test } from 'vitest';
import { judgeClasses, likeliest } from '../../../../src/trainer/evaluation/judge';

describe('the likeliest classes', () => {
  const values = Float32Array.of(0.01, 0.3, 0.02, 0.3, 0.1, 0.05, 0.2, 0.02);

  test('come in order, of equal ones the first first, and the truth last where it is none of them', () => {
    expect(likeliest({ values }, 8, 0).map(({ id }) => id)).toEqual([1, 3, 6, 4, 5]);
    expect(likeliest({ values }, 8, 0, 6).map(({ id }) => id)).toEqual([1, 3, 6, 4, 5]);
    expect(likeliest({ values }, 8, 0, 2).map(({ id }) => id)).toEqual([1, 3, 6, 4, 5, 2]);
    expect(likeliest({ values: Float32Array.of(1, 0, 0, ...values) }, 3, 0).map(({ id }) => id)).toEqual([0, 1, 2]);
  });

  test('are the first ones where nothing is a number', () => {
    expect(likeliest({ values: new Float32Array(8).fill(NaN) }, 8, 0).map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
  });
});

test('what is told of ten thousand classes is no square of them', () => {
  const [classes, samples] = [10_000, 300];
  const values = new Float32Array(classes * samples);
  const truths = Int32Array.from({ length: samples }, (_, i) => i);
  truths.forEach((truth, i) => (values[i * classes + truth + 1] = 1));
  const { judged } = judgeClasses({ values }, { truths, classes, places: 1 }, 'out', String);
  const told = judged({ of: (index) => ({ index }), pictures: undefined, spread: { least: 0, most: 1 }, picture: () => undefined });
  expect(told.shown.length).toBe(samples);
  expect(JSON.stringify(told).length).toBeLessThan(500_000);
});
