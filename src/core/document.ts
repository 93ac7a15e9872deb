import type { Each } from './training/each';
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
  | { readonly inputs: Each<string>; readonly targets: Each<string>; readonly sample_weights?: Each<string> };

/**
 * Where the samples come from: a named data set, or files beside the design. `Each`: of several Input layers or outputs
 * each can have one of its own.
 */
export interface DataSection {
  readonly dataset?: string;
  readonly inputs?: Each<string>;
  readonly targets?: Each<string>;
  /** How much each sample counts in the loss: a file with one number a sample. */
  readonly sample_weights?: Each<string>;
  /** Each value is multiplied by this: a number, or a fraction in words (`"1/255"`). */
  readonly scale?: Each<number | string>;
  /** `"per_pixel"`: subtract the mean and divide by the deviation of each position, both of the training part. */
  readonly standardize?: Each<'per_pixel'>;
  /** Only samples of these classes, numbered anew in this order. */
  readonly classes?: Each<readonly number[]> | null;
  /** Targets become 1 for these classes of the file, 0 for others. */
  readonly positive?: Each<readonly number[]> | null;
  /** What the classes of the file are called, in the order of their numbers: for people. */
  readonly class_names?: Each<readonly string[]> | null;
  /** At most so many training samples, the first ones. */
  readonly count?: number;
  /** `"input"`: each sample is its own target. `"rotation"`: it is turned, and the target is how far. */
  readonly target?: Each<'input' | 'rotation'>;
  readonly validation?: Validation;
}

export interface TrainingSection {
  readonly data?: DataSection;
  readonly loss?: Each<Configured>;
  /** How much the loss of each output counts in the whole; 1 where nothing is said. */
  readonly loss_weights?: { readonly [output: string]: number };
  readonly optimizer?: Configured;
  readonly metrics?: Each<readonly Configured[]>;
  readonly callbacks?: readonly Configured[];
  readonly class_weight?: Each<readonly number[]> | null;
  readonly weights?: WeightsSection;
  readonly phases?: readonly PhaseSection[];
  readonly batch_size?: number;
  readonly epochs?: number;
  readonly shuffle?: boolean;
  readonly seed?: number;
  readonly [field: string]: unknown;
}

/**
 * Layers under a name, to be used as one (`{ "type": "Block", "block": <name> }`). Its own Input layers stand for what it
 * takes; without one its first layer takes that. It gives what none of its layers takes, or what `outputs` names.
 */
export interface Block {
  readonly layers: readonly Layer[];
  readonly outputs?: readonly string[];
}

/** A whole design. */
export interface Design {
  readonly layerwise: number;
  readonly name?: string;
  readonly blocks?: Readonly<Record<string, Block>>;
  readonly layers: readonly Layer[];
  readonly outputs?: readonly string[];
  readonly training?: TrainingSection;
}
