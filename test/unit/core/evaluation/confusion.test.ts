import { describe, expect, test } from 'vitest';
import { accuracyOf, classScores, confusionOf, MOST_SQUARE, squareOf } from '../../../../src/core/evaluation/confusion';

const truths = [0, 0, 0, 1, 1, 2];
const guesses = [0, 0, 1, 1, 0, 0];
const confusion = confusionOf(truths, guesses, 4);

describe('confusion', () => {
  test('counts what samples of a class were taken for', () => {
    expect(squareOf(confusion)).toEqual([
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

describe('confusion of ten thousand classes', () => {
  // Of each class three samples; each is taken for the next class once, and class 7 for class 3 twice.
  const classes = 10_000;
  const of = (sample: number): number => sample % classes;
  const taken = (sample: number): number => (of(sample) === 7 && sample > classes ? 3 : sample < classes ? (of(sample) + 1) % classes : of(sample)); // prettier-ignore
  const all = Array.from({ length: 3 * classes }, (_, sample) => sample);
  const large = confusionOf(all.map(of), all.map(taken), classes);

  test('is as small as what is looked at: the most frequent mistakes, and how many kinds there are', () => {
    expect(JSON.stringify(large).length).toBeLessThan(100_000);
    expect(large.mistakes[0]).toEqual({ truth: 7, guess: 3, count: 2 });
    expect(large.mistakes[1]).toEqual({ truth: 0, guess: 1, count: 1 });
    expect(large.mistakes.length).toBe(200);
    expect(large.kinds).toBe(classes + 1);
    expect(squareOf(large)).toBeUndefined();
  });

  test('counts every class all the same', () => {
    expect(classScores(large)[7]).toEqual({ samples: 3, taken: 1, precision: 0, recall: 0, f1: 0 });
    expect(classScores(large)[5]).toMatchObject({ samples: 3, taken: 3, recall: 2 / 3 });
    expect(accuracyOf(large)).toBeCloseTo((2 * classes - 2) / (3 * classes), 10);
  });

  test('of as many classes as fit a square every kind of mistake is told', () => {
    const pairs = Array.from({ length: MOST_SQUARE * MOST_SQUARE }, (_, pair) => pair);
    const full = confusionOf(pairs.map((pair) => Math.floor(pair / MOST_SQUARE)), pairs.map((pair) => pair % MOST_SQUARE), MOST_SQUARE); // prettier-ignore
    expect(squareOf(full)!.flat()).toEqual(pairs.map(() => 1));
  });
});
