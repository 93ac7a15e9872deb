import { expect, test } from 'vitest';
import { align } from '../../../../webview/training/charts/align';

test('curves share one x; what a curve does not have is undefined, what is a gap stays null', () => {
  expect(
    align([
      { x: [1, 2, 4], y: [10, null, 40] },
      { x: [2, 3], y: [0.2, 0.3] },
    ]),
  ).toEqual([
    [1, 2, 3, 4],
    [10, null, undefined, 40],
    [undefined, 0.2, 0.3, undefined],
  ]);
});

test('nothing is a table without points', () => {
  expect(align([{ x: [], y: [] }])).toEqual([[], []]);
});
