import type { Metric } from './metrics';

/** What a step is measured by besides the loss: numbers that are means over samples, and what follows from them. */
export type Measure = Pick<Metric, 'parts' | 'value'>;

/** What is one mean and no more. */
export const MEAN: Measure = { parts: 1, value: ([mean]) => mean! };

/** What the numbers of a step or of an evaluation say: the loss, then each measure. */
export interface Readout {
  /** Keras's keys, `loss` first. */
  readonly keys: readonly string[];
  /** How many numbers there are: a measure may be made of several. */
  readonly parts: number;
  /** The values, in the order of the keys. */
  values(parts: readonly number[]): readonly number[];
}

/** @param keys of the loss and of the measures */
export function makeReadout(measures: readonly Measure[], keys: readonly string[]): Readout {
  return {
    keys,
    parts: measures.reduce((sum, { parts }) => sum + parts, 1),
    values: (parts) => {
      let next = 1;
      return [parts[0]!, ...measures.map((measure) => measure.value(parts.slice(next, (next += measure.parts))))];
    },
  };
}
