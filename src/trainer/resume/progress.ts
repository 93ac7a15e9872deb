import type { RandomState } from '../random/randomStream';
import type { MeansState } from '../learning/means';

/** Where training stands, beside the weights: what the loop over epochs needs to go on as if it had never ended. */
export interface Progress {
  /** The epoch that is under way, from 1; after the last one, one more than there are. */
  readonly epoch: number;
  readonly phase?: CurrentPhase;
  /** Present in the middle of an epoch. */
  readonly within?: WithinEpoch;
  /** Steps taken over the run. */
  readonly step: number;
  /** Those of the epochs that are over; absent in states of earlier versions. */
  readonly ended?: number;
  /** The best value so far of what the best weights are chosen by. */
  readonly best: number | null;
  readonly callbacks?: CallbackStates;
  /** Whether every loss so far was a number. */
  readonly finite: boolean;
  /** A value an epoch, Keras's keys. */
  readonly history: { readonly [key: string]: readonly number[] };
  /** Samples learned from, and what that took. */
  readonly samples: number;
  readonly milliseconds: number;
}

/** The phase that is under way. */
export interface CurrentPhase {
  readonly index: number;
  /** Its first epoch. */
  readonly since: number;
}

export const FIRST_PHASE: CurrentPhase = { index: 0, since: 1 };

export interface CallbackStates {
  /** Whether one of them has ended training. */
  readonly ended: boolean;
  readonly states: readonly unknown[];
}

/** What the names of arrays that callbacks keep begin with; no name of a layer does. */
export const CALLBACK_ARRAYS = '/callbacks/';

export interface WithinEpoch {
  /** Samples of this epoch that have been learned from. */
  readonly samples: number;
  /** The stream that the order of samples was drawn from, before that; absent where samples are not shuffled. */
  readonly shuffling?: RandomState;
  readonly means: MeansState;
  readonly milliseconds: number;
}

export const NOT_BEGUN: Progress = { epoch: 1, step: 0, ended: 0, best: null, finite: true, history: {}, samples: 0, milliseconds: 0 };
