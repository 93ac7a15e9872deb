import { layers } from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { KerasLayer } from './kerasLayer';
import type { LayerFactory } from './layerFactory';
import { samePadding } from './samePadding';

interface PoolingValues {
  readonly pool_size: readonly number[];
  readonly strides: readonly number[] | null;
  readonly padding: 'valid' | 'same';
  readonly keepdims?: boolean;
}

const window = (values: unknown) => {
  const { pool_size, strides, padding } = values as PoolingValues;
  return { poolSize: [...pool_size], strides: [...(strides ?? pool_size)], padding };
};
const window1d = (values: unknown) => {
  const { poolSize, strides, padding } = window(values);
  return { poolSize: poolSize[0]!, strides: strides[0]!, padding };
};
const window2d = (values: unknown) => {
  const { poolSize, strides, padding } = window(values);
  return { poolSize: poolSize as [number, number], strides: strides as [number, number], padding };
};

/**
 * Average pooling with padding, of an image or of a sequence: the mean of what lies in the input. tfjs divides by the
 * whole window on the way back.
 */
class PaddedAverage extends KerasLayer {
  static className = 'LayerwisePaddedAverage';

  constructor(private readonly window: { readonly poolSize: readonly number[]; readonly strides: readonly number[] }) {
    super();
  }

  protected override forward(x: Tensor): Tensor {
    // A sequence is an image of width 1.
    const image = (x.rank === 4 ? x : tf.expandDims(x, 2)) as tf.Tensor4D;
    const whole = ([first, second = 1]: readonly number[]): [number, number] => [first!, second];
    const [size, strides] = [whole(this.window.poolSize), whole(this.window.strides)];
    const padding = samePadding(image.shape.slice(1, 3), size, strides);
    const sums = (values: tf.Tensor4D) => tf.avgPool(tf.pad(values, [[0, 0], ...padding, [0, 0]]), size, strides, 'valid');
    // Both are sums divided by the window's size, which cancels out.
    const mean = tf.div(sums(image), sums(tf.ones([1, image.shape[1], image.shape[2], 1])));
    return x.rank === 4 ? mean : tf.squeeze(mean, [2]);
  }
}

const isPadded = (values: unknown): boolean => (values as PoolingValues).padding === 'same';

/** Global pooling; with `keepdims` the pooled axes stay with size 1. */
const global =
  (make: () => layers.Layer): LayerFactory =>
  ({ values, inputs: [input = []] }) => ({
    layer: make(),
    ...(values.keepdims === true && {
      activation: {
        name: 'keepdims',
        apply: (x: tf.Tensor) => tf.reshape(x, [x.shape[0], ...input.slice(0, -1).map(() => 1), input.at(-1)!]),
        canDie: false,
        hasLogits: false,
      },
    }),
  });

export const poolingLayers: { readonly [type: string]: LayerFactory } = {
  MaxPooling1D: ({ values }) => ({ layer: layers.maxPooling1d(window1d(values)) }),
  MaxPooling2D: ({ values }) => ({ layer: layers.maxPooling2d(window2d(values)) }),
  AveragePooling1D: ({ values }) => ({
    layer: isPadded(values) ? new PaddedAverage(window(values)) : layers.averagePooling1d(window1d(values)),
  }),
  AveragePooling2D: ({ values }) => ({
    layer: isPadded(values) ? new PaddedAverage(window(values)) : layers.averagePooling2d(window2d(values)),
  }),
  GlobalMaxPooling1D: global(() => layers.globalMaxPooling1d({})),
  GlobalMaxPooling2D: global(() => layers.globalMaxPooling2d({})),
  GlobalAveragePooling1D: global(() => layers.globalAveragePooling1d({})),
  GlobalAveragePooling2D: global(() => layers.globalAveragePooling2d({})),
};
