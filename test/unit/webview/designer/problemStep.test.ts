import { expect, test } from 'vitest';
import { problemStep } from '../../../../webview/designer/state/problemStep';
import { analysisOf, dense, input } from './designs';

const analysis = analysisOf(input('in', 4), dense('a', -1), dense('b', 2), dense('c', 2, { kernel: 1 }), dense('d', 2));

test('steps from layer to layer with a problem, in both directions and round again', () => {
  const step = (from: string | undefined, by: 1 | -1) => problemStep(analysis, from, by)?.layer;
  expect([step(undefined, 1), step('a', 1), step('b', 1), step('c', 1)]).toEqual(['a', 'c', 'c', 'a']);
  expect([step(undefined, -1), step('d', -1), step('c', -1), step('a', -1)]).toEqual(['c', 'c', 'a', 'c']);
});

test('says which of how many it is, and what is wrong', () => {
  expect(problemStep(analysis, 'a', 1)?.words).toMatch(/^c, 2 of 2 with problems\. .*kernel/);
});

test('leads nowhere where all is well', () => {
  expect(problemStep(analysisOf(input('in', 4), dense('a', 2)), 'a', 1)).toBeUndefined();
});
