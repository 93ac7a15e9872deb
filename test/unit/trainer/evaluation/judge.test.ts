import { describe, expect, test } from 'vitest';
import { judgeClasses, judgeValues, likeliest } from '../../../../src/trainer/evaluation/judge';

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

test('outputs of one number are told beside their targets, of very many samples evenly spaced ones', () => {
  const count = 2500;
  const targets = Float32Array.from({ length: count }, (_, i) => i);
  const looks = { of: (index: number) => ({ index }), pictures: undefined, spread: { least: 0, most: 1 }, picture: () => undefined };
  const { pairs, size } = judgeValues({ values: targets.map((value) => value / 2) }, targets, count, 'out').judged(looks);
  expect([pairs!.length, size]).toEqual([1000, 1]);
  expect(pairs!.slice(0, 3)).toEqual([
    [0, 0],
    [2, 1],
    [5, 2.5],
  ]);
  expect(pairs!.at(-1)).toEqual([2497, 1248.5]);
  const vectors = judgeValues({ values: targets }, targets, count / 2, 'out').judged(looks);
  expect([vectors.pairs, vectors.size]).toEqual([undefined, 2]);
});
