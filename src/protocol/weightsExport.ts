/** The files that weights can be exported to: `weights.h5` is Keras 3's, `safetensors` is what a run's folder holds. */
export const WEIGHTS_FORMATS = ['weights.h5', 'safetensors'] as const;
export type WeightsFormat = (typeof WEIGHTS_FORMATS)[number];

/** Which weights of a run: those of its best epoch, or of its last. */
export type SavedWeights = 'best' | 'last';

export interface WeightsRequest {
  /** Absolute path of the run's folder. */
  readonly folder: string;
  readonly format: WeightsFormat;
  /** Absolute path of the file to write. */
  readonly file: string;
  /** Default: the best, or the last where there are no best. */
  readonly checkpoint?: SavedWeights;
  /** Whether a file that is there may be replaced. */
  readonly overwrite?: boolean;
}

/** Weights that were exported. */
export interface ExportedWeights {
  readonly file: string;
  readonly checkpoint: SavedWeights;
  /** Of the checkpoint, from 1. */
  readonly epoch: number;
  /** Single numbers in all weights together. */
  readonly parameters: number;
}
