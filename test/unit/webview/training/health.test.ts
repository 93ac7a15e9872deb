import { expect, test } from 'vitest';
import type { Health } from '../../../../src/core/training/events';
import { reduceRun } from '../../../../src/core/training/run';
import { adviceFor } from '../../../../webview/training/health/advice';
import { healthInterval, layerHealth } from '../../../../webview/training/health/layerHealth';
import { ratioPosition, sparkline } from '../../../../webview/shared/layerHealth';
import { runAt } from './run';

const health = (step: number, layers: Health['layers']): Health => ({ type: 'health', step, layers });
const runWith = (...events: Health[]) => events.reduce(reduceRun, runAt({}, 6));
const codes = (...layers: Health['layers'][]) => adviceFor(runWith(...layers.map((one, i) => health(i + 1, one)))).map(({ code }) => code);

test('a layer has its last values and the last norms of its gradient', () => {
  const run = runWith(
    health(2, [{ name: 'a', gradientNorm: 0.1 }]),
    health(4, [{ name: 'a', gradientNorm: 0, updateRatio: 1e-3 }]),
    health(6, [{ name: 'a', gradientNorm: 10, dead: 0.5 }]),
  );
  expect(layerHealth(run.health)).toEqual([{ name: 'a', gradientNorm: 10, dead: 0.5, norms: [0.1, 0, 10] }]);
  expect(healthInterval(run.health)).toBe(2);
});

test('a healthy run asks for nothing', () => {
  expect(
    codes([
      { name: 'a', gradientNorm: 0.1, dead: 0.19 },
      { name: 'b', gradientNorm: 0.001 },
    ]),
  ).toEqual([]);
});

test('a fifth of dead units and more is said, with what it was before and the other layers', () => {
  const run = runWith(
    health(1, [{ name: 'a', dead: 0.21 }]),
    health(6, [
      { name: 'a', dead: 0.34 },
      { name: 'b', dead: 0.5 },
    ]),
  );
  expect(adviceFor(run)).toEqual([
    {
      code: 'units.dead',
      severity: 'warning',
      title: 'a: 34% of the units never fire.',
      detail: 'It was 21% in epoch 1. Also b 50%.',
      layer: 'a',
    },
  ]);
});

test('a gradient that is nothing beside the others, or far too large, is said', () => {
  expect(
    codes([
      { name: 'a', gradientNorm: 1e-9 },
      { name: 'b', gradientNorm: 0.1 },
    ]),
  ).toEqual(['gradient.vanishes']);
  expect(
    codes([
      { name: 'a', gradientNorm: 1e5 },
      { name: 'b', gradientNorm: 1e4 },
    ]),
  ).toEqual(['gradient.explodes']);
  expect(codes([{ name: 'a', gradientNorm: NaN }])).toEqual(['gradient.explodes']);
});

test('a loss that is no number is said with the step where it began, and not once it is a number again', () => {
  const run = runAt({ loss: (step) => (step < 5 ? 1 : NaN) }, 7);
  expect(adviceFor(run)[0]).toMatchObject({ code: 'loss.not-finite', title: 'The loss is nan since epoch 2, step 1.' });
  expect(adviceFor(runAt({ loss: (step) => (step === 5 ? NaN : 1) }, 7))).toEqual([]);
});

test('a ratio stands on a log scale from 1e-5 to 1e-1', () => {
  expect([1e-5, 1e-3, 1e-1, 1, 0, NaN].map(ratioPosition)).toEqual([0, 0.5, 1, 1, 0, 0]);
});

test('a small line leaves out what has no logarithm, and stays calm where little changes', () => {
  expect(sparkline([0, NaN], 40, 14)).toBeUndefined();
  expect(sparkline([1, 0, Infinity, 1], 40, 14)).toEqual({ path: 'M0.0 7.0L40.0 7.0', end: [40, 7] });
  const { end } = sparkline([0.9, 1.1], 40, 100) ?? {};
  expect(end?.[1]).toBeGreaterThan(30);
});
