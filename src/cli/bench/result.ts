import type { EngineName } from './engines';

/** One measurement. */
export interface Row {
  /** `leaky`, `bn`, `selu100`, `cnn`, or the name of a design. */
  readonly model: string;
  readonly batch: number;
  /** Keras's name. */
  readonly optimizer: string;
  readonly engine: EngineName;
  /** Of training; the median of the rounds. */
  readonly samplesPerSecond: number;
}

/** What could not be measured: an engine as a whole, or with one model. */
export interface Skipped {
  readonly engine: EngineName;
  readonly model?: string;
  readonly batch?: number;
  readonly optimizer?: string;
  readonly reason: string;
}

export interface BenchResult {
  readonly rows: readonly Row[];
  readonly skipped: readonly Skipped[];
  /** What each engine is, with versions. */
  readonly abouts: ReadonlyMap<EngineName, string>;
}
