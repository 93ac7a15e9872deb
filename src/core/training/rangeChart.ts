import * as l10n from '@vscode/l10n';
import type { RangePoint, RangeResult } from './rangeTest';

const ROWS = 24;
const WIDTH = 40;

/** A row for every few steps: the rate, a bar as long as the smoothed loss, and the loss. */
export function rangeChart(points: readonly RangePoint[]): readonly string[] {
  const every = Math.max(1, Math.ceil(points.length / ROWS));
  const shown = points.filter((_, i) => i % every === 0);
  // Where the loss climbs out of sight the curve before it is what counts.
  const largest = 1.5 * (shown[0]?.smoothed ?? 0);
  return shown.map(({ learningRate, smoothed }) => {
    const length = smoothed > 0 && largest > 0 ? Math.min(WIDTH, Math.round((WIDTH * smoothed) / largest)) : 0;
    return `${learningRate.toExponential(1).padStart(8)}  ${'━'.repeat(length).padEnd(WIDTH)}  ${smoothed.toPrecision(4)}`;
  });
}

/** What a range test has found, in a sentence. */
export const rangeWords = ({ lowest, suggestion }: RangeResult): string =>
  suggestion === undefined
    ? l10n.t('The loss did not fall at any of these learning rates.')
    : l10n.t`The loss is lowest at ${lowest ?? '?'}; a good learning rate is about ${suggestion}.`;
