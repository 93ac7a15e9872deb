/** A file of another program's that becomes a design. */
export interface ImportRequest {
  /** Absolute path of the file to read. */
  readonly file: string;
  /** Absolute path of the design to write; weights go beside it, with the ending `.safetensors`. */
  readonly design: string;
  /** Whether files that are there may be replaced. */
  readonly overwrite?: boolean;
}

export const IMPORT_FORMATS = ['keras-file', 'h5', 'json', 'tfjs', 'onnx'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

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
  readonly unknown: readonly { readonly layer: string; readonly type: string }[];
  /** Sentences about what is otherwise than in the file. */
  readonly notes: readonly string[];
}
