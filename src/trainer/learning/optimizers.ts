import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Values } from '../../core/layers/layerType';

/** A value beside a weight that its optimizer keeps from step to step, zeros at first. */
export type Slots = { [name: string]: Tensor };

interface Update {
  readonly gradient: Tensor;
  /** The gradient's square. */
  readonly square: () => Tensor;
  readonly learningRate: number;
  /** From 1. */
  readonly step: number;
  readonly slots: Slots;
}

/** How an optimizer moves one weight: what is added to it, and the new slots. Pure. */
interface Rule {
  readonly slots: readonly string[];
  update(update: Update): { readonly change: Tensor; readonly slots: Slots };
}

/** a × f + b × g */
const blend = (a: Tensor, f: number, b: Tensor, g: number): Tensor => tf.add(tf.mul(a, f), tf.mul(b, g));

/**
 * Adam's rate, corrected for slots that begin at 0. Keras computes it in float32, where 1 - 0.999 is off by 1e-5 of
 * itself; so does this, to take the same steps.
 */
function adamRate(learningRate: number, beta1: number, beta2: number, step: number): number {
  const f = Math.fround;
  const rest = (beta: number) => f(1 - f(f(beta) ** step));
  return f(f(f(learningRate) * f(Math.sqrt(rest(beta2)))) / rest(beta1));
}

/** By the registry's names; formulas of `keras/src/optimizers`, in their order of operations. */
const rules: { readonly [name: string]: (values: Values) => Rule } = {
  SGD: (values) => {
    const momentum = Number(values.momentum);
    const nesterov = values.nesterov === true;
    if (momentum === 0)
      return { slots: [], update: ({ gradient, learningRate }) => ({ change: tf.mul(gradient, -learningRate), slots: {} }) };
    return {
      slots: ['momentum'],
      update: ({ gradient, learningRate, slots }) => {
        const step = tf.mul(gradient, learningRate);
        const next = tf.sub(tf.mul(slots.momentum!, momentum), step);
        return { change: nesterov ? tf.sub(tf.mul(next, momentum), step) : next, slots: { momentum: next } };
      },
    };
  },
  RMSprop: (values) => {
    const [rho, momentum, epsilon] = [Number(values.rho), Number(values.momentum), Number(values.epsilon)];
    const centered = values.centered === true;
    return {
      slots: ['velocity', ...(momentum > 0 ? ['momentum'] : []), ...(centered ? ['average_gradient'] : [])],
      update: ({ gradient, square, learningRate, slots }) => {
        const velocity = blend(slots.velocity!, rho, square(), 1 - rho);
        const average = centered ? blend(slots.average_gradient!, rho, gradient, 1 - rho) : undefined;
        const spread = average ? tf.sub(velocity, tf.square(average)) : velocity;
        const step = tf.div(tf.mul(gradient, learningRate), tf.sqrt(tf.add(spread, epsilon)));
        const next = momentum > 0 ? tf.add(tf.mul(slots.momentum!, momentum), step) : undefined;
        return {
          change: tf.neg(next ?? step),
          slots: { velocity, ...(next && { momentum: next }), ...(average && { average_gradient: average }) },
        };
      },
    };
  },
  Adam: (values) => {
    const [beta1, beta2, epsilon] = [Number(values.beta_1), Number(values.beta_2), Number(values.epsilon)];
    const amsgrad = values.amsgrad === true;
    return {
      slots: ['momentum', 'velocity', ...(amsgrad ? ['velocity_hat'] : [])],
      update: ({ gradient, square, learningRate, step, slots }) => {
        const rate = adamRate(learningRate, beta1, beta2, step);
        const momentum = tf.add(slots.momentum!, tf.mul(tf.sub(gradient, slots.momentum!), 1 - beta1));
        const velocity = tf.add(slots.velocity!, tf.mul(tf.sub(square(), slots.velocity!), 1 - beta2));
        const largest = amsgrad ? tf.maximum(slots.velocity_hat!, velocity) : velocity;
        const change = tf.div(tf.mul(momentum, -rate), tf.add(tf.sqrt(largest), epsilon));
        return { change, slots: { momentum, velocity, ...(amsgrad && { velocity_hat: largest }) } };
      },
    };
  },
};

/** Moves weights along their gradients and keeps what it needs for that between steps. */
export class Optimizer {
  private readonly rule: Rule;
  private readonly slots = new Map<string, Slots>();
  private steps = 0;

  /** @param name of the registry; `values`: its arguments, defaults filled in */
  constructor(
    name: string,
    values: Values,
    readonly learningRate: number = Number(values.learning_rate),
  ) {
    const rule = rules[name];
    if (!rule) throw new Error(`There is no optimizer ${name}.`);
    this.rule = rule(values);
  }

  /** A step begins: the updates that follow are its. */
  next(): void {
    this.steps++;
  }

  /**
   * What is to be added to the weight of that path. To be called in a tidy scope; slots are kept beyond it.
   * `squares`: what to take for the gradient's square, where that is something else (see `Embedding`).
   */
  change(path: string, gradient: Tensor, squares?: Tensor): Tensor {
    const before = this.slots.get(path) ?? Object.fromEntries(this.rule.slots.map((name) => [name, tf.zerosLike(gradient)]));
    const square = () => squares ?? tf.square(gradient);
    const { change, slots } = this.rule.update({ gradient, square, learningRate: this.learningRate, step: this.steps, slots: before });
    Object.values(slots).forEach((tensor) => tf.keep(tensor));
    if (this.slots.has(path)) tf.dispose(before);
    this.slots.set(path, slots);
    return change;
  }

  dispose(): void {
    this.slots.forEach((slots) => tf.dispose(slots));
    this.slots.clear();
  }
}
