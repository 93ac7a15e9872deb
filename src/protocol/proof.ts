import type { RuntimeReport } from '../core/training/events';

/** The same few steps of a small model on TensorFlow and on the embedded runtime, whose losses were the same. */
export interface Proof {
  readonly tensorflow: RuntimeReport;
  readonly embedded: RuntimeReport;
  readonly steps: number;
  /** The largest between two losses, as a share of them. */
  readonly difference: number;
}
