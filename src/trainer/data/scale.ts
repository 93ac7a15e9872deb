import { readFactor } from '../../core/training/factor';
import { Failure } from '../failure';
import type { Range } from './split';
import type { Numbers } from './numericArray';

/** What every value is multiplied by: `scale` of the data section. */
export function readScale(scale: number | string | undefined): number {
  const factor = scale === undefined ? 1 : readFactor(scale);
  if (!factor)
    throw new Failure(`"scale": ${JSON.stringify(scale)} is no number to multiply by.`, {
      next: 'Give a number other than 0, or a fraction like "1/255".',
    });
  return factor;
}

/** Mean and deviation of each position of a sample. */
export interface Moments {
  readonly mean: Float64Array;
  /** 1 where the position never changes, so that it becomes 0 and not infinite. */
  readonly deviation: Float64Array;
}

/** Of the scaled samples in `range`; the deviation divides by their number, as NumPy's `std` does. */
export function momentsOf(values: Numbers, size: number, { from, to }: Range, scale: number): Moments {
  const count = to - from;
  const scaled = (index: number) => values[index]! * scale;
  // Sums of differences to the first sample: exact where a position is constant, and without the loss of large offsets.
  const origin = Float64Array.from({ length: size }, (_, i) => scaled(from * size + i));
  const mean = new Float64Array(size);
  for (let sample = from; sample < to; sample++) for (let i = 0; i < size; i++) mean[i]! += scaled(sample * size + i) - origin[i]!;
  for (let i = 0; i < size; i++) mean[i] = origin[i]! + mean[i]! / count;
  const deviation = new Float64Array(size);
  for (let sample = from; sample < to; sample++)
    for (let i = 0; i < size; i++) deviation[i]! += (scaled(sample * size + i) - mean[i]!) ** 2;
  for (let i = 0; i < size; i++) deviation[i] = Math.sqrt(deviation[i]! / count) || 1;
  return { mean, deviation };
}

/**
 * Throws a `Failure` naming the first of `values` that float32 cannot hold: NaN, infinite or too large. `shape`: of one
 * sample. `what` names them: `The inputs in x.npy`.
 */
export function refuseNonFinite(values: Numbers, shape: readonly number[], what: string): void {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return;
  const index = values.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (index < 0) return;
  const place: number[] = [];
  let rest = index;
  for (const size of [...shape].reverse()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  const position = place.length > 0 ? ` at [${place.join(', ')}]` : '';
  throw new Failure(`${what} hold ${values[index]} in sample ${rest}${position} (counted from 0).`, {
    reason: 'Values that are not finite in float32 make NaN of everything that is computed with them.',
    next: 'Replace or remove such samples and save the file again.',
  });
}
