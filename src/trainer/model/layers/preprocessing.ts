import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { KerasLayer } from './kerasLayer';
import type { LayerFactory } from './layerFactory';

type Numbers = number | readonly number[];

/** x × factor + offset; each one number, or one for each channel. */
class Rescaling extends KerasLayer {
  static className = 'LayerwiseRescaling';

  constructor(
    private readonly scale: Numbers,
    private readonly offset: Numbers,
  ) {
    super();
  }

  protected override forward(x: Tensor): Tensor {
    const scaled = tf.mul(x, spread(this.scale, x.rank));
    return isZero(this.offset) ? scaled : tf.add(scaled, spread(this.offset, x.rank));
  }
}

const isZero = (numbers: Numbers): boolean => [numbers].flat().every((value) => value === 0);
const spread = (numbers: Numbers, rank: number): Tensor | number =>
  typeof numbers === 'number' ? numbers : tf.tensor([...numbers], [...Array.from({ length: rank - 1 }, () => 1), numbers.length]);

interface NormalizationArguments {
  /** Of the batch, not negative, in order. */
  readonly axes: readonly number[];
  readonly mean: Numbers | null;
  readonly variance: Numbers | null;
  readonly invert: boolean;
}

/** Of `backend.epsilon()`: no deviation is taken to be smaller. */
const EPSILON = 1e-7;

class Normalization extends KerasLayer {
  static className = 'LayerwiseNormalization';
  private mean!: () => Tensor | number;
  private variance!: () => Tensor | number;

  constructor(private readonly values: NormalizationArguments) {
    super();
  }

  override build(inputShape: (number | null)[]): void {
    const { axes, mean, variance } = this.values;
    if (mean === null || variance === null) {
      const shape = axes.map((axis) => inputShape[axis]!);
      this.mean = this.weight('mean', shape, false);
      this.variance = this.weight('variance', shape, false);
      this.weight('count', [], false);
    } else {
      this.mean = () => known(mean);
      this.variance = () => known(variance);
    }
    this.built = true;
  }

  protected override forward(x: Tensor): Tensor {
    const { axes, invert } = this.values;
    const shape = x.shape.map((size, i) => (axes.includes(i) ? size : 1));
    // One number for all places of an axis needs no shape of its own.
    const over = (value: Tensor | number) => (typeof value === 'number' || value.size === 1 ? value : tf.reshape(value, shape));
    const mean = over(this.mean());
    const deviation = tf.maximum(tf.sqrt(over(this.variance())), EPSILON);
    return invert ? tf.add(tf.mul(x, deviation), mean) : tf.div(tf.sub(x, mean), deviation);
  }
}

const known = (numbers: Numbers): Tensor | number => (typeof numbers === 'number' ? numbers : tf.tensor1d([...numbers]));

export const preprocessingLayers: { readonly [type: string]: LayerFactory } = {
  Rescaling: ({ values }) => ({ layer: new Rescaling(values.scale as Numbers, values.offset as Numbers) }),
  Normalization: ({ values, inputs: [input = []] }) => {
    const { axis, ...rest } = values as unknown as NormalizationArguments & { readonly axis: readonly number[] | null };
    const axes = (axis ?? []).map((each) => (each < 0 ? each + input.length + 1 : each));
    return { layer: new Normalization({ ...rest, axes: [...new Set(axes)].sort((a, b) => a - b) }) };
  },
};
