import { layers } from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import type { LayerFactory } from './layerFactory';

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
        logits: undefined,
      },
    }),
  });

export const poolingLayers: { readonly [type: string]: LayerFactory } = {
  MaxPooling1D: ({ values }) => ({ layer: layers.maxPooling1d(window1d(values)) }),
  MaxPooling2D: ({ values }) => ({ layer: layers.maxPooling2d(window2d(values)) }),
  AveragePooling1D: ({ values }) => ({ layer: layers.averagePooling1d(window1d(values)) }),
  AveragePooling2D: ({ values }) => ({ layer: layers.averagePooling2d(window2d(values)) }),
  GlobalMaxPooling1D: global(() => layers.globalMaxPooling1d({})),
  GlobalMaxPooling2D: global(() => layers.globalMaxPooling2d({})),
  GlobalAveragePooling1D: global(() => layers.globalAveragePooling1d({})),
  GlobalAveragePooling2D: global(() => layers.globalAveragePooling2d({})),
};
