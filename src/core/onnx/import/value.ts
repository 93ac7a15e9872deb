import type { Shape } from '../../diagnostics';

/**
 * What a tensor of the file has become: what a layer gives, whose axes may stand in another order than in the file, where images
 * have their channels first. Transpositions in the file change `axes` alone; a Permute is put in only where the order matters.
 */
export interface Value {
  readonly layer: string;
  /** Of a sample, in the design; absent where it is not known. */
  readonly shape?: Shape;
  /** For the batch and each axis of the sample the axis of the tensor in the file; axes that are not named there have size 1. */
  readonly axes: readonly number[];
  /** Of the tensor in the file, with the batch. */
  readonly rank: number;
  /** A Flatten of values whose order in the file is another: axis i of what was flattened is axis `order[i]` in the file. */
  readonly flattened?: { readonly sizes: readonly number[]; readonly order: readonly number[] };
}

/** Sizes in the file's order; `null` for the batch and for what is not fixed, `undefined` where nothing is known. */
export function fileShape({ shape, axes, rank }: Value): (number | null)[] | undefined {
  if (!shape) return undefined;
  const sizes = new Array<number | null>(rank).fill(1);
  axes.forEach((axis, i) => (sizes[axis] = i === 0 ? null : (shape[i - 1] ?? null)));
  return sizes;
}

/** The order in which images stand in a design, of a tensor that has its channels first. */
export const channelsLastAxes = (rank: number): number[] => [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];
export const sameAxes = (rank: number): number[] => Array.from({ length: rank }, (_, i) => i);
