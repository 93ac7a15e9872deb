import type { Shape } from '../../diagnostics';
import type { Values } from '../../layers/layerType';
import type { Emission, Tensor, WeightArray } from './emission';

/** A layer that is to be written. */
export interface LayerRequest {
  /** For the words of a refusal. */
  readonly name: string;
  readonly type: string;
  /** The fields, Keras's defaults filled in. */
  readonly values: Values;
  readonly inputs: readonly Tensor[];
  /** Of a sample. */
  readonly output: Shape;
  /** The weight of that name, which the layer has. */
  readonly weight: (name: string) => WeightArray;
}

/** Writes a layer without its `activation` field; `EmitOwnActivation` those that make use of it themselves. */
export type LayerEmitter = (emission: Emission, request: LayerRequest) => Tensor;
