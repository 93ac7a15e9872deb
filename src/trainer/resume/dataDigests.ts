import { createHash, type Hash } from 'node:crypto';
import type { DataPart, LoadedData } from '../data/loadedData';
import { readWeights } from '../learning/batches';

/** What the samples of a run were, as digests. */
export interface DataDigests {
  readonly inputs: string;
  readonly targets: string;
  /** Of the sample weights, where there are any. */
  readonly weights?: string;
  /** Of the whole validation part, where there is one. */
  readonly validation?: string;
}

type Column = (part: DataPart, hash: Hash) => void;

/** So many numbers of each array are looked at, a few milliseconds' worth: the class ids of 250,000 samples, one image of MNIST in 165. */
const MOST_NUMBERS = 2 ** 18;
/** And of so many samples at least, however large they are. */
const FEWEST_SAMPLES = 16;

/** SHA-256 of the samples as they go into the model: of all of them where they are few, else of some that are evenly spread. */
export function digestData({ training, validation, sampleShapes, targets, weights = 0 }: LoadedData): DataDigests {
  const inputs = sampleShapes.map((shape, i) => column(shape, (part, indices, out) => part.readInputs(indices, out, i)));
  const answers = targets.map(({ shape }, i) => column(shape, (part, indices, out) => part.readTargets(indices, out, i)));
  const counts = Array.from({ length: weights }, (_, i) => column([], (part, indices, out) => readWeights(part, indices, out, i)));
  return {
    inputs: digest(training, inputs),
    targets: digest(training, answers),
    ...(weights > 0 && { weights: digest(training, counts) }),
    ...(validation && { validation: digest(validation, [...inputs, ...answers, ...counts]) }),
  };
}

/** What is not as it was, for people; `undefined` where all is. */
export function changedData(before: DataDigests, now: DataDigests): string | undefined {
  const changed = (Object.keys(WORDS) as (keyof DataDigests)[]).filter((key) => before[key] !== now[key]);
  return changed.length > 0 ? changed.map((key) => WORDS[key]).join(', ') : undefined;
}

const WORDS: Record<keyof DataDigests, string> = {
  inputs: 'the training samples',
  targets: 'their targets',
  weights: 'the sample weights',
  validation: 'the validation part',
};

function digest(part: DataPart, columns: readonly Column[]): string {
  const hash = createHash('sha256').update(`${part.count}`);
  columns.forEach((add) => add(part, hash));
  return hash.digest('hex');
}

function column(shape: readonly number[], read: (part: DataPart, indices: Int32Array, out: Float32Array) => void): Column {
  const size = shape.reduce((product, length) => product * length, 1);
  const atOnce = Math.max(1, Math.floor(MOST_NUMBERS / size));
  return (part, hash) => {
    const count = Math.min(part.count, Math.max(FEWEST_SAMPLES, atOnce));
    const indices = Int32Array.from({ length: count }, (_, i) => Math.floor((i * part.count) / count));
    const values = new Float32Array(Math.min(count, atOnce) * size);
    hash.update(`[${shape.join()}]`);
    for (let from = 0; from < count; from += atOnce) {
      const some = indices.subarray(from, from + atOnce);
      read(part, some, values);
      hash.update(values.subarray(0, some.length * size));
    }
  };
}
