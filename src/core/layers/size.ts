import type { Dimension, Shape } from '../diagnostics';
import { formatCount } from '../format';
import type { Weight } from './layerType';

/** Product of sizes, a plain double: inexact above 2^53, which `analyze` reports as too large. */
export const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

/** How many values a shape holds; `null` where a dimension is not fixed. */
export function valuesIn(shape: Shape): number | null {
  return shape.every((size) => size !== null) ? product(shape) : null;
}

/** `a × b` where both are known. */
export const times = (a: Dimension, b: Dimension): Dimension => (a === null || b === null ? null : a * b);

/** `3 × 3 × 1 × 32`. */
export function factors(sizes: readonly number[]): string {
  let words = '';
  for (const size of sizes) words += `${words && ' × '}${formatCount(size)}`;
  return words;
}

/** The sum of the weights' sizes, `784 × 300 + 300`; absent where there are none. */
export function arithmetic(weights: readonly Weight[]): string | undefined {
  if (weights.length === 0) return undefined;
  let sum = '';
  for (const { shape } of weights) sum += `${sum && ' + '}${shape.length === 0 ? '1' : factors(shape)}`;
  return sum;
}

/** A trainable weight whose fields are named after it. */
export const weight = (name: string, shape: readonly number[], stem: string = name): Weight => ({ name, shape, stem, trainable: true });
