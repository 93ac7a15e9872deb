import { expect, test, vi } from 'vitest';
import { createChart } from '../../../../webview/training/charts/chart';
import type { ChartData } from '../../../../webview/training/charts/series';

interface Options {
  readonly axes: readonly { readonly splits?: () => number[] }[];
}
const made = vi.hoisted(() => ({ options: [] as unknown[] }));
vi.mock('uplot', () => ({
  default: class {
    constructor(options: unknown) {
      made.options.push(options);
    }
    setData(): void {}
    setSize(): void {}
    destroy(): void {}
  },
}));

const palette = { runs: [] as readonly string[] } as Parameters<ReturnType<typeof createChart>['draw']>[1];
const data = (ticks: readonly number[]): ChartData => ({ xFrom: 0, xEnd: 1, axis: { min: 0, max: 1, ticks }, curves: [], now: 0 });

test('the ticks of an axis are those of what is drawn, also after a moment without room', () => {
  const chart = createChart({}, { labels: (ticks) => ticks.map(String), top: 0, bottom: 0 });
  const ticks = () => (made.options[0] as Options).axes[1]!.splits!();
  chart.resize(500, 200);
  chart.draw(data([0, 0.5]), palette);
  chart.resize(10, 200);
  chart.draw(data([0, 1, 2]), palette);
  chart.resize(300, 200);
  expect(ticks()).toEqual([0, 0.5]);
  chart.draw(data([0, 0.25]), palette);
  expect(ticks()).toEqual([0, 0.25]);
});
