import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Json } from '../../core/document';
import type { Values } from '../../core/layers/layerType';
import { isProblem, resolveNamed } from '../../core/layers/registries';

/** What a weight is held to after an update. */
export type Constraint = (weight: Tensor) => Tensor;

/** Keras's `backend.epsilon()`. */
const EPSILON = 1e-7;

const norms = (weight: Tensor, axis: Json | undefined): Tensor => tf.sqrt(tf.sum(tf.square(weight), Number(axis), true));

/** By the registry's names; formulas of `keras/src/constraints`. */
const constraints: { readonly [name: string]: (weight: Tensor, values: Values) => Tensor } = {
  max_norm: (weight, { max_value, axis }) => {
    const norm = norms(weight, axis);
    return tf.mul(weight, tf.div(tf.clipByValue(norm, 0, Number(max_value)), tf.add(norm, EPSILON)));
  },
  min_max_norm: (weight, { min_value, max_value, rate, axis }) => {
    const norm = norms(weight, axis);
    const held = tf.mul(tf.clipByValue(norm, Number(min_value), Number(max_value)), Number(rate));
    const desired = tf.add(held, tf.mul(norm, 1 - Number(rate)));
    return tf.mul(weight, tf.div(desired, tf.add(norm, EPSILON)));
  },
  non_neg: (weight) => tf.relu(weight),
  unit_norm: (weight, { axis }) => tf.div(weight, tf.add(norms(weight, axis), EPSILON)),
};

/** @param value a `…_constraint` field; `undefined` where there is none */
export function resolveConstraint(value: Json | undefined): Constraint | undefined {
  if (value === null || value === undefined) return undefined;
  const resolved = resolveNamed('constraint', value);
  if (isProblem(resolved)) throw new Error(`No constraint: ${JSON.stringify(value)}`);
  const apply = constraints[resolved.entry.name];
  if (!apply) throw new Error(`There is no constraint ${resolved.entry.name}.`);
  return (weight) => apply(weight, resolved.values);
}
