import type { EvaluationReport, SampleLook } from '../../protocol/evaluation';
import type { DataPart, LoadedData } from '../data/loadedData';
import { elementCount } from '../data/numericArray';
import { pictureOf, pictureSize } from '../data/picture';
import { readScale } from '../data/scale';

/** Of a sample that is no picture. */
const NUMBERS_SHOWN = 8;

export interface Looks {
  readonly pictures: EvaluationReport['pictures'];
  readonly spread: { readonly least: number; readonly most: number };
  /** How a sample of the part looks, by its place. */
  readonly of: (index: number) => SampleLook;
  /** An output of the size of a sample, as a picture, where samples are. */
  readonly picture: (values: Float32Array) => string | undefined;
}

/** How some samples of a part look to a person: as they are in the file, not as they go into the model. Of the first input. */
export function looksOf(
  part: DataPart,
  { sampleShapes, moments: all }: Pick<LoadedData, 'sampleShapes' | 'moments'>,
  scale: Parameters<typeof readScale>[0],
  indices: readonly number[],
): Looks {
  const shape = sampleShapes[0]!;
  const size = elementCount(shape);
  const factor = readScale(scale);
  const moments = all?.[0];
  const inFile = (scaled: Float32Array): Float32Array =>
    scaled.map((value, i) => (moments ? value * moments.deviation[i % size]! + moments.mean[i % size]! : value) / factor);
  const scaled = new Float32Array(indices.length * size);
  part.readInputs(indices, scaled);
  const values = inFile(scaled);
  const spread = { least: Infinity, most: -Infinity };
  for (const value of values) {
    if (value < spread.least) spread.least = value;
    if (value > spread.most) spread.most = value;
  }
  const pictures = pictureSize(shape);
  const drawn = (numbers: Float32Array, row: number): string =>
    pictureOf({ shape: [numbers.length / size, ...shape], values: numbers }, row, pictures!, { ...spread, mean: 0, deviation: 1 });
  const rows = new Map(indices.map((index, row) => [index, row]));
  return {
    pictures,
    spread,
    of(index) {
      const row = rows.get(index)!;
      if (pictures) return { index, picture: drawn(values, row) };
      const numbers = Array.from(values.subarray(row * size, row * size + Math.min(size, NUMBERS_SHOWN)), short);
      return { index, numbers, ...(size > NUMBERS_SHOWN && { cut: true }) };
    },
    picture: (output) =>
      pictures && output.length === size
        ? drawn(
            inFile(output).map((value) => Math.min(spread.most, Math.max(spread.least, value))),
            0,
          )
        : undefined,
  };
}

/** As many digits as float32 holds. */
export const short = (value: number): number => Number(value.toPrecision(7));
