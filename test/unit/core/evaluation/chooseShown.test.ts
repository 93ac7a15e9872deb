import { expect, test } from 'vitest';
import { chooseShown } from '../../../../src/core/evaluation/chooseShown';

const truths = [0, 0, 1, 1, 0, 1];
const guesses = [0, 1, 0, 1, 1, 1];
const sureness = [0.9, 0.6, 0.7, 0.8, 0.95, 0.55];

test('mistakes come first, the surest before others; then what is right, the least sure before others', () => {
  expect(chooseShown({ truths, guesses, sureness })).toEqual([4, 2, 1, 5, 3, 0]);
});

test('of each pair of classes there are so many at most, and so many in all', () => {
  expect(chooseShown({ truths, guesses, sureness }, 1)).toEqual([4, 2, 5, 0]);
  expect(chooseShown({ truths, guesses, sureness }, 1, 3)).toEqual([4, 2, 5]);
});
