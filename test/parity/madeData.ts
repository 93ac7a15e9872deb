import type { DataPart, LoadedData } from '../../src/trainer/data/loadedData';
import { noise } from './noise';

const sizeOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** Samples made from noise: what they mean is the same whoever reads them. `words`: whole numbers below it. */
export function madeData(
  inputShape: readonly number[],
  targetShape: readonly number[],
  targets: 'classes' | 'values' | 'oneHot' | 'binary',
  { count = 64, classes = 3, words }: { count?: number; classes?: number; words?: number } = {},
): LoadedData {
  const [inputSize, targetSize] = [sizeOf(inputShape), sizeOf(targetShape)];
  const inputs = noise([count, ...inputShape], 11).map((value) => (words ? Math.floor(((value + 1) / 2) * words) : value));
  const raw = noise([count, ...targetShape], 23);
  const wanted = raw.map((value, i) => {
    if (targets === 'classes') return Math.min(classes - 1, Math.floor(((value + 1) / 2) * classes));
    if (targets === 'binary') return Number(value > 0);
    if (targets === 'oneHot') return Number(i % targetSize === Math.floor(i / targetSize) % targetSize);
    return value;
  });
  const reader =
    (values: Float32Array, size: number) =>
    (indices: ArrayLike<number>, out: Float32Array | Int32Array): void => {
      for (let i = 0; i < indices.length; i++) out.set(values.subarray(indices[i]! * size, (indices[i]! + 1) * size), i * size);
    };
  const training: DataPart = { count, readInputs: reader(inputs, inputSize), readTargets: reader(wanted, targetSize) };
  return {
    name: 'made',
    sampleShapes: [inputShape],
    targets: [{ shape: targetShape, kind: targets === 'classes' ? 'classes' : 'values' }],
    training,
    test: () => Promise.resolve(undefined),
  };
}
