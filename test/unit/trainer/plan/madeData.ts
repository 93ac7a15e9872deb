import type { DataPart, LoadedData } from '../../../../src/trainer/data/loadedData';
import { noise } from '../../../parity/noise';

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
  const training: DataPart = {
    count,
    readInputs: (indices, out) => indices.forEach((index, i) => out.set(inputs.slice(index * inputSize, (index + 1) * inputSize), i * inputSize)),
    readTargets: (indices, out) => indices.forEach((index, i) => out.set(wanted.slice(index * targetSize, (index + 1) * targetSize), i * targetSize)),
  };
  return {
    name: 'made',
    sampleShape: inputShape,
    targetShape,
    targetKind: targets === 'classes' ? 'classes' : 'values',
    training,
    test: () => Promise.resolve(undefined),
  } as unknown as LoadedData;
}
