import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { KerasLayer } from './kerasLayer';
import type { LayerFactory } from './layerFactory';

/** Makes an image larger. tfjs rounds places of its own accord, and its gradient of the bilinear one is wrong for images that are not square. */
class UpSampling extends KerasLayer {
  static className = 'LayerwiseUpSampling';

  constructor(
    private readonly factors: readonly [number, number],
    private readonly interpolation: 'nearest' | 'bilinear',
  ) {
    super();
  }

  protected override forward(x: Tensor): Tensor {
    const along = this.interpolation === 'nearest' ? repeat : interpolate;
    return this.factors.reduce((image, factor, i) => (factor === 1 ? image : along(image, i + 1, factor)), tf.clone(x));
  }
}

/** Each place along an axis `factor` times. */
function repeat(x: Tensor, axis: number, factor: number): Tensor {
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const size = x.shape[axis]!;
  const rows = before.reduce((all, each) => all * each, 1) * size;
  const apart = tf.reshape(x, [rows, 1, -1]);
  return tf.reshape(tf.tile(apart, [1, factor, 1]), [...before, size * factor, ...after]);
}

/** Linear between the centers of the places along an axis: a product with a matrix of weights. */
function interpolate(x: Tensor, axis: number, factor: number): Tensor {
  const size = x.shape[axis]!;
  const order = [axis, ...[...x.shape.keys()].filter((i) => i !== axis)];
  const front = tf.transpose(x, order);
  const product = tf.matMul(tf.tensor(interpolation(size, factor), [size * factor, size]), tf.reshape(front, [size, -1]));
  const back = order.map((_, i) => order.indexOf(i));
  return tf.transpose(tf.reshape(product, [size * factor, ...front.shape.slice(1)]), back);
}

/** Row i: how much of each of `size` places the i-th of `size` × `factor` takes; beyond the edges it is the place at the edge. */
function interpolation(size: number, factor: number): Float32Array {
  const weights = new Float32Array(size * factor * size);
  for (let i = 0; i < size * factor; i++) {
    const place = (i + 0.5) / factor - 0.5;
    const below = Math.floor(place);
    const share = place - below;
    weights[i * size + Math.max(below, 0)]! += 1 - share;
    weights[i * size + Math.min(below + 1, size - 1)]! += share;
  }
  return weights;
}

/** Layers that only arrange values. */
export const reshapingLayers: { readonly [type: string]: LayerFactory } = {
  // A sample that is a single number becomes one of one place.
  Flatten: ({ inputs: [input = []] }) => ({ layer: input.length === 0 ? layers.reshape({ targetShape: [1] }) : layers.flatten() }),
  // tfjs puts null into the list that it is given, and that one is the design's.
  Reshape: ({ values }) => ({ layer: layers.reshape({ targetShape: [...(values.target_shape as number[])] }) }),
  Permute: ({ values }) => ({ layer: layers.permute({ dims: values.dims as number[] }) }),
  RepeatVector: ({ values }) => ({ layer: layers.repeatVector({ n: Number(values.n) }) }),
  ZeroPadding2D: ({ values }) => ({ layer: layers.zeroPadding2d({ padding: values.padding as [[number, number], [number, number]] }) }),
  Cropping2D: ({ values }) => ({ layer: layers.cropping2D({ cropping: values.cropping as [[number, number], [number, number]] }) }),
  UpSampling2D: ({ values }) => ({
    layer: new UpSampling(values.size as [number, number], values.interpolation as 'nearest' | 'bilinear'),
  }),
};
