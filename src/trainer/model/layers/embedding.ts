import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { KerasLayer } from './kerasLayer';

/** The gradient of a table as a list of rows: what each number of the batch adds to its row. */
export interface Rows {
  readonly values: Tensor;
  /** The row of the table that each belongs to. */
  readonly places: tf.Tensor1D;
  /** Rows of the table. */
  readonly count: number;
}

/** What the rows are when those of one place are added up, each put through a function before. */
export const summedRows = ({ values, places, count }: Rows, each: (values: Tensor) => Tensor = (rows) => rows): Tensor =>
  tf.unsortedSegmentSum(each(values), places, count);

/**
 * A row of its table for each whole number.
 *
 * In TensorFlow the gradient of the table is a list of rows, one for each number in the batch. Keras's optimizers square those
 * rows, take their size and clip them one by one before equal ones are added up: a number that is there three times gives
 * a² + b² + c², not (a + b + c)². So that they learn the same here, the rows are kept for them beside the gradient.
 */
export class Embedding extends KerasLayer {
  static className = 'LayerwiseEmbedding';
  private table!: () => Tensor;
  private rows: Rows | undefined;

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

  /** The rows of the last gradient, for the caller to dispose; `undefined` where there has been none since. */
  takeRows(): Rows | undefined {
    const { rows } = this;
    this.rows = undefined;
    return rows;
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
          tf.dispose([this.rows?.values, this.rows?.places].filter((tensor) => tensor !== undefined));
          this.rows = { values: tf.keep(tf.clone(dy)), places: tf.keep(tf.clone(places)), count: this.numbers };
          return tf.unsortedSegmentSum(dy, places, this.numbers);
        },
      };
    });
    return tf.reshape(lookUp(this.table()), [...x.shape, this.width]);
  }
}

/** `takeRows` of an Embedding; `undefined` for any other layer, one in a wrapper too. */
export const rowsOf = (layer: layers.Layer | undefined): (() => Rows | undefined) | undefined =>
  layer instanceof Embedding ? () => layer.takeRows() : undefined;
