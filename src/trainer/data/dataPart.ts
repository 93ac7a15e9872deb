import { Failure } from '../failure';
import type { DataPart } from './loadedData';
import { elementCount } from './numericArray';
import type { NumericArray, Numbers } from './numericArray';
import type { Moments } from './scale';
import type { Range } from './split';

/** Inputs and targets as they were read: as many of the one as of the other. */
export interface Samples {
  readonly inputs: NumericArray;
  readonly targets: NumericArray;
}

/** Samples in an array: the first dimension counts them. */
export const countOf = ({ shape }: NumericArray): number => shape[0] ?? 0;

/** Shape of one of them. */
export const sampleShapeOf = ({ shape }: NumericArray): readonly number[] => shape.slice(1);

/** Some of the samples, scaled and, with `moments`, standardized as they are read. */
export function dataPart({ inputs, targets }: Samples, range: Range, scale: number, moments?: Moments): DataPart {
  const count = range.to - range.from;
  const table =
    inputs.values instanceof Uint8Array && !moments ? Float32Array.from({ length: 256 }, (_, value) => value * scale) : undefined;
  const convert = table ? lookUp(inputs.values, table) : converter(inputs.values, scale, moments);
  const inputSize = elementCount(sampleShapeOf(inputs));
  const targetSize = elementCount(sampleShapeOf(targets));
  const begin = (index: number) => {
    if (!(index >= 0 && index < count)) throw new RangeError(`there is no sample ${index} among ${count}`);
    return range.from + index;
  };
  return {
    count,
    bytes: table && { values: inputs.values as Uint8Array, first: range.from, table },
    readInputs(indices, out) {
      for (let i = 0; i < indices.length; i++) convert(begin(indices[i]!) * inputSize, inputSize, out, i * inputSize);
    },
    readTargets(indices, out) {
      for (let i = 0; i < indices.length; i++) {
        const start = begin(indices[i]!) * targetSize;
        for (let j = 0; j < targetSize; j++) out[i * targetSize + j] = targets.values[start + j]!;
      }
    },
  };
}

type Convert = (start: number, size: number, out: Float32Array, at: number) => void;

function lookUp(values: Numbers, table: Float32Array): Convert {
  return (start, size, out, at) => {
    for (let i = 0; i < size; i++) out[at + i] = table[values[start + i]!]!;
  };
}

function converter(values: Numbers, scale: number, moments: Moments | undefined): Convert {
  if (moments) {
    const { mean, deviation } = moments;
    return (start, size, out, at) => {
      for (let i = 0; i < size; i++) out[at + i] = (values[start + i]! * scale - mean[i]!) / deviation[i]!;
    };
  }
  if (scale === 1) return (start, size, out, at) => out.set(values.subarray(start, start + size), at);
  return (start, size, out, at) => {
    for (let i = 0; i < size; i++) out[at + i] = values[start + i]! * scale;
  };
}

/** How many classes there are. Throws a `Failure` for a target that is no class id, or one that the model has no unit for. */
export function countClasses(values: Numbers, units: number | undefined, name: string): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const id = values[i]!;
    if (!Number.isInteger(id) || id < 0)
      throw new Failure(`The targets of ${name} are no class ids: target ${i} is ${id}.`, {
        reason: 'sparse_categorical_crossentropy takes whole numbers from 0.',
        next: 'For values take a loss like mse.',
      });
    if (id > largest) largest = id;
  }
  if (units !== undefined && largest >= units)
    throw new Failure(
      `The targets of ${name} go up to class ${largest}, the model's output has ${units} units (classes 0 to ${units - 1}).`,
      {
        next: `Give the last layer ${largest + 1} units.`,
      },
    );
  return largest + 1;
}
