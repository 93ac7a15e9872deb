import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { KerasLayer } from './kerasLayer';

/**
 * A row of its table for each whole number.
 *
 * In TensorFlow the gradient of the table is a list of rows, one for each number in the batch, and Keras's optimizers
 * square those rows one by one before equal ones are added up: a number that is there three times gives a² + b² + c²,
 * not (a + b + c)². So that Adam and RMSprop learn the same here, the squares are kept for them beside the gradient.
 */
export class Embedding extends KerasLayer {
  static className = 'LayerwiseEmbedding';
  private table!: () => Tensor;
  private squares: Tensor | undefined;

  constructor(
    private readonly numbers: number,
    private readonly width: number,
  ) {
    super();
  }

  override build(): void {
    this.table = this.weight('embeddings', [this.numbers, this.width]);
    this.built = true;
  }

  /** Sums of the squared rows of the last gradient, for the caller to dispose; `undefined` where there has been none since. */
  takeSquares(): Tensor | undefined {
    const { squares } = this;
    this.squares = undefined;
    return squares;
  }

  protected override forward(x: Tensor): Tensor {
    const ids = tf.cast(tf.reshape(x, [-1]), 'int32');
    const lookUp = tf.customGrad((...inputs) => {
      const [table, save] = inputs as unknown as [Tensor, tf.GradSaveFunc];
      save([ids]);
      return {
        value: tf.gather(table, ids),
        gradFunc: (dy: Tensor, saved: Tensor[]) => {
          const places = saved[0] as tf.Tensor1D;
          this.squares?.dispose();
          this.squares = tf.keep(tf.unsortedSegmentSum(tf.square(dy), places, this.numbers));
          return tf.unsortedSegmentSum(dy, places, this.numbers);
        },
      };
    });
    return tf.reshape(lookUp(this.table()), [...x.shape, this.width]);
  }
}

/** `takeSquares` of an Embedding; `undefined` for any other layer, one in a wrapper too. */
export const squaresOf = (layer: layers.Layer | undefined): (() => Tensor | undefined) | undefined =>
  layer instanceof Embedding ? () => layer.takeSquares() : undefined;
