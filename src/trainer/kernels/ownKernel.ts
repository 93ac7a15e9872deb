import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';

/** One call of a function that `assembly/index.ts` exports; addresses are bytes, 0 where something is not wanted. */
export interface KernelCall {
  readonly name: string;
  /** Numbers and addresses; `WORK` and what is a little more stand for scratch memory of whoever makes the call. */
  readonly args: readonly number[];
}

/** The begin of scratch memory; `WORK + bytes` is a place in it. No other argument is so small. */
export const WORK = -(2 ** 40);

/** An argument, once it is known where scratch memory lies. */
export const placed = (argument: number, scratch: number): number => (argument < WORK / 2 ? argument - WORK + scratch : argument);

/** Whole rows of an output: its elements from `from` to `to` (excluded); `at`: the address of the first of them once `call` is made. */
export interface Rows {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly call: KernelCall;
}

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
  /** The same a few rows at a time, so that what is computed of them next finds them in the cache; absent where that does not pay. */
  readonly inRows?: {
    /** Bytes of scratch memory that each part needs. */
    readonly work: number;
    /** About `parts` lists: what is to be called first, then rows after rows. `out`: absent where nobody needs the output later. */
    calls(
      at: (tensor: TensorInfo) => number,
      out: number | undefined,
      parts: number,
    ): readonly { readonly first: KernelCall; readonly rows: readonly Rows[] }[];
  };
}

export type Inputs = { readonly [name: string]: TensorInfo | undefined };

/** By tfjs's name of the kernel; `undefined` for inputs or attributes that ours is not made for. */
export type OwnKernels = { readonly [kernel: string]: (inputs: Inputs, attributes: NamedAttrMap) => OwnKernel | undefined };

export const sizeOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** Whole numbers from 0 to `count` in at most `parts` pieces, as alike as can be, whose begins are multiples of `unit`. */
export function divide(count: number, parts: number, unit = 1): (readonly [from: number, to: number])[] {
  const units = Math.ceil(count / unit);
  const pieces = Math.min(parts, units);
  const begin = (i: number) => Math.min(count, unit * Math.floor((i * units) / pieces));
  return Array.from({ length: pieces }, (_, i) => [begin(i), begin(i + 1)] as const);
}
