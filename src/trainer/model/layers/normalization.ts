import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { KerasLayer } from './kerasLayer';
import type { LayerFactory } from './layerFactory';

/** x × γ/√(σ² + ε) + (β - µ × γ/√(σ² + ε)), in Keras's order of operations. All but x have a shape that broadcasts to it. */
function normalize(x: Tensor, mean: Tensor, variance: Tensor, epsilon: number, gamma?: Tensor, beta?: Tensor): Tensor {
  const root = tf.rsqrt(tf.add(variance, epsilon));
  const factor = gamma ? tf.mul(root, gamma) : root;
  const offset = tf.neg(tf.mul(mean, factor));
  return tf.add(tf.mul(x, factor), beta ? tf.add(offset, beta) : offset);
}

interface BatchNormalizationArguments {
  /** Of the batch, not negative. */
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
}

/** Keras's: a frozen layer normalizes by its moving statistics, as all do after training. */
class BatchNormalization extends KerasLayer {
  static className = 'LayerwiseBatchNormalization';
  private gamma?: () => Tensor;
  private beta?: () => Tensor;
  private movingMean!: () => Tensor;
  private movingVariance!: () => Tensor;

  constructor(
    private readonly values: BatchNormalizationArguments,
    private readonly frozen: boolean,
  ) {
    super();
  }

  override build(inputShape: (number | null)[]): void {
    const shape = [inputShape[this.values.axis]!];
    if (this.values.scale) this.gamma = this.weight('gamma', shape);
    if (this.values.center) this.beta = this.weight('beta', shape);
    this.movingMean = this.weight('moving_mean', shape, false);
    this.movingVariance = this.weight('moving_variance', shape, false);
    this.built = true;
  }

  protected override forward(x: Tensor, training: boolean): Tensor {
    const { axis, epsilon } = this.values;
    const broadcast = x.shape.map((size, i) => (i === axis ? size : 1));
    const spread = (weight: Tensor) => (axis === x.rank - 1 ? weight : tf.reshape(weight, broadcast));
    const gamma = this.gamma && spread(this.gamma());
    const beta = this.beta && spread(this.beta());
    if (!training || this.frozen) return normalize(x, spread(this.movingMean()), spread(this.movingVariance()), epsilon, gamma, beta);
    const { mean, variance } = tf.moments(
      x,
      x.shape.map((_, i) => i).filter((i) => i !== axis),
    );
    this.follow(this.movingMean(), mean);
    this.follow(this.movingVariance(), variance);
    return normalize(x, spread(mean), spread(variance), epsilon, gamma, beta);
  }

  private follow(moving: Tensor, batch: Tensor): void {
    const { momentum } = this.values;
    const next = tf.tidy(() => tf.add(tf.mul(moving, momentum), tf.mul(batch, 1 - momentum)));
    (moving as Variable).assign(next);
  }
}

interface LayerNormalizationArguments {
  /** Of the batch, not negative, in order. */
  readonly axes: readonly number[];
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
}

class LayerNormalization extends KerasLayer {
  static className = 'LayerwiseLayerNormalization';
  private gamma?: () => Tensor;
  private beta?: () => Tensor;

  constructor(private readonly values: LayerNormalizationArguments) {
    super();
  }

  override build(inputShape: (number | null)[]): void {
    const shape = this.values.axes.map((axis) => inputShape[axis]!);
    if (this.values.scale) this.gamma = this.weight('gamma', shape);
    if (this.values.center) this.beta = this.weight('beta', shape);
    this.built = true;
  }

  protected override forward(x: Tensor): Tensor {
    const { axes, epsilon } = this.values;
    const broadcast = x.shape.map((size, i) => (axes.includes(i) ? size : 1));
    const spread = (weight: (() => Tensor) | undefined) => weight && tf.reshape(weight(), broadcast);
    const { mean, variance } = tf.moments(x, [...axes], true);
    return normalize(x, mean, variance, epsilon, spread(this.gamma), spread(this.beta));
  }
}

/** An axis of a batch counted from its front. */
const fromFront = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

export const normalizationLayers: { readonly [type: string]: LayerFactory } = {
  BatchNormalization: ({ values, inputs: [input = []], trainable }) => {
    const { axis, ...rest } = values as unknown as BatchNormalizationArguments;
    return { layer: new BatchNormalization({ ...rest, axis: fromFront(axis, input.length + 1) }, !trainable) };
  },
  LayerNormalization: ({ values, inputs: [input = []] }) => {
    const { axis, ...rest } = values as unknown as LayerNormalizationArguments & { axis: number | number[] };
    const axes = [axis].flat().map((each) => fromFront(each, input.length + 1));
    return { layer: new LayerNormalization({ ...rest, axes: axes.sort((a, b) => a - b) }) };
  },
};
