import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { KerasLayer } from './kerasLayer';
import type { LayerFactory } from './layerFactory';

/** Repeats every row and column; tfjs-layers resizes with rounding of its own, and bilinear without half-pixel centers. */
class UpSampling extends KerasLayer {
  static className = 'LayerwiseUpSampling';

  constructor(
    private readonly size: readonly [number, number],
    private readonly interpolation: 'nearest' | 'bilinear',
  ) {
    super();
  }

  protected override forward(x: Tensor): Tensor {
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    const [down, across] = this.size;
    if (this.interpolation === 'bilinear') return tf.image.resizeBilinear(x as tf.Tensor4D, [height * down, width * across], false, true);
    const apart = tf.reshape(x, [batch, height, 1, width, 1, channels]);
    return tf.reshape(tf.tile(apart, [1, 1, down, 1, across, 1]), [batch, height * down, width * across, channels]);
  }
}

/** Layers that only arrange values. */
export const reshapingLayers: { readonly [type: string]: LayerFactory } = {
  Flatten: () => ({ layer: layers.flatten() }),
  Reshape: ({ values }) => ({ layer: layers.reshape({ targetShape: values.target_shape as number[] }) }),
  Permute: ({ values }) => ({ layer: layers.permute({ dims: values.dims as number[] }) }),
  RepeatVector: ({ values }) => ({ layer: layers.repeatVector({ n: Number(values.n) }) }),
  ZeroPadding2D: ({ values }) => ({ layer: layers.zeroPadding2d({ padding: values.padding as [[number, number], [number, number]] }) }),
  Cropping2D: ({ values }) => ({ layer: layers.cropping2D({ cropping: values.cropping as [[number, number], [number, number]] }) }),
  UpSampling2D: ({ values }) => ({
    layer: new UpSampling(values.size as [number, number], values.interpolation as 'nearest' | 'bilinear'),
  }),
};
