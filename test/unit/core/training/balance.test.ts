import { expect, test } from 'vitest';
import { balancedWeights } from '../../../../src/core/training/balance';

test('each class counts the same in all', () => {
  const counts = [900, 90, 10];
  const weights = balancedWeights(counts) ?? [];
  const shares = counts.map((count, i) => count * (weights[i] ?? 0));
  for (const share of shares) expect(share / 1000).toBeCloseTo(1 / 3, 2);
});
test('even classes, and one without samples, are left alone', () => {
  expect(balancedWeights([100, 120])).toBeUndefined();
  expect(balancedWeights([100, 0])).toBeUndefined();
  expect(balancedWeights([5])).toBeUndefined();
});
