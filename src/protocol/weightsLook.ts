import type { WeightLook } from '../core/weights/weightLook';

/** Whose weights are looked at. */
export type WeightsPlace =
  /** A run's folder: what it has saved last while it trains, else its best. */
  | { readonly kind: 'run'; readonly folder: string; readonly active: boolean }
  /** What the design's own `weights` name. */
  | { readonly kind: 'design' }
  /** A file of another program's, as it was opened. */
  | { readonly kind: 'model'; readonly file: string };

/** What is asked for to look at the weights of one layer. */
export interface WeightsLookRequest {
  /** Absolute path of the design's file. */
  readonly designPath: string;
  readonly designText: string;
  /** Its name, in layers alone. */
  readonly layer: string;
  readonly place: WeightsPlace;
}

/** The weights of one layer. */
export interface WeightsLook {
  /** Absolute path of the file that they were read from. */
  readonly file: string;
  /** Of the run that saved them; `best`: where they did best, not where the run was last. */
  readonly epoch?: number;
  readonly best?: boolean;
  /** In the order of the layer's weights; empty: the file has none of this layer. */
  readonly weights: readonly WeightLook[];
}
