import type { Validation } from '../../core/document';
import { Failure } from '../failure';

/** Samples `from` to `to` - 1. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A validation part that is cut from the training samples. */
export type Cut = Exclude<Validation, { readonly inputs: unknown }>;

/**
 * Which of `count` samples are for training and which for validation. A fraction leaves `floor(count × (1 - fraction))`
 * samples for training, as Keras's `validation_split` does.
 */
export function split(count: number, cut: Cut): { training: Range; validation: Range } {
  const size = validationSize(count, cut);
  const fromStart = 'first' in cut || 'first_fraction' in cut;
  return fromStart
    ? { validation: { from: 0, to: size }, training: { from: size, to: count } }
    : { training: { from: 0, to: count - size }, validation: { from: count - size, to: count } };
}

function validationSize(count: number, cut: Cut): number {
  const [[key, value] = ['', NaN]] = Object.entries<number>(cut);
  const said = `"validation": { "${key}": ${value} }`;
  if (key.endsWith('fraction')) {
    if (!(value > 0 && value < 1))
      throw new Failure(`${said} is no fraction of the samples.`, { next: 'Give a number between 0 and 1, like 0.1.' });
    const size = count - Math.floor(count * (1 - value));
    if (size === count) throw new Failure(`${said} leaves nothing of ${count} samples to train on.`, { next: 'Give a smaller fraction.' });
    return size;
  }
  if (!Number.isInteger(value) || value < 1)
    throw new Failure(`${said} is no number of samples.`, { next: 'Give a whole number of 1 or more.' });
  if (value >= count)
    throw new Failure(`${said} leaves nothing to train on: there are ${count} samples.`, { next: `Give at most ${count - 1}.` });
  return value;
}
