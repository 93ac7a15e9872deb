import { expect, test } from 'vitest';
import { sameDecimals } from '../../../../webview/evaluation/sameDecimals';

test('numbers of a column have the decimals that the largest needs', () => {
  const small = [-1.0234567, 0.472, -0.00001];
  expect(small.map(sameDecimals(small, 4))).toEqual(['−1.023', '0.472', '0.000']);
  const prices = [206855.8, 9410.25];
  expect(prices.map(sameDecimals(prices, 4))).toEqual(['206856', '9410']);
});

test('very large and very small ones have an exponent, and what is no number says so', () => {
  expect(sameDecimals([3e12], 4)(-3e12)).toBe('−3.000e+12');
  expect(sameDecimals([2e-9], 4)(2e-9)).toBe('2.000e-9');
  expect([NaN, -Infinity].map(sameDecimals([NaN, 1], 3))).toEqual(['nan', '−inf']);
  expect(sameDecimals([], 3)(0)).toBe('0.00');
});
