import { describe, expect, it } from 'vitest';
import { repetitionWords } from '../../../../webview/designer/graph/repetitionWords';
import { healthyNames, layerHealth, repetitionsHealth } from '../../../../webview/designer/graph/health';
import { isHealthyRatio, ratioPosition, sparkline } from '../../../../webview/shared/layerHealth';

const events = [1, 2, NaN, 4].map((gradientNorm, i) => ({
  type: 'health' as const,
  step: i,
  layers: [{ name: 'h', gradientNorm, updateRatio: 1e-3, dead: 0.25 }, { name: 'flat' }],
}));

describe('the health of a layer', () => {
  it('is its last report with the line of those before', () => {
    expect(layerHealth(events, ['h'])).toEqual({ gradient: 4, gradients: [1, 2, 4], updateRatio: 1e-3, dead: 0.25 });
    expect(layerHealth(events, ['other'])).toBeUndefined();
  });
  it('of several is that of all their weights, and the worst of them', () => {
    const layers = [
      { name: 'a', gradientNorm: 3, updateRatio: 2e-3, dead: 0.1 },
      { name: 'b', gradientNorm: 4, updateRatio: 1e-6, dead: 0.4 },
    ];
    expect(layerHealth([{ type: 'health', step: 0, layers }], ['a', 'b', 'c'])).toEqual({
      gradient: 5,
      gradients: [5],
      updateRatio: 1e-6,
      dead: 0.4,
      updateOf: 'b',
      deadOf: 'b',
    });
  });
  it('of repetitions is told apart', () => {
    const layers = [1, 0.1, NaN, 0.01].map((gradientNorm, i) => ({ name: `r_${i}`, gradientNorm, updateRatio: i === 1 ? 1e-6 : 1e-3 }));
    const cells = repetitionsHealth([{ type: 'health', step: 0, layers }], layers.map(({ name }) => ({ name, layers: [name] }))); // prettier-ignore
    expect(cells.map(({ height, bad }) => [height, bad])).toEqual([
      [1, false],
      [0.5, true],
      [undefined, true],
      [0, false],
    ]);
    expect(cells.map(repetitionWords)[1]).toBe('r_1: gradient 0.100, update 1.0e-6');
    expect(repetitionsHealth([], [{ name: 'x', layers: ['x'] }])).toEqual([{ name: 'x', gradients: [], bad: false }]);
  });
  it('has a row only where there is something to show', () => {
    expect(healthyNames(events)).toEqual(['h']);
    expect(healthyNames([])).toEqual([]);
  });
  it('stands on the scale from 1e-5 to 1e-1', () => {
    expect([1e-5, 1e-3, 1e-1, 1, 1e-9].map(ratioPosition)).toEqual([0, 0.5, 1, 1, 0]);
    expect([1e-3, 1e-6, 0.5].map(isHealthyRatio)).toEqual([true, false, false]);
  });
  it('is drawn on a log scale within its box', () => {
    const line = sparkline([1e-6, 1e-2, 1], 54, 14);
    const ys = [...(line?.path ?? '').matchAll(/ ([\d.]+)/g)].map(([, y]) => Number(y));
    expect(Math.min(...ys)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...ys)).toBeLessThanOrEqual(14);
    expect(ys[0]).toBeGreaterThan(ys[1] ?? 0);
    expect(line?.end[0]).toBe(54);
    expect(sparkline([0, NaN], 54, 14)).toBeUndefined();
  });
});
