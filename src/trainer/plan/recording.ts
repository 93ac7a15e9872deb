import { NotCapturable } from '../capture/notCapturable';
import type { DataType, NamedAttrMap } from '@tensorflow/tfjs-core';

/**
 * What one call of a tensor function did: kernels in order, from values to values. A value is known by its number; a
 * reshaped tensor is the same value in another shape.
 */
export interface Recording {
  readonly values: readonly Value[];
  readonly operations: readonly Operation[];
  /** Values of the tensors that the function gave. */
  readonly outputs: readonly number[];
  /** For each variable of the state the value that it has afterwards. */
  readonly after: readonly number[];
}

export interface Value {
  /** `feed` and `state`: the `index`-th of those that were given. `constant`: the same in every call. `made`: by an operation. */
  readonly kind: 'feed' | 'state' | 'constant' | 'made';
  readonly index: number;
  readonly size: number;
  readonly dtype: DataType;
  /** Of a constant. */
  readonly bytes?: Uint8Array;
}

/** A value as an operation sees it. */
export interface Use {
  readonly value: number;
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

/** One call of a kernel of tfjs. */
export interface Operation {
  readonly kernel: string;
  readonly attributes: NamedAttrMap | undefined;
  /** How `inputs` are named for the kernel. */
  readonly slots: Slots;
  readonly inputs: readonly Use[];
  readonly outputs: readonly Use[];
  /** Which of the tensors that the kernel made, counted in order, are its outputs: the others it needed meanwhile. */
  readonly made: readonly number[];
}

export interface Slots {
  readonly array: boolean;
  /** A name, and the input's place in the list of inputs; a list of places where the kernel takes several by one name. */
  readonly names: readonly (readonly [name: string, at: number | readonly number[]])[];
}

/** Throws where two recordings of the same function, with other feeds, are not the same computation. */
export function checkSame(first: Recording, second: Recording): void {
  if (first.operations.length !== second.operations.length)
    throw new NotCapturable(`A step is not always the same: ${first.operations.length} operations, then ${second.operations.length}.`);
  first.operations.forEach((operation, i) => {
    const other = second.operations[i]!;
    if (signature(operation) !== signature(other))
      throw new NotCapturable(`A step is not always the same: operation ${i} is ${operation.kernel}, then ${other.kernel}.`);
  });
  first.values.forEach(({ kind, bytes, size }, i) => {
    const other = second.values[i]!;
    if (kind !== other.kind || (bytes && !equalBytes(bytes, other.bytes!)))
      throw new NotCapturable(`A value of ${size} numbers that should be constant changes from step to step.`);
  });
  if (first.outputs.join() !== second.outputs.join() || first.after.join() !== second.after.join())
    throw new NotCapturable('A step does not always give the same results.');
}

const signature = ({ kernel, attributes, inputs, outputs }: Operation): string => JSON.stringify([kernel, attributes, inputs, outputs]);

const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);
