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

/** Multiply-adds for one sample, and the products that they are the sum of. */
export interface Work {
  /** `null` where a dimension is not fixed. */
  readonly multiplyAdds: number | null;
  /** `[[3, 3, 1, 32, 26, 26]]`: a kernel of 3 × 3 × 1 × 32 at 26 × 26 places. Absent where there are none, or not known. */
  readonly work?: readonly (readonly number[])[];
}

/** Counts each weight (or value) once for every place where it is used. */
export function multiplied(...terms: readonly Shape[]): Work {
  if (!terms.every((sizes): sizes is readonly number[] => sizes.every((size) => size !== null))) return { multiplyAdds: null };
  return { multiplyAdds: terms.reduce((sum, sizes) => sum + product(sizes), 0), work: terms };
}

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
