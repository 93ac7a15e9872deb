import type { Analysis, LayerAnalysis, Totals } from '../analysis';
import type { Json, JsonPath } from '../document';

/** A value that is not the same on both sides; absent: the key is not in that file. */
export interface ValueChange {
  /** Where it is, from the object that has it: `['kernel_regularizer', 'l2']`. */
  readonly path: JsonPath;
  readonly before?: Json;
  readonly after?: Json;
}

export type LayerChange = 'same' | 'changed' | 'added' | 'removed';

/** One layer on both sides, or one that only one of them has. */
export interface LayerDiff {
  /** `changed`: its own text says something else (a field, its name, what it takes). */
  readonly change: LayerChange;
  readonly before?: LayerAnalysis;
  readonly after?: LayerAnalysis;
  readonly fields: readonly ValueChange[];
  /** Names of the layers that it takes, where a file that says so says something else. */
  readonly inputs?: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly renamed: boolean;
  /** Its place among the layers that both have is another one. */
  readonly moved: boolean;
  /** Its shape or its parameters are others, which may follow from a change elsewhere. */
  readonly affected: boolean;
}

/**
 * Both designs line by line: a row has what stands beside each other. A layer that moved has two rows, one for each of
 * its places.
 */
export interface DiffRow {
  /** Index into `layers`. */
  readonly layer: number;
  readonly side: 'both' | 'before' | 'after';
}

export interface DiffCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly moved: number;
  /** Values of the training section. */
  readonly training: number;
}

/** What two designs differ in. The text's own form (spaces, comments, order of keys, defaults written out) is no difference. */
export interface DesignDiff {
  readonly before: Analysis;
  readonly after: Analysis;
  /** In the order of `rows`. */
  readonly layers: readonly LayerDiff[];
  readonly rows: readonly DiffRow[];
  /** `name` and `outputs` of the design. */
  readonly design: readonly ValueChange[];
  /** Paths start at `training`. */
  readonly training: readonly ValueChange[];
  readonly totals: { readonly before: Totals; readonly after: Totals };
  readonly counts: DiffCounts;
  /** Nothing differs. */
  readonly equal: boolean;
}
