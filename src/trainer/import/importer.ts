import type { FileHandle } from 'node:fs/promises';
import type { Design } from '../../core/document';

/** A file that is to be imported. */
export interface OpenedFile {
  /** Absolute. */
  readonly path: string;
  readonly size: number;
  readonly handle: FileHandle;
}

/** A weight, read as it is written out again: never all of it at once. */
export interface ArraySource {
  /** `<layer>/<weight>`, as the design has it. */
  readonly name: string;
  readonly shape: readonly number[];
  chunks(): Iterable<Float32Array> | AsyncIterable<Float32Array>;
}

/** What a file says, as a design. */
export interface ImportedModel {
  readonly design: Design;
  /** Layers that the design has no type for; they are in it as they were. */
  readonly unknown: readonly { readonly layer: string; readonly type: string }[];
  /** Sentences about what is otherwise than in the file. */
  readonly notes: readonly string[];
  readonly arrays: readonly ArraySource[];
  /** Lets go of what the arrays are read from. */
  close?(): void | Promise<void>;
}

/** Reads a file. Rejects with a `Failure` where it is not what it should be. */
export type Importer = (file: OpenedFile) => Promise<ImportedModel>;
