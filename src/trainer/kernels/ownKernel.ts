import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';

/** One call of a function that `assembly/index.ts` exports; addresses are bytes, 0 where something is not wanted. */
export interface KernelCall {
  readonly name: string;
  /** Numbers and addresses; `WORK` stands for scratch memory of whoever makes the call. */
  readonly args: readonly number[];
}

export const WORK = -1;

/** How a kernel of tfjs is computed by functions of ours, for inputs of given shapes. */
export interface OwnKernel {
  /** Of the outputs, float32. */
  readonly shapes: readonly (readonly number[])[];
  /** Bytes of scratch memory that each call needs. */
  readonly work: number;
  /** About how many multiplications and additions it takes. */
  readonly cost: number;
  /** Calls that compute it together, each by whomever, in any order. About `parts` of them, where it can be divided. `outs`: addresses of the outputs. */
  calls(at: (tensor: TensorInfo) => number, outs: readonly number[], parts: number): readonly KernelCall[];
}

export type Inputs = { readonly [name: string]: TensorInfo | undefined };

/** By tfjs's name of the kernel; `undefined` for inputs or attributes that ours is not made for. */
export type OwnKernels = { readonly [kernel: string]: (inputs: Inputs, attributes: NamedAttrMap) => OwnKernel | undefined };

export const sizeOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** Whole numbers from 0 to `count` in about `parts` pieces whose begins are multiples of `unit`. */
export function divide(count: number, parts: number, unit = 1): (readonly [from: number, to: number])[] {
  const piece = Math.max(unit, Math.ceil(count / parts / unit) * unit);
  return Array.from({ length: Math.ceil(count / piece) }, (_, i) => [i * piece, Math.min(count, (i + 1) * piece)] as const);
}
