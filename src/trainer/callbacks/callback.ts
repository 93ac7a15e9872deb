import type { NamedArray } from '../safetensors';

/** An epoch that has ended. */
export interface EndedEpoch {
  /** From 1. */
  readonly epoch: number;
  /** The same, counted from 1 in each phase of training. */
  readonly inPhase: number;
  /** The last step of it, counted over the run. */
  readonly step: number;
  readonly logs: { readonly [key: string]: number };
  /** Of its last step. */
  readonly learningRate: number;
}

/** What a callback can do to the run. */
export interface RunActions {
  /** Absolute path of the run's folder. */
  readonly folder: string;
  /** Training ends after this epoch. `reason`: a sentence for the person. */
  end(reason: string): void;
  tell(message: string): void;
  /** Of the next step; one that is set holds from then on. */
  learningRate: number;
  /** All weights as they are now. */
  weights(): readonly NamedArray[];
  setWeights(weights: readonly NamedArray[]): void;
  /** Saves the weights in a file of this epoch. */
  saveEpoch(epoch: number, step: number): Promise<void>;
}

/** Something that is done beside the steps. Between epochs it keeps all that it knows in `state` and `arrays`. */
export interface Callback {
  /** JSON but for numbers that are not finite; absent where it knows nothing. */
  readonly state?: unknown;
  readonly arrays?: readonly NamedArray[];
  /** Whether it goes on from one phase to the next; else it begins anew, as the optimizer does. */
  readonly lasting?: boolean;
  /** Goes on from where `state` and `arrays` were taken. */
  restore?(state: unknown, arrays: readonly NamedArray[]): void | Promise<void>;
  epochEnded?(epoch: EndedEpoch): void | Promise<void>;
  /** All epochs are done, or it was ended early; not where a person stopped it. */
  trainingEnded?(): void;
}
