import { describe, expect, it } from 'vitest';
import { logScale, rateScale, rateText } from '../../../../../webview/designer/training/rateScale';
import { valueText } from '../../../../../webview/designer/training/valueText';

describe('learning rates in a chart', () => {
  it.each([
    [0.01, '0.01'],
    [0.0431234, '0.0431'],
    [2e-7, '2e-7'],
    [1.25e-5, '1.3e-5'],
    [10, '10'],
    [0, '0'],
  ])('%d is written %s', (rate, text) => expect(rateText(rate)).toBe(text));

  it('stand from 0 upwards, the largest below the top', () => {
    const scale = rateScale([0.05], 1e-7);
    expect(scale.logarithmic).toBe(false);
    expect(scale.place(0)).toBe(0);
    expect(scale.place(0.05)).toBeCloseTo(scale.ticks.at(-1)?.at ?? 0, 10);
    expect(scale.place(0.05)).toBeLessThan(1);
    expect(scale.value(scale.place(0.02))).toBeCloseTo(0.02, 12);
  });
  it('stand on a log scale where one phase would lie flat on the ground', () => {
    const scale = rateScale([0.05, 1e-4], 1e-4);
    expect(scale.logarithmic).toBe(true);
    expect([scale.place(1e-4), scale.place(0.05)]).toEqual([0, 1]);
    expect(scale.ticks.map(({ text }) => text)).toEqual(['1e-4', '0.001', '0.01']);
  });
  it('have a scale whatever they are', () => {
    expect(rateScale([], 0).place(0)).toBe(0);
    expect(rateScale([0, 0], 0).place(0)).toBe(0);
    expect(logScale(1e-6, 10).place(0)).toBe(0);
    expect(logScale(0.1, 0.1).place(0.1)).toBe(0);
  });
});

it.each([
  [0.30810213, '0.3081'],
  [-1.5, '−1.5'],
  [255, '255'],
  [-2.5e-7, '−2.5e-7'],
  [1.5e6, '1.5e6'],
])('the value %d is written %s', (value, text) => expect(valueText(value)).toBe(text));
