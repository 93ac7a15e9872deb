import type { Metric } from './metrics';

/** What the numbers of a step or of an evaluation say: the loss, then each metric. */
export interface Readout {
  /** Keras's keys, `loss` first. */
  readonly keys: readonly string[];
  /** How many numbers there are: metrics may be made of several. */
  readonly parts: number;
  /** The values, in the order of the keys. */
  values(parts: readonly number[]): readonly number[];
}

/** @param keys of the metrics */
export function makeReadout(metrics: readonly Metric[], keys: readonly string[]): Readout {
  return {
    keys: ['loss', ...keys],
    parts: metrics.reduce((sum, { parts }) => sum + parts, 1),
    values: (parts) => {
      let next = 1;
      return [parts[0]!, ...metrics.map((metric) => metric.value(parts.slice(next, (next += metric.parts))))];
    },
  };
}
