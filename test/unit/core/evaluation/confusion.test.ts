import { describe, expect, test } from 'vitest';
import { accuracyOf, classScores, confusionOf } from '../../../../src/core/evaluation/confusion';

const truths = [0, 0, 0, 1, 1, 2];
const guesses = [0, 0, 1, 1, 0, 0];
const confusion = confusionOf(truths, guesses, 4);

describe('confusion', () => {
  test('counts what samples of a class were taken for', () => {
    expect(confusion).toEqual([
      [2, 1, 0, 0],
      [1, 1, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    expect(accuracyOf(confusion)).toBe(0.5);
  });

  test('gives precision, recall and F1 of a class', () => {
    const [first] = classScores(confusion);
    expect(first).toEqual({ samples: 3, taken: 4, precision: 0.5, recall: 2 / 3, f1: 4 / 7 });
  });

  test('leaves out a share of nothing', () => {
    const scores = classScores(confusion);
    expect(scores[2]).toEqual({ samples: 1, taken: 0, recall: 0, f1: 0 });
    expect(scores[3]).toEqual({ samples: 0, taken: 0 });
  });
});
