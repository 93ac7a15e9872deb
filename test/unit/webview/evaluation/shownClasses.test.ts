import { expect, test } from 'vitest';
import { MOST_CLASSES, shownClasses } from '../../../../webview/evaluation/shownClasses';

const scores = Array.from({ length: 1000 }, (_, id) => ({ samples: 1, taken: 1, ...(id !== 500 && { f1: (id % 300) / 300 }) }));
const names = scores.map((_, id) => `class ${id}`);

test('of few classes all are shown, in the order of the data', () => {
  expect(shownClasses(scores.slice(0, 3), names, 'nothing like it')).toEqual({ ids: [0, 1, 2], matching: 3 });
});

test('of very many those that are told worst, and those of whom nothing is said last', () => {
  const { ids, matching } = shownClasses(scores, names, '');
  expect([ids.length, matching]).toEqual([MOST_CLASSES, 1000]);
  expect(ids.slice(0, 5)).toEqual([0, 300, 600, 900, 1]);
  expect(ids).not.toContain(500);
  expect(shownClasses(scores, names, 'class 50').ids.at(-1)).toBe(500);
});

test('any class is found by its name, the exact one first', () => {
  expect(shownClasses(scores, names, ' CLASS 99 ').ids[0]).toBe(99);
  expect(shownClasses(scores, names, 'class 99').matching).toBe(11);
});
