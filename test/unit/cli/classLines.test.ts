import { expect, test } from 'vitest';
import { classLines } from '../../../src/cli/classLines';
import { confusionOf } from '../../../src/core/evaluation/confusion';

const names = (count: number): string[] => Array.from({ length: count }, (_, id) => `c${id}`);

test('of few classes the square is printed', () => {
  const lines = classLines(names(3), confusionOf([0, 0, 1, 2], [0, 1, 1, 1], 3));
  expect(lines.slice(-4)).toEqual(['    c0  c1  c2', 'c0   1   1   ·', 'c1   ·   1   ·', 'c2   ·   1   ·']);
});

test('of many the most frequent mistakes, and how many there are', () => {
  const all = Array.from({ length: 100 }, (_, i) => i);
  const lines = classLines(names(100), confusionOf([...all, 4], [...all.map((i) => (i + 1) % 100), 5], 100));
  expect(lines.slice(-21, -18)).toEqual(['The 20 most frequent mistakes of 100:', 'c4 → c5    2', 'c0 → c1    1']);
  expect(classLines(names(100), confusionOf(all, all, 100)).at(-1)).toBe('There is no mistake among these samples.');
});
