import type { DataPart, LoadedData } from '../data/loadedData';
import type { Learner } from '../learning/learner';
import { eagerSteps, type StepRow, type Steps } from '../learning/steps';
import { close } from './close';
import { NotCapturable } from './notCapturable';

/** How far a replayed step may be from one that is computed as it comes, relative to the largest value of a tensor. */
const TOLERANCE = 1e-3;

/** Captured steps for as long as they can be had and are right; from then on every step is computed as it comes. */
export class GuardedSteps implements Steps {
  private current: Steps;
  private isCaptured = true;

  /** @param told why steps are no longer captured, a sentence */
  constructor(
    private readonly learner: Learner,
    private readonly data: LoadedData,
    private readonly batchSize: number,
    captured: Steps,
    private readonly told: (reason: string) => void,
  ) {
    this.current = captured;
  }

  get atOnce(): number {
    return this.current.atOnce;
  }

  learn(part: DataPart, batches: readonly Int32Array[], withHealth: boolean): readonly StepRow[] {
    return this.attempt((steps) => steps.learn(part, batches, withHealth));
  }

  evaluate(part: DataPart, batches: readonly Int32Array[]): readonly (readonly number[])[] {
    return this.attempt((steps) => steps.evaluate(part, batches));
  }

  /**
   * Learns from a batch, and compares that with the same step computed as it comes: what a recording cannot know (a
   * condition that changes later) comes to light, at the price of one slow step.
   */
  learnChecked(part: DataPart, batch: Int32Array): StepRow {
    if (!this.isCaptured) return this.learn(part, [batch], false)[0]!;
    const { learner } = this;
    this.store();
    const before = learner.values;
    const numbers = learner.numbers;
    const eager = eagerSteps(learner, this.data, batch.length);
    const wanted = eager.learn(part, [batch], false)[0]!;
    const after = learner.values;
    learner.values = before;
    learner.numbers = numbers;
    const found = this.learn(part, [batch], false)[0]!;
    this.store();
    const state = learner.values;
    const same =
      close(found.values, wanted.values, TOLERANCE) &&
      state.every((values, i) => close(values, after[i]!, TOLERANCE, learner.optimizer.uncertain));
    if (!same) {
      this.giveUp('A step that was replayed gave other values than the same step computed as it comes.');
      learner.values = after;
    }
    return same ? found : wanted;
  }

  store(): void {
    this.current.store();
  }

  load(): void {
    this.current.load();
  }

  dispose(): void {
    this.current.dispose();
  }

  private attempt<T>(run: (steps: Steps) => T): T {
    try {
      return run(this.current);
    } catch (error) {
      if (!(error instanceof NotCapturable)) throw error;
      this.store();
      this.giveUp(error.message);
      return run(this.current);
    }
  }

  private giveUp(reason: string): void {
    this.current.dispose();
    this.current = eagerSteps(this.learner, this.data, this.batchSize);
    this.isCaptured = false;
    this.told(reason);
  }
}
