import type { Health } from '../../core/training/events';
import type { DataPart, LoadedData } from '../data/loadedData';
import { BatchReader } from './batches';
import type { Learner } from './learner';
import { scope } from './scope';

/** What a step of learning gave. */
export interface StepRow {
  /** The loss (penalties included), then the parts of each metric; of the batch. */
  readonly values: readonly number[];
  /** Only where it was asked for. */
  readonly health?: Health['layers'];
}

/** How steps of a learner are computed: one at a time, replayed from a plan, or many in one call. */
export interface Steps {
  /** How many whole batches are best learned from in one call now; 1 where there is no gain. */
  readonly atOnce: number;
  /**
   * Learns from batches, one after another; each holds sample numbers of `part`. All but the last of an epoch have the
   * batch size. `withHealth`: only with a single batch.
   */
  learn(part: DataPart, batches: readonly Int32Array[], withHealth: boolean): readonly StepRow[];
  /** Loss and metrics of batches that are not learned from. */
  evaluate(part: DataPart, batches: readonly Int32Array[]): readonly (readonly number[])[];
  /** Brings weights and what the optimizer keeps into the learner's variables (for a checkpoint). */
  store(): void;
  /** Takes them from the learner's variables (after a checkpoint was loaded). */
  load(): void;
  dispose(): void;
}

/** Every step computed as it comes, operation by operation: works for everything. */
export function eagerSteps(learner: Learner, data: LoadedData, batchSize: number): Steps {
  const reader = new BatchReader(data, batchSize);
  return {
    atOnce: 1,
    learn: (part, batches, withHealth) => batches.map((indices) => scope(() => learner.step(reader.read(part, indices), withHealth))),
    evaluate: (part, batches) => batches.map((indices) => scope(() => learner.evaluate(reader.read(part, indices)))),
    store: () => undefined,
    load: () => undefined,
    dispose: () => undefined,
  };
}
