import type { UnknownLayer } from '../core/unknownLayers';

/** A file of another program's that becomes a design. */
export interface ImportRequest {
  /** Absolute path of the file to read. */
  readonly file: string;
  /** Absolute path of the design to write; weights go beside it, with the ending `.safetensors`. */
  readonly design: string;
  /** Write the design alone: it is only looked at. */
  readonly withoutWeights?: boolean;
  /** Whether files that are there may be replaced. */
  readonly overwrite?: boolean;
}

export const IMPORT_FORMATS = ['keras-file', 'h5', 'json', 'tfjs', 'onnx'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** Where the weights of a design go, and what they are called until they are whole. */
export const weightsBeside = (design: string): string => `${design.replace(/\.layerwise\.json$/, '')}.safetensors`;
export const unfinishedFile = (weights: string): string => `${weights}.part`;
export const unfinishedWeights = (design: string): string => unfinishedFile(weightsBeside(design));

/** What became of a file that was imported. */
export interface ImportReport {
  readonly format: ImportFormat;
  /** Absolute path of the design. */
  readonly design: string;
  /** Absolute path of the file of weights; absent where there are none. */
  readonly weights?: string;
  readonly layers: number;
  /** Single numbers in all weights that are known. */
  readonly parameters: number;
  /** Layers that the design has no type for: they are in it as they were in the file. */
  readonly unknown: readonly UnknownLayer[];
  /** Sentences about what is otherwise than in the file. */
  readonly notes: readonly string[];
}

/** What a process that imports a file has to say to the one that asked. */
export type ImportAnswer =
  { readonly report: ImportReport } | { readonly failure: { readonly message: string; readonly reason?: string; readonly next?: string } };

/** MB that such a process may hold before it is ended. */
export const IMPORT_MEMORY = 512;

/** As slow as a disk of today is. */
const BYTES_A_SECOND = 5 * 2 ** 20;

/** Whole seconds after which it is ended: some, and more for a file of many bytes. */
export const importSeconds = (bytes: number): number => Math.ceil(20 + bytes / BYTES_A_SECOND);

/** Why there is no answer. */
export const NOT_IMPORTED = `Reading it took more than ${IMPORT_MEMORY} MB of memory, or too long: the file is damaged, or was made to do harm.`;
