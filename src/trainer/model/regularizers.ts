import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Json } from '../../core/document';
import { isProblem, resolveNamed } from '../../core/layers/registries';

/** A penalty on a weight or on a layer's output, to be added to the loss. */
export type Regularizer = (x: Tensor) => Scalar;

/** `l1`, `l2` and `l1_l2` of the registry: l1 × Σ|x| + l2 × Σx² (`keras/src/regularizers`). `undefined` where there is none. */
export function resolveRegularizer(value: Json | undefined): Regularizer | undefined {
  if (value === null || value === undefined) return undefined;
  const resolved = resolveNamed('regularizer', value);
  if (isProblem(resolved)) throw new Error(`No regularizer: ${JSON.stringify(value)}`);
  const l1 = Number(resolved.values.l1 ?? 0);
  const l2 = Number(resolved.values.l2 ?? 0);
  if (l1 === 0 && l2 === 0) return undefined;
  return (x) => {
    const parts: Tensor[] = [];
    if (l1 !== 0) parts.push(tf.mul(tf.sum(tf.abs(x)), l1));
    if (l2 !== 0) parts.push(tf.mul(tf.sum(tf.square(x)), l2));
    return (parts.length === 1 ? parts[0]! : tf.add(parts[0]!, parts[1]!)) as Scalar;
  };
}
