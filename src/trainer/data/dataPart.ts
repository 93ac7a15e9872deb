import { Failure } from '../failure';
import type { DataPart } from './loadedData';
import { elementCount } from './numericArray';
import type { NumericArray, Numbers } from './numericArray';
import type { Moments } from './scale';
import type { Range } from './split';

/** Samples for each Input layer and targets for each output, as many of the one as of the other; absent: they are in no file. */
export interface Samples {
  readonly inputs: readonly NumericArray[];
  readonly targets: readonly (NumericArray | undefined)[];
  /** How much each sample counts; absent: all count alike. */
  readonly weights?: readonly NumericArray[];
}

/** Samples in an array: the first dimension counts them. */
export const countOf = ({ shape }: NumericArray): number => shape[0] ?? 0;

/** Shape of one of them. */
export const sampleShapeOf = ({ shape }: NumericArray): readonly number[] => shape.slice(1);

/** Some of the samples, scaled and, with `moments`, standardized as they are read; both for each input. */
export function dataPart(
  { inputs, targets, weights }: Samples,
  range: Range,
  scales: readonly number[],
  moments: readonly (Moments | undefined)[] = [],
): DataPart {
  const count = range.to - range.from;
  const columns = inputs.map((input, i) => inputColumn(input, scales[i]!, moments[i]));
  const begin = (index: number) => {
    if (!(index >= 0 && index < count)) throw new RangeError(`there is no sample ${index} among ${count}`);
    return range.from + index;
  };
  return {
    count,
    bytes: columns.map(({ table, values }) => table && { values: values as Uint8Array, first: range.from, table }),
    readInputs(indices, out, input = 0) {
      const { size, convert } = columns[input]!;
      for (let i = 0; i < indices.length; i++) convert(begin(indices[i]!) * size, size, out, i * size);
    },
    readTargets(indices, out, output = 0) {
      const { values, shape } = targets[output]!;
      const size = elementCount(shape.slice(1));
      for (let i = 0; i < indices.length; i++) {
        const start = begin(indices[i]!) * size;
        for (let j = 0; j < size; j++) out[i * size + j] = values[start + j]!;
      }
    },
    ...(weights && {
      readWeights(indices: ArrayLike<number>, out: Float32Array, column: number) {
        for (let i = 0; i < indices.length; i++) out[i] = weights[column]!.values[begin(indices[i]!)]!;
      },
    }),
  };
}

function inputColumn(input: NumericArray, scale: number, moments: Moments | undefined) {
  const { values } = input;
  const table = values instanceof Uint8Array && !moments ? Float32Array.from({ length: 256 }, (_, value) => value * scale) : undefined;
  const convert = table ? lookUp(values, table) : converter(values, scale, moments);
  return { values, size: elementCount(sampleShapeOf(input)), table, convert };
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
