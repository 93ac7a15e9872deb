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

/**
 * `normalize` by x's own mean and variance over `axes`, which `told` hears of, in the shape that broadcasts to x. The
 * gradient is written out (Ioffe and Szegedy, 2015, section 3), a third of the operations that following each one back
 * takes: with x̂ = (x - µ)/√(σ² + ε), dγ = Σ dy x̂, dβ = Σ dy, dx = γ/√(σ² + ε) (dy - dβ/n - x̂ dγ/n).
 */
function normalizeByOwn(
  x: Tensor,
  axes: number[],
  epsilon: number,
  gamma: Tensor,
  beta: Tensor,
  told: (mean: Tensor, variance: Tensor) => void,
): Tensor {
  const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
  const compute = tf.customGrad((...inputs) => {
    const [input, factor, offset, save] = inputs as unknown as [Tensor, Tensor, Tensor, tf.GradSaveFunc];
    const mean = tf.mean(input, axes, true);
    const centered = tf.sub(input, mean);
    const variance = tf.mean(tf.square(centered), axes, true);
    told(mean, variance);
    const root = tf.rsqrt(tf.add(variance, epsilon));
    const unit = tf.mul(centered, root);
    save([unit, root, factor]);
    return {
      value: tf.add(tf.mul(unit, factor), offset),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [savedUnit, savedRoot, savedFactor] = saved as [Tensor, Tensor, Tensor];
        const sumOfDy = tf.sum(dy, axes, true);
        const sumOfProduct = tf.sum(tf.mul(dy, savedUnit), axes, true);
        const rest = tf.sub(tf.sub(dy, tf.div(sumOfDy, count)), tf.mul(savedUnit, tf.div(sumOfProduct, count)));
        return [tf.mul(rest, tf.mul(savedRoot, savedFactor)), sumOfProduct, sumOfDy];
      },
    };
  });
  return compute(x, gamma, beta);
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
    const shape = x.shape.map((size, i) => (i === axis ? size : 1));
    const spread = (weight: Tensor) => tf.reshape(weight, shape);
    const [gamma, beta] = [this.gamma && spread(this.gamma()), this.beta && spread(this.beta())];
    if (!training || this.frozen) return normalize(x, spread(this.movingMean()), spread(this.movingVariance()), epsilon, gamma, beta);
    const axes = [...x.shape.keys()].filter((i) => i !== axis);
    return normalizeByOwn(x, axes, epsilon, gamma ?? tf.ones(shape), beta ?? tf.zeros(shape), (mean, variance) => {
      this.follow(this.movingMean(), mean);
      this.follow(this.movingVariance(), variance);
    });
  }

  /** Brings a moving statistic a little towards that of the batch. */
  private follow(moving: Tensor, batch: Tensor): void {
    const { momentum } = this.values;
    (moving as Variable).assign(tf.add(tf.mul(moving, momentum), tf.mul(tf.reshape(batch, moving.shape), 1 - momentum)));
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
