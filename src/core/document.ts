import type { PhaseSection } from './training/phases';
import type { WeightsSection } from './training/weights';

/**
 * The file format: what a `*.layerwise.json` holds once it has been read. Field names are Keras's own, `type` is the
 * Keras class name. Unknown keys are kept: every object is open.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A place in the JSON, as jsonc-parser spells it: `['layers', 3, 'units']`. */
export type JsonPath = readonly (string | number)[];

/** The version of the format that this build reads and writes (the value of the key `layerwise`). */
export const FORMAT_VERSION = 1;

/** One layer as the file says it. `inputs` absent: it takes the layer before it in the file. */
export interface Layer {
  readonly name: string;
  readonly type: string;
  readonly inputs?: readonly string[];
  readonly trainable?: boolean;
  readonly [field: string]: Json | undefined;
}

/** `{ "type": <Keras class or function name>, …arguments }`, or just the name. */
export type Configured = string | (JsonObject & { readonly type: string });

export type Validation =
  | { readonly first: number }
  | { readonly last: number }
  | { readonly first_fraction: number }
  | { readonly last_fraction: number }
  | { readonly inputs: string; readonly targets: string };

/** Where the samples come from: a named data set, or files beside the design. */
export interface DataSection {
  readonly dataset?: string;
  readonly inputs?: string;
  readonly targets?: string;
  /** Each value is multiplied by this: a number, or a fraction in words (`"1/255"`). */
  readonly scale?: number | string;
  /** `"per_pixel"`: subtract the mean and divide by the deviation of each position, both of the training part. */
  readonly standardize?: 'per_pixel';
  /** Only samples of these classes, numbered anew in this order. */
  readonly classes?: readonly number[];
  /** Targets become 1 for these classes of the file, 0 for others. */
  readonly positive?: readonly number[];
  /** At most so many training samples, the first ones. */
  readonly count?: number;
  /** `"input"`: each sample is its own target. */
  readonly target?: 'input';
  readonly validation?: Validation;
}

export interface TrainingSection {
  readonly data?: DataSection;
  readonly loss?: Configured;
  readonly optimizer?: Configured;
  readonly metrics?: readonly Configured[];
  readonly callbacks?: readonly Configured[];
  readonly class_weight?: readonly number[] | null;
  readonly weights?: WeightsSection;
  readonly phases?: readonly PhaseSection[];
  readonly batch_size?: number;
  readonly epochs?: number;
  readonly shuffle?: boolean;
  readonly seed?: number;
  readonly [field: string]: unknown;
}

/** A whole design. */
export interface Design {
  readonly layerwise: number;
  readonly name?: string;
  readonly layers: readonly Layer[];
  readonly outputs?: readonly string[];
  readonly training?: TrainingSection;
}
