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
