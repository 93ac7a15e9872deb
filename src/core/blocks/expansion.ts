import type { Design, JsonPath, Layer } from '../document';

/** Where a layer of the expanded design comes from. */
export interface Origin {
  /** Its text: `['blocks', 'residual', 'layers', 2]`. Layers of several instances share it. */
  readonly path: JsonPath;
  /** As the file says it. */
  readonly layer: Layer;
  /** Place in `instances` of the innermost one that it is part of. */
  readonly instance?: number;
}

/** A layer of the file that stands for several: one of type `Block`, or one with `repeat`. */
export interface Instance {
  /** What edits and selections name. */
  readonly id: string;
  readonly path: JsonPath;
  readonly layer: Layer;
  /** The block that it is; absent for a layer that is repeated. */
  readonly block?: string;
  /** How many times, one after the other. */
  readonly repeat: number;
  /** Place in `instances` of the one that it is part of. */
  readonly parent?: number;
  /** Its layers in the expanded design, from `start` to before `end`; the first of its repetitions ends before `firstEnd`. */
  readonly start: number;
  readonly firstEnd: number;
  readonly end: number;
  /** Layers of the expanded design that it takes; -1 for one that there is not. */
  readonly inputs: readonly number[];
  /** Those that it gives, and those that its first repetition gives. */
  readonly outputs: readonly number[];
  readonly firstOutputs: readonly number[];
}

export interface Expansion {
  /** For each layer of the expanded design. */
  readonly origins: readonly Origin[];
  /** In the order of the expanded design; one that holds others comes before them. */
  readonly instances: readonly Instance[];
}

export interface Expanded {
  /** Layers only: no blocks, no `repeat`. */
  readonly design: Design;
  /** Absent: the file has nothing to expand. */
  readonly expansion?: Expansion;
}
