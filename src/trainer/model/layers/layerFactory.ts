import type { layers } from '@tensorflow/tfjs-layers';
import type { Values } from '../../../core/layers/layerType';
import type { Draw } from '../../random/draws';
import type { ResolvedActivation } from '../activations';

/** What a layer is made of. */
export interface LayerRequest {
  /** Unique in the model; a layer inside a wrapper has its path (`rnn/forward`). */
  readonly path: string;
  /** The fields, Keras's defaults filled in. */
  readonly values: Values;
  /** Shapes of one sample of each input, every dimension known. */
  readonly inputs: readonly (readonly number[])[];
  /** False: the layer is frozen, its statistics too. */
  readonly trainable: boolean;
  /** A place that draws random numbers in each training step; `seed`: the layer's field. */
  readonly random: (seed: unknown) => Draw;
}

/** What computes a layer of the design. */
export interface MadeLayer {
  /** Holds the weights and computes; absent: the layer is its activation alone. */
  readonly layer?: layers.Layer;
  /** Applied to what `layer` gives; absent: linear. */
  readonly activation?: ResolvedActivation;
}

export type LayerFactory = (request: LayerRequest) => MadeLayer;
