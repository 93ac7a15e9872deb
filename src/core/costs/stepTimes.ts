import type { LayerAnalysis } from '../analysis';

/** How long each layer took when a step was measured. */
export interface StepTimes {
  /** What computed, in few words: `TensorFlow 2.21.0 · CPU`. */
  readonly runtime: string;
  readonly batchSize: number;
  /** Milliseconds, there and back, by `timeKey`. */
  readonly layers: Readonly<Record<string, number>>;
}

/** What a measured time belongs to: a layer that is another one now, or gets other shapes, is not it any more. */
export const timeKey = ({ name, type, inputShapes, output, parameters }: LayerAnalysis): string =>
  JSON.stringify([name, type, inputShapes, output, parameters?.trainable]);

/** The same times by the names of the layers. */
export const timesByName = ({ layers }: StepTimes): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(layers).map(([key, time]) => [(JSON.parse(key) as [string])[0], time]));
