import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Values } from '../../core/layers/layerType';

/** Values beside a weight that its optimizer keeps from step to step, zeros at first. */
type Slots<T extends Tensor = Tensor> = { readonly [name: string]: T };

interface Update {
  readonly gradient: Tensor;
  /** The gradient's square. */
  readonly square: () => Tensor;
  /** What `rates` gave for this step. */
  readonly rates: readonly Scalar[];
  readonly slots: Slots;
}

/** How an optimizer moves one weight: what is added to it, and the new slots. Pure. */
interface Rule {
  readonly slots: readonly string[];
  /**
   * The numbers of a step that follow from the learning rate and the count of steps (from 1) alone. They are computed
   * outside of the tensors, so that a recorded step can be taken again with others.
   */
  rates(learningRate: number, step: number): readonly number[];
  update(update: Update): { readonly change: Tensor; readonly slots: Slots };
}

const learningRateAlone = (learningRate: number): readonly number[] => [learningRate];

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
    return {
      slots: momentum === 0 ? [] : ['momentum'],
      rates: learningRateAlone,
      update: ({ gradient, rates: [rate], slots }) => {
        const step = tf.mul(gradient, rate!);
        const next = momentum === 0 ? undefined : tf.sub(tf.mul(slots.momentum!, momentum), step);
        const change = next === undefined ? tf.neg(step) : nesterov ? tf.sub(tf.mul(next, momentum), step) : next;
        return { change, slots: { ...(next && { momentum: next }) } };
      },
    };
  },
  RMSprop: (values) => {
    const [rho, momentum, epsilon] = [Number(values.rho), Number(values.momentum), Number(values.epsilon)];
    const centered = values.centered === true;
    return {
      slots: ['velocity', ...(momentum > 0 ? ['momentum'] : []), ...(centered ? ['average_gradient'] : [])],
      rates: learningRateAlone,
      update: ({ gradient, square, rates: [rate], slots }) => {
        const velocity = blend(slots.velocity!, rho, square(), 1 - rho);
        const average = centered ? blend(slots.average_gradient!, rho, gradient, 1 - rho) : undefined;
        const spread = average ? tf.sub(velocity, tf.square(average)) : velocity;
        const step = tf.div(tf.mul(gradient, rate!), tf.sqrt(tf.add(spread, epsilon)));
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
      rates: (learningRate, step) => [adamRate(learningRate, beta1, beta2, step)],
      update: ({ gradient, square, rates: [rate], slots }) => {
        const momentum = tf.add(slots.momentum!, tf.mul(tf.sub(gradient, slots.momentum!), 1 - beta1));
        const velocity = tf.add(slots.velocity!, tf.mul(tf.sub(square(), slots.velocity!), 1 - beta2));
        const largest = amsgrad ? tf.maximum(slots.velocity_hat!, velocity) : velocity;
        const change = tf.neg(tf.div(tf.mul(momentum, rate!), tf.add(tf.sqrt(largest), epsilon)));
        return { change, slots: { momentum, velocity, ...(amsgrad && { velocity_hat: largest }) } };
      },
    };
  },
};

/** Moves weights along their gradients and keeps what it needs for that between steps. */
export class Optimizer {
  /** The learning rate of the next step. */
  learningRate: number;
  /** Steps taken. */
  steps = 0;
  private readonly rule: Rule;
  private readonly slots: ReadonlyMap<string, Slots<Variable>>;

  /** @param name of the registry; `values`: its arguments, defaults filled in; `weights`: those to move, by path */
  constructor(name: string, values: Values, weights: readonly { readonly path: string; readonly variable: Variable }[]) {
    const rule = rules[name];
    if (!rule) throw new Error(`There is no optimizer ${name}.`);
    this.rule = rule(values);
    this.learningRate = Number(values.learning_rate);
    this.slots = new Map(weights.map(({ path, variable }) => [path, zeros(this.rule.slots, variable.shape)]));
  }

  /** What it keeps between steps, by name (`hidden1/kernel/momentum`), in the order of the weights. */
  get state(): readonly (readonly [name: string, variable: Variable])[] {
    return [...this.slots].flatMap(([path, slots]) => Object.entries(slots).map(([name, slot]) => [`${path}/${name}`, slot] as const));
  }

  /** How many numbers a step takes. */
  get rates(): number {
    return this.rule.rates(this.learningRate, 1).length;
  }

  /** A step begins: the numbers that `change` is to be given in it. */
  next(): readonly number[] {
    this.steps++;
    return this.rule.rates(this.learningRate, this.steps);
  }

  /**
   * What is to be added to the weight of that path. To be called in a tidy scope.
   * `squares`: what to take for the gradient's square, where that is something else (see `Embedding`).
   */
  change(path: string, gradient: Tensor, rates: readonly Scalar[], squares?: Tensor): Tensor {
    const slots = this.slots.get(path)!;
    const square = () => squares ?? tf.square(gradient);
    const updated = this.rule.update({ gradient, square, rates, slots });
    for (const [name, value] of Object.entries(updated.slots)) slots[name]!.assign(value);
    return updated.change;
  }

  dispose(): void {
    this.state.forEach(([, variable]) => variable.dispose());
  }
}

const zeros = (names: readonly string[], shape: number[]): Slots<Variable> =>
  Object.fromEntries(names.map((name) => [name, tf.tidy(() => tf.variable(tf.zeros(shape), false))]));
