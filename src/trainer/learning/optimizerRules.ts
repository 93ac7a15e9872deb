import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Values } from '../../core/layers/layerType';
import type { Scheduled } from '../../core/training/learningRateAt';

/** Values beside a weight that its optimizer keeps from step to step. */
export type Slots<T extends Tensor = Tensor> = { readonly [name: string]: T };

interface Update {
  readonly gradient: Tensor;
  /** The gradient's square, and its absolute value; of rows that are added up those of each. */
  readonly square: () => Tensor;
  readonly size: () => Tensor;
  /** What `rates` gave for this step. */
  readonly rates: readonly Scalar[];
  readonly slots: Slots;
}

/** How an optimizer moves one weight: what is added to it, and the new slots. Pure. */
export interface Rule {
  /** Names, and what each is filled with at first. */
  readonly slots: { readonly [name: string]: number };
  /**
   * The numbers of a step that follow from the schedule and the count of steps (from 1) alone. They are computed
   * outside of the tensors, so that a recorded step can be taken again with others.
   */
  rates(scheduled: Scheduled, step: number): readonly number[];
  update(update: Update): { readonly change: Tensor; readonly slots: Slots };
  /** It takes the sign of something that may be nearly 0: there the last bit decides where a weight goes. */
  readonly takesSigns?: boolean;
}

/** Makes the rule of an optimizer with these arguments. `cycled`: the schedule says the momentum of each step, too. */
type MakeRule = (values: Values, cycled: boolean) => Rule;

const learningRateAlone = ({ learningRate }: Scheduled): readonly number[] => [learningRate];
/** The learning rate, and the momentum where the schedule says that. */
const withMomentum = ({ learningRate, momentum }: Scheduled): readonly number[] =>
  momentum === undefined ? [learningRate] : [learningRate, momentum];

/** a × f + b × g */
export const blend = (a: Tensor, f: number | Tensor, b: Tensor, g: number | Tensor): Tensor => tf.add(tf.mul(a, f), tf.mul(b, g));

/** The part of the way from `mean` to `value` that is 1 - kept. */
const follow = (mean: Tensor, value: Tensor, kept: number | Tensor): Tensor =>
  tf.add(mean, tf.mul(tf.sub(value, mean), typeof kept === 'number' ? 1 - kept : tf.sub(1, kept)));

const f = Math.fround;
/**
 * 1 - beta^step: what a mean that began at 0 is short of. Keras computes it in float32, where 1 - 0.999 is off by 1e-5 of
 * itself; so does this, to take the same steps.
 */
const shortOf = (beta: number, step: number): number => f(1 - f(f(beta) ** step));

const adam: MakeRule = (values, cycled) => {
  const [beta1, beta2, epsilon] = [Number(values.beta_1), Number(values.beta_2), Number(values.epsilon)];
  const amsgrad = values.amsgrad === true;
  return {
    slots: { momentum: 0, velocity: 0, ...(amsgrad && { velocity_hat: 0 }) },
    rates: ({ learningRate, momentum = beta1 }, step) => [
      f(f(f(learningRate) * f(Math.sqrt(shortOf(beta2, step)))) / shortOf(momentum, step)),
      ...(cycled ? [momentum] : []),
    ],
    update: ({ gradient, square, rates: [rate, kept = beta1], slots }) => {
      const momentum = follow(slots.momentum!, gradient, kept);
      const velocity = follow(slots.velocity!, square(), beta2);
      const largest = amsgrad ? tf.maximum(slots.velocity_hat!, velocity) : velocity;
      const change = tf.neg(tf.div(tf.mul(momentum, rate!), tf.add(tf.sqrt(largest), epsilon)));
      return { change, slots: { momentum, velocity, ...(amsgrad && { velocity_hat: largest }) } };
    },
  };
};

/** By the registry's names; formulas of `keras/src/optimizers`, in their order of operations. */
export const rules: { readonly [name: string]: MakeRule } = {
  SGD: (values, cycled) => {
    const momentum = Number(values.momentum);
    const moves = cycled || momentum !== 0;
    const nesterov = values.nesterov === true;
    return {
      slots: { ...(moves && { momentum: 0 }) },
      rates: withMomentum,
      update: ({ gradient, rates: [rate, kept = momentum], slots }) => {
        const step = tf.mul(gradient, rate!);
        const next = moves ? tf.sub(tf.mul(slots.momentum!, kept), step) : undefined;
        const change = next === undefined ? tf.neg(step) : nesterov ? tf.sub(tf.mul(next, kept), step) : next;
        return { change, slots: { ...(next && { momentum: next }) } };
      },
    };
  },
  RMSprop: (values, cycled) => {
    const [rho, momentum, epsilon] = [Number(values.rho), Number(values.momentum), Number(values.epsilon)];
    const moves = cycled || momentum > 0;
    const centered = values.centered === true;
    return {
      slots: { velocity: 0, ...(moves && { momentum: 0 }), ...(centered && { average_gradient: 0 }) },
      rates: withMomentum,
      update: ({ gradient, square, rates: [rate, kept = momentum], slots }) => {
        const velocity = blend(slots.velocity!, rho, square(), 1 - rho);
        const average = centered ? blend(slots.average_gradient!, rho, gradient, 1 - rho) : undefined;
        const spread = average ? tf.sub(velocity, tf.square(average)) : velocity;
        const step = tf.div(tf.mul(gradient, rate!), tf.sqrt(tf.add(spread, epsilon)));
        const next = moves ? tf.add(tf.mul(slots.momentum!, kept), step) : undefined;
        return {
          change: tf.neg(next ?? step),
          slots: { velocity, ...(next && { momentum: next }), ...(average && { average_gradient: average }) },
        };
      },
    };
  },
  Adam: adam,
  AdamW: adam,
  Nadam: (values) => {
    const [beta1, beta2, epsilon] = [Number(values.beta_1), Number(values.beta_2), Number(values.epsilon)];
    const schedule = nesterovMomentum(beta1);
    return {
      slots: { momentum: 0, velocity: 0 },
      rates: ({ learningRate }, step) => {
        const { now, next, product } = schedule(step);
        const ahead = f(next / f(1 - f(product * next)));
        return [learningRate, ahead, f(f(1 - now) / f(1 - product)), shortOf(beta2, step)];
      },
      update: ({ gradient, square, rates: [rate, ahead, here, short], slots }) => {
        const momentum = follow(slots.momentum!, gradient, beta1);
        const velocity = follow(slots.velocity!, square(), beta2);
        const mean = blend(momentum, ahead!, gradient, here!);
        const change = tf.neg(tf.div(tf.mul(mean, rate!), tf.add(tf.sqrt(tf.div(velocity, short!)), epsilon)));
        return { change, slots: { momentum, velocity } };
      },
    };
  },
  Adamax: (values) => {
    const [beta1, beta2, epsilon] = [Number(values.beta_1), Number(values.beta_2), Number(values.epsilon)];
    return {
      slots: { momentum: 0, norm: 0 },
      rates: ({ learningRate }, step) => [learningRate, shortOf(beta1, step)],
      update: ({ gradient, size, rates: [rate, short], slots }) => {
        const momentum = follow(slots.momentum!, gradient, beta1);
        const norm = tf.maximum(tf.mul(slots.norm!, beta2), size());
        return { change: tf.neg(tf.div(tf.mul(momentum, rate!), tf.mul(tf.add(norm, epsilon), short!))), slots: { momentum, norm } };
      },
    };
  },
  Adagrad: (values) => {
    const epsilon = Number(values.epsilon);
    return {
      slots: { accumulator: Number(values.initial_accumulator_value) },
      rates: learningRateAlone,
      update: ({ gradient, square, rates: [rate], slots }) => {
        const accumulator = tf.add(slots.accumulator!, square());
        return { change: tf.neg(tf.div(tf.mul(gradient, rate!), tf.sqrt(tf.add(accumulator, epsilon)))), slots: { accumulator } };
      },
    };
  },
  Adadelta: (values) => {
    const [rho, epsilon] = [Number(values.rho), Number(values.epsilon)];
    const root = (x: Tensor): Tensor => tf.sqrt(tf.add(x, epsilon));
    return {
      slots: { accumulated_grad: 0, accumulated_delta_var: 0 },
      rates: learningRateAlone,
      update: ({ gradient, square, rates: [rate], slots }) => {
        const gradients = blend(slots.accumulated_grad!, rho, square(), 1 - rho);
        const factor = tf.div(root(slots.accumulated_delta_var!), root(gradients));
        const step = tf.neg(tf.mul(factor, gradient));
        const steps = blend(slots.accumulated_delta_var!, rho, tf.mul(tf.square(factor), square()), 1 - rho);
        return { change: tf.mul(step, rate!), slots: { accumulated_grad: gradients, accumulated_delta_var: steps } };
      },
    };
  },
  Lion: (values) => {
    const [beta1, beta2] = [Number(values.beta_1), Number(values.beta_2)];
    return {
      slots: { momentum: 0 },
      rates: learningRateAlone,
      update: ({ gradient, rates: [rate], slots }) => ({
        change: tf.neg(tf.mul(tf.sign(blend(slots.momentum!, beta1, gradient, 1 - beta1)), rate!)),
        slots: { momentum: blend(slots.momentum!, beta2, gradient, 1 - beta2) },
      }),
      takesSigns: true,
    };
  },
};

/**
 * Nadam's momentum at a step and at the next one, and the product of all up to this one, in float32 as Keras has them.
 * The product is kept for the step that follows; any other is worked out from the first.
 */
function nesterovMomentum(beta1: number): (step: number) => { readonly now: number; readonly next: number; readonly product: number } {
  const momentum = (step: number): number => f(f(beta1) * f(1 - f(0.5 * f(f(0.96) ** step))));
  let known = { step: 0, product: 1 };
  return (step) => {
    if (known.step > step) known = { step: 0, product: 1 };
    while (known.step < step) known = { step: known.step + 1, product: f(known.product * momentum(known.step + 1)) };
    return { now: momentum(step), next: momentum(step + 1), product: known.product };
  };
}
