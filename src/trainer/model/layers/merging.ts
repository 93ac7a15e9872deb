import type { layers } from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { KerasLayer } from './kerasLayer';
import type { LayerFactory } from './layerFactory';

type Combine = (tensors: readonly Tensor[]) => Tensor;

/** Several inputs become one. */
class Merge extends KerasLayer {
  static className = 'LayerwiseMerge';

  constructor(private readonly combine: Combine) {
    super();
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return this.combine([inputs].flat());
  }

  protected override forward(x: Tensor): Tensor {
    return this.combine([x]);
  }
}

/** An operation value by value. Inputs of lower rank get axes of size 1 after the batch, as in Keras, and sizes of 1 spread. */
const pairwise =
  (operation: (a: Tensor, b: Tensor) => Tensor): Combine =>
  (tensors) => {
    const rank = Math.max(...tensors.map((tensor) => tensor.rank));
    return tensors.map((tensor) => withRank(tensor, rank)).reduce((all, tensor) => operation(all, tensor));
  };

const withRank = (x: Tensor, rank: number): Tensor =>
  x.rank === rank ? x : tf.reshape(x, [x.shape[0], ...Array.from({ length: rank - x.rank }, () => 1), ...x.shape.slice(1)]);

/** The gradient of tfjs's `maximum` and `minimum` does not follow sizes of 1 that were spread; that of `add` does. */
const spreadFirst =
  (operation: (a: Tensor, b: Tensor) => Tensor) =>
  (a: Tensor, b: Tensor): Tensor => {
    const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const spread = (x: Tensor) => (x.shape.join() === shape.join() ? x : tf.add(x, tf.zeros(shape)));
    return operation(spread(a), spread(b));
  };

/** x / max(|x|, ε) along an axis: `keras.utils.normalize` as Dot uses it. */
const unit = (x: Tensor, axis: number): Tensor => {
  const squares = tf.sum(tf.square(x), axis, true);
  return tf.mul(x, tf.rsqrt(tf.maximum(squares, EPSILON)));
};
/** Of `ops.normalize`, below the root. */
const EPSILON = 1e-12;

/** Sums over one axis of each sample of both: an axis of `a` and one of `b`, the batch being 0. */
function dot(a: Tensor, b: Tensor, axisA: number, axisB: number): Tensor {
  const order = (x: Tensor, axis: number) => [...x.shape.keys()].filter((i) => i !== axis && i !== 0);
  const left = tf.transpose(a, [0, ...order(a, axisA), axisA]);
  const right = tf.transpose(b, [0, axisB, ...order(b, axisB)]);
  const size = a.shape[axisA]!;
  const batch = a.shape[0];
  const rows = left.shape.slice(1, -1);
  const columns = right.shape.slice(2);
  const product = tf.matMul(tf.reshape(left, [batch, -1, size]), tf.reshape(right, [batch, size, -1]));
  const shape = [...rows, ...columns];
  return tf.reshape(product, [batch, ...(shape.length === 0 ? [1] : shape)]);
}

const merge = (combine: Combine) => (): { layer: layers.Layer } => ({ layer: new Merge(combine) });

export const mergingLayers: { readonly [type: string]: LayerFactory } = {
  Add: merge(pairwise(tf.add)),
  Subtract: merge(pairwise(tf.sub)),
  Multiply: merge(pairwise(tf.mul)),
  Average: merge((tensors) => tf.div(pairwise(tf.add)(tensors), tensors.length)),
  Maximum: merge(pairwise(spreadFirst(tf.maximum))),
  Minimum: merge(pairwise(spreadFirst(tf.minimum))),
  Concatenate: ({ values, inputs: [first = []] }) => {
    const axis = Number(values.axis);
    return { layer: new Merge((tensors) => tf.concat([...tensors], axis < 0 ? axis + first.length + 1 : axis)) };
  },
  Dot: ({ values, inputs: [a = [], b = []] }) => {
    const [axisA, axisB] = [values.axes].flat().length === 1 ? [values.axes, values.axes].flat() : (values.axes as number[]);
    const [atA, atB] = [Number(axisA), Number(axisB)];
    const left = atA < 0 ? atA + a.length + 1 : atA;
    const right = atB < 0 ? atB + b.length + 1 : atB;
    return {
      layer: new Merge(([x, y]) =>
        values.normalize === true ? dot(unit(x!, left), unit(y!, right), left, right) : dot(x!, y!, left, right),
      ),
    };
  },
};
