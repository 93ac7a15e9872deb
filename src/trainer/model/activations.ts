import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Json } from '../../core/document';
import type { Values } from '../../core/layers/layerType';
import { isProblem, resolveNamed } from '../../core/layers/registries';

export type Activation = (x: Tensor) => Tensor;

/** What an `activation` field stands for, ready to use. */
export interface ResolvedActivation {
  /** The registry's name. */
  readonly name: string;
  readonly apply: Activation;
  /** Units whose output is 0 for x at or below 0 get no gradient there and can stay so for ever. */
  readonly canDie: boolean;
  /** Softmax or sigmoid: as the last of a model, crossentropy is computed from what goes into it, as Keras does. */
  readonly hasLogits: boolean;
}

const LINEAR: ResolvedActivation = { name: 'linear', apply: (x) => x, canDie: false, hasLogits: false };

export interface ReluArguments {
  readonly negative_slope: number;
  readonly max_value: number | null;
  readonly threshold: number;
}

/** Keras's relu with all of its arguments (`keras/src/activations`): below `threshold` it is `negative_slope` × (x - threshold). */
export function relu(x: Tensor, { negative_slope: slope, max_value: most, threshold }: ReluArguments): Tensor {
  if (threshold === 0 && most === null) return slope === 0 ? tf.relu(x) : tf.leakyRelu(x, slope);
  const above = threshold === 0 ? tf.relu(x) : aboveThreshold(x, threshold);
  const held = most === null ? above : tf.clipByValue(above, 0, most);
  return slope === 0 ? held : tf.sub(held, tf.mul(tf.relu(tf.sub(threshold, x)), slope));
}

/** x where it is above `threshold`, else 0. A comparison has no gradient in tfjs, a step has one: 0. */
export const aboveThreshold = (x: Tensor, threshold: number): Tensor => tf.mul(x, tf.step(tf.sub(x, threshold)));

/** ELU of any alpha; tfjs has it for 1. */
export function elu(x: Tensor, alpha: number): Tensor {
  const unit = tf.elu(x);
  return alpha === 1 ? unit : tf.mul(unit, tf.add(tf.mul(tf.step(x), 1 - alpha), alpha));
}

function gelu(x: Tensor, approximate: boolean): Tensor {
  if (!approximate) return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
  const cubic = tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(cubic), 1));
}

const hardSigmoid = (x: Tensor): Tensor => tf.mul(tf.clipByValue(tf.add(x, 3), 0, 6), 1 / 6);

/** Softmax over any axes together; tfjs has it for the last one. */
export function softmax(x: Tensor, axes: readonly number[]): Tensor {
  const fromFront = axes.map((axis) => (axis < 0 ? axis + x.rank : axis));
  if (fromFront.join() === String(x.rank - 1)) return tf.softmax(x);
  return tf.exp(tf.sub(x, tf.logSumExp(x, fromFront, true)));
}

/** Probabilities of which those of unlikely classes are exactly 0 (Martins and Astudillo, 2016). */
function sparsemax(x: Tensor, axis: number): Tensor {
  const at = axis < 0 ? axis + x.rank : axis;
  const last = x.rank - 1;
  // Its own inverse.
  const order = x.shape.map((_, i) => (i === at ? last : i === last ? at : i));
  return at === last ? sparsemaxOfLast(x) : tf.transpose(sparsemaxOfLast(tf.transpose(x, order)), order);
}

const sparsemaxOfLast = tf.customGrad((...inputs) => {
  const [x, save] = inputs as unknown as [Tensor, tf.GradSaveFunc];
  const size = x.shape.at(-1)!;
  const sorted = tf.topk(x, size).values;
  // WebAssembly takes no axis from behind.
  const sums = tf.cumsum(sorted, x.rank - 1);
  const counts = tf.range(1, size + 1);
  // Those stay of which the smallest is above what all lose.
  const stays = tf.step(tf.sub(sorted, tf.div(tf.sub(sums, 1), counts)));
  const lost = tf.div(tf.sub(tf.sum(tf.mul(sorted, stays), -1, true), 1), tf.sum(stays, -1, true));
  const value = tf.relu(tf.sub(x, lost));
  save([value]);
  return {
    value,
    gradFunc: (dy: Tensor, saved: Tensor[]) => {
      const kept = tf.step(saved[0]!);
      const own = tf.mul(dy, kept);
      return tf.sub(own, tf.mul(kept, tf.div(tf.sum(own, -1, true), tf.sum(kept, -1, true))));
    },
  };
});

/** x above `threshold`, else `other`. */
function replaceBelow(x: Tensor, threshold: number, other: number): Tensor {
  const passed = tf.step(tf.sub(x, threshold));
  return tf.add(tf.mul(x, passed), tf.mul(tf.sub(1, passed), other));
}

function glu(x: Tensor, axis: number): Tensor {
  const [values, gates] = tf.split(x, 2, axis);
  return tf.mul(values!, tf.sigmoid(gates!));
}

/** By the registry's names; formulas of `keras/src/activations`. */
const activations: { readonly [name: string]: (x: Tensor, values: Values) => Tensor } = {
  linear: (x) => x,
  relu: (x, values) => relu(x, values as unknown as ReluArguments),
  relu6: (x) => tf.clipByValue(x, 0, 6),
  leaky_relu: (x, values) => tf.leakyRelu(x, Number(values.negative_slope)),
  elu: (x, values) => elu(x, Number(values.alpha)),
  celu: (x, values) => {
    const alpha = Number(values.alpha);
    return tf.add(tf.relu(x), tf.mul(tf.expm1(tf.div(tf.minimum(x, 0), alpha)), alpha));
  },
  selu: (x) => tf.selu(x),
  gelu: (x, values) => gelu(x, values.approximate === true),
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  softplus: (x) => tf.softplus(x),
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  sigmoid: (x) => tf.sigmoid(x),
  squareplus: (x, { b }) => tf.mul(tf.add(x, tf.sqrt(tf.add(tf.square(x), Number(b)))), 0.5),
  sparse_plus: (x) => tf.add(tf.mul(tf.square(tf.add(tf.clipByValue(x, -1, 1), 1)), 0.25), tf.relu(tf.sub(x, 1))),
  hard_sigmoid: hardSigmoid,
  hard_silu: (x) => tf.mul(x, hardSigmoid(x)),
  sparse_sigmoid: (x) => tf.mul(tf.add(tf.clipByValue(x, -1, 1), 1), 0.5),
  log_sigmoid: (x) => tf.neg(tf.softplus(tf.neg(x))),
  hard_tanh: (x) => tf.clipByValue(x, -1, 1),
  tanh_shrink: (x) => tf.sub(x, tf.tanh(x)),
  hard_shrink: (x, { threshold }) => tf.mul(x, tf.step(tf.sub(tf.abs(x), Number(threshold)))),
  soft_shrink: (x, { threshold }) => tf.sub(tf.relu(tf.sub(x, Number(threshold))), tf.relu(tf.sub(tf.neg(x), Number(threshold)))),
  tanh: (x) => tf.tanh(x),
  exponential: (x) => tf.exp(x),
  softmax: (x, values) => softmax(x, [Number(values.axis)]),
  sparsemax: (x, { axis }) => sparsemax(x, Number(axis)),
  threshold: (x, values) => replaceBelow(x, Number(values.threshold), Number(values.default_value)),
  glu: (x, { axis }) => glu(x, Number(axis)),
  log_softmax: (x, values) => tf.sub(x, tf.logSumExp(x, Number(values.axis), true)),
};

/** @param value an `activation` field: a name, a name with arguments, or null */
export function resolveActivation(value: Json | undefined): ResolvedActivation {
  if (value === null || value === undefined) return LINEAR;
  const resolved = resolveNamed('activation', value);
  if (isProblem(resolved)) throw new Error(`No activation: ${JSON.stringify(value)}`);
  const { name } = resolved.entry;
  const values = resolved.values;
  const apply = activations[name];
  if (!apply) throw new Error(`There is no activation ${name}.`);
  const dies = (name === 'relu' && values.negative_slope === 0) || name === 'relu6';
  return { name, apply: (x) => apply(x, values), canDie: dies, hasLogits: name === 'softmax' || name === 'sigmoid' };
}
