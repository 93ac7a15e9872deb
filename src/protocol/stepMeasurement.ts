import type { StepTimes } from '../core/costs/stepTimes';
import type { RunOptions } from './trainer';

/** Asks for one step of a design on random samples, measured. */
export type StepRequest = Pick<RunOptions, 'designPath' | 'designText' | 'runtime' | 'places' | 'memoryLimit'>;

/** What a step took. Memory in bytes. */
export interface StepMeasurement {
  readonly batchSize: number;
  /** What was worked out from the design (`core/costs`). */
  readonly estimated: number;
  /**
   * What a step takes. `planned`: weights, what the optimizer keeps, a batch, and everything in between, as they lie in the
   * memory of the embedded runtime. `process`: by how much the process has grown, which is seldom exact.
   */
  readonly measured: number;
  readonly by: 'planned' | 'process';
  /** What the process held before there was a model, and the most that it has held. */
  readonly before: number;
  readonly most: number;
  /** Of a whole step. */
  readonly milliseconds: number;
  readonly times: StepTimes;
}
