import type { Shape } from '../../core/diagnostics';
import { Failure } from '../failure';
import type { Range } from './split';
import type { Numbers } from './numericArray';

/** A value is multiplied by one number and divided by the other, so that `"1/255"` gives the float32 nearest to v / 255. */
export interface Scale {
  readonly factor: number;
  readonly divisor: number;
}

/** Reads `scale` of the data section: a number, or a fraction in words. */
export function readScale(scale: number | string | undefined): Scale {
  if (scale === undefined) return { factor: 1, divisor: 1 };
  const [factor, divisor = 1, ...rest] =
    typeof scale === 'number' ? [scale] : scale.split('/').map((part) => (part.trim() ? Number(part) : NaN));
  const sound = (value: number | undefined) => value !== undefined && Number.isFinite(value) && value !== 0;
  if (!sound(factor) || !sound(divisor) || rest.length > 0)
    throw new Failure(`"scale": ${JSON.stringify(scale)} is no number to multiply by.`, {
      next: 'Give a number other than 0, or a fraction like "1/255".',
    });
  return { factor: factor!, divisor };
}

/** Mean and deviation of each position of a sample. */
export interface Moments {
  readonly mean: Float64Array;
  /** 1 where the position never changes, so that it becomes 0 and not infinite. */
  readonly deviation: Float64Array;
}

/** Of the scaled samples in `range`; the deviation divides by their number, as NumPy's `std` does. */
export function momentsOf(values: Numbers, size: number, { from, to }: Range, { factor, divisor }: Scale): Moments {
  const count = to - from;
  const scaled = (index: number) => (values[index]! * factor) / divisor;
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

/** Throws a `Failure` naming the first value of `values` that is NaN or infinite; `what` names them: `The inputs in x.npy`. */
export function refuseNonFinite(values: Numbers, shape: Shape, what: string): void {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return;
  const size = shape.reduce<number>((product, dimension) => product * (dimension ?? 1), 1);
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index < 0) return;
  let rest = index % size;
  const place = [...shape].reverse().map((dimension) => {
    const coordinate = rest % (dimension ?? 1);
    rest = Math.floor(rest / (dimension ?? 1));
    return coordinate;
  });
  const position = place.length > 0 ? ` at [${place.reverse().join(', ')}]` : '';
  throw new Failure(`${what} hold ${values[index]} in sample ${Math.floor(index / size)}${position} (counted from 0).`, {
    reason: 'A model cannot learn from values that are not finite: every weight would become NaN.',
    next: 'Replace or remove such samples and save the file again.',
  });
}
