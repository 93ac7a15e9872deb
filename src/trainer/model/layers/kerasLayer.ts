import type { Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';

/** A layer whose forward pass is ours, because tfjs-layers has none or computes it otherwise than Keras. */
export abstract class KerasLayer extends layers.Layer {
  /** A weight of zeros; its starting values come from the model's own streams. */
  protected weight(name: string, shape: readonly number[], trainable = true): () => Tensor {
    const variable = this.addWeight(name, [...shape], 'float32', initializers.zeros(), undefined, trainable);
    return () => variable.read();
  }

  override call(inputs: Tensor | Tensor[], { training }: { training?: unknown }): Tensor {
    return this.forward(Array.isArray(inputs) ? inputs[0]! : inputs, training === true);
  }

  /** @param training whether the model learns from this batch */
  protected abstract forward(x: Tensor, training: boolean): Tensor;

  override getClassName(): string {
    return this.constructor.name;
  }
}
