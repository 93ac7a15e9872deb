import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { LayerAnalysis } from '../../core/analysis';
import type { Draw } from '../random/draws';
import type { Constraint } from './constraints';
import type { Rows } from './layers/embedding';
import type { Regularizer } from './regularizers';

/** A weight of the model. */
export interface ModelWeight {
  /** `<layer>/<weight>`, as checkpoints name it. */
  readonly path: string;
  readonly layer: string;
  readonly variable: Variable;
  readonly trainable: boolean;
  /** Everything trainable but biases and offsets: what the health of a layer is measured by. */
  readonly kernelLike: boolean;
  /** See `Embedding`. */
  readonly takeRows?: () => Rows | undefined;
  readonly regularizer?: Regularizer;
  readonly constraint?: Constraint;
}

export interface ForwardOptions {
  /** Whether the model learns from this batch: dropout acts, normalization follows the batch. */
  readonly training: boolean;
  /** Whether dropout and noise act although the model does not learn: Monte Carlo dropout (Gal and Ghahramani, 2016). */
  readonly random?: boolean;
  /** Told the output of each layer that can have dead units. */
  readonly watch?: (layer: string, output: Tensor) => void;
}

/** One of a model's outputs for a batch. */
export interface ModelOutput {
  readonly output: Tensor;
  /** What the last activation was given, where that is softmax or sigmoid. */
  readonly logits?: Tensor;
}

/** What comes out of the model for a batch. */
export interface Outcome {
  /** In the order of the model. */
  readonly outputs: readonly ModelOutput[];
  /** Penalties on outputs, to be added to the loss. */
  readonly penalties: readonly Scalar[];
}

/** A layer by itself. */
export interface ModelPart {
  readonly analysis: LayerAnalysis;
  /** As a step of training does it; `model.draws` have seeds. */
  readonly compute: (inputs: readonly Tensor[]) => Tensor;
}

/** A model that can be trained. */
export interface Model {
  /** Of one sample, for each Input layer in the order of `Analysis.inputs`. */
  readonly inputShapes: readonly (readonly number[])[];
  /** The same for each output. */
  readonly outputShapes: readonly (readonly number[])[];
  /** In the order of the model; names and order within a layer are Keras's. */
  readonly weights: readonly ModelWeight[];
  /** What draws random numbers in a training step. */
  readonly draws: readonly Draw[];
  /** Names of the layers that have weights to learn or units that can die, in model order. */
  readonly watched: readonly string[];
  /** Every layer but the Inputs, in model order. */
  readonly parts: readonly ModelPart[];
  /** @param inputs a batch for each Input layer, in the order of `inputShapes` */
  forward(inputs: readonly Tensor[], options: ForwardOptions): Outcome;
  dispose(): void;
}
