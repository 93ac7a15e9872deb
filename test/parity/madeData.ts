import type { DataPart, LoadedData } from '../../src/trainer/data/loadedData';
import { noise } from './noise';

const sizeOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

type MadeKind = 'classes' | 'values' | 'oneHot' | 'binary';

/** Targets to be made for an output. */
export interface MadeTargets {
  readonly shape: readonly number[];
  readonly kind: MadeKind;
  readonly classes?: number;
}

interface Making {
  readonly count?: number;
  /** Inputs are whole numbers below it. */
  readonly words?: number;
  /** Whether each sample counts otherwise. */
  readonly weighed?: boolean;
}

/** Samples made from noise: what they mean is the same whoever reads them. */
export function madeSet(
  sampleShapes: readonly (readonly number[])[],
  targets: readonly MadeTargets[],
  { count = 64, words, weighed }: Making = {},
): LoadedData {
  const inputs = sampleShapes.map((shape, i) =>
    noise([count, ...shape], 11 + 100 * i).map((value) => (words ? Math.floor(((value + 1) / 2) * words) : value)),
  );
  const wanted = targets.map((each, i) => targetValues(each, count, 23 + 100 * i));
  const weights = noise([count], 31).map((value) => value + 1);
  const copy = (values: Float32Array, size: number, indices: ArrayLike<number>, out: Float32Array | Int32Array): void => {
    for (let i = 0; i < indices.length; i++) out.set(values.subarray(indices[i]! * size, (indices[i]! + 1) * size), i * size);
  };
  const training: DataPart = {
    count,
    readInputs: (indices, out, input = 0) => copy(inputs[input]!, sizeOf(sampleShapes[input]!), indices, out),
    readTargets: (indices, out, output = 0) => copy(wanted[output]!, sizeOf(targets[output]!.shape), indices, out),
    ...(weighed && { readWeights: (indices: ArrayLike<number>, out: Float32Array) => copy(weights, 1, indices, out) }),
  };
  return {
    name: 'made',
    sampleShapes,
    targets: targets.map(({ shape, kind }) => ({
      shape,
      kind: kind === 'classes' ? 'classes' : 'values',
      ...(weighed && { weights: 0 }),
    })),
    weights: weighed ? 1 : 0,
    training,
    test: () => Promise.resolve(undefined),
  };
}

function targetValues({ shape, kind, classes = 3 }: MadeTargets, count: number, seed: number): Float32Array {
  const size = sizeOf(shape);
  return noise([count, ...shape], seed).map((value, i) => {
    if (kind === 'classes') return Math.min(classes - 1, Math.floor(((value + 1) / 2) * classes));
    if (kind === 'binary') return Number(value > 0);
    if (kind === 'oneHot') return Number(i % size === Math.floor(i / size) % size);
    return value;
  });
}
