import type { Analysis } from '../../core/analysis';
import type { PictureOptions } from '../../protocol/modelExport';
import type { Places } from '../../protocol/places';
import type { NamedArray } from '../safetensors';

/** A model that is to be written. */
export interface ModelToExport {
  /** Of the design, or of its file. */
  readonly name: string;
  /** Without errors. */
  readonly analysis: Analysis;
  /** All weights, named `<layer>/<weight>`; none where the kind of file has no place for them. */
  readonly arrays: readonly NamedArray[];
}

export interface Exported {
  /** Of a folder the content of each file by its path in there. */
  readonly content: string | Uint8Array | ReadonlyMap<string, string | Uint8Array>;
  /** Sentences about what the file has no place for. */
  readonly notes?: readonly string[];
}

export interface ExportContext {
  /** Where a TensorFlow is looked for. */
  readonly places?: Places;
  /** How a picture looks. */
  readonly picture?: PictureOptions;
}

/** Makes a file of a model. Throws a `Failure` for a model that such a file cannot hold. */
export type Exporter = (model: ModelToExport, context: ExportContext) => Exported | Promise<Exported>;
