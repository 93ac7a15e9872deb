import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { aboveThreshold, elu, relu, resolveActivation, softmax, type Activation, type ReluArguments } from '../activations';
import type { Draw } from '../../random/draws';
import { stateless } from '../../random/stateless';
import { KerasLayer } from './kerasLayer';
import type { LayerFactory, MadeLayer } from './layerFactory';

/** A leaky relu whose slopes are learned; those along shared axes (of the batch, from 1) are one. tfjs's WebAssembly kernel spreads them wrongly. */
class Parametric extends KerasLayer {
  static className = 'LayerwiseParametric';
  private alpha!: () => Tensor;

  constructor(private readonly sharedAxes: readonly number[]) {
    super();
  }

  override build(inputShape: (number | null)[]): void {
    this.alpha = this.weight(
      'alpha',
      inputShape.slice(1).map((size, i) => (this.sharedAxes.includes(i + 1) ? 1 : size!)),
    );
    this.built = true;
  }

  protected override forward(x: Tensor): Tensor {
    return tf.sub(tf.relu(x), tf.mul(this.alpha(), tf.relu(tf.neg(x))));
  }
}

/** A leaky relu whose slope is drawn for each value while the model learns, and else is the mean (Xu et al., 2015). */
class Randomized extends KerasLayer {
  static className = 'LayerwiseRandomized';

  constructor(
    private readonly lower: number,
    private readonly upper: number,
    private readonly draw: Draw,
  ) {
    super();
  }

  protected override forward(x: Tensor, training: boolean): Tensor {
    const { lower, upper } = this;
    if (!training) return tf.leakyRelu(x, (lower + upper) / 2);
    const slopes = tf.add(tf.mul(stateless('uniform', x.shape, this.draw.seed!), upper - lower), lower);
    return tf.sub(tf.relu(x), tf.mul(slopes, tf.relu(tf.neg(x))));
  }
}

const alone = (name: string, apply: Activation, canDie = false): MadeLayer => ({ activation: { name, apply, canDie, hasLogits: false } });

/** Layers that are an activation alone, and the one whose slope is learned. */
export const activationLayers: { readonly [type: string]: LayerFactory } = {
  Activation: ({ values }) => ({ activation: resolveActivation(values.activation) }),
  ReLU: ({ values }) => {
    const reluValues = values as unknown as ReluArguments;
    return alone('relu', (x) => relu(x, reluValues), reluValues.negative_slope === 0);
  },
  LeakyReLU: ({ values }) => alone('leaky_relu', (x) => tf.leakyRelu(x, Number(values.negative_slope))),
  ELU: ({ values }) => alone('elu', (x) => elu(x, Number(values.alpha))),
  ThresholdedReLU: ({ values }) => alone('relu', (x) => aboveThreshold(x, Number(values.theta)), true),
  Softmax: ({ values }) => {
    const axes = [values.axis].flat() as number[];
    return { activation: { name: 'softmax', apply: (x) => softmax(x, axes), canDie: false, hasLogits: axes.length === 1 } };
  },
  RReLU: ({ values, random }) => {
    const [lower, upper] = [Number(values.lower), Number(values.upper)];
    return lower === upper
      ? alone('leaky_relu', (x) => tf.leakyRelu(x, lower))
      : { layer: new Randomized(lower, upper, random(values.seed)) };
  },
  PReLU: ({ values }) => ({ layer: new Parametric([values.shared_axes ?? []].flat() as number[]) }),
};
