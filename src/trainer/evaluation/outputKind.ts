import { elementCount } from '../data/numericArray';
import type { DataPart, TargetColumn } from '../data/loadedData';
import type { OutputSettings } from '../settings';

/** What an output says of a sample: which class it is, or numbers. */
export type OutputKind =
  | {
      readonly kind: 'classes';
      readonly classes: number;
      /** At how many places a sample has a class: 1, or as many as a sequence has steps. */
      readonly places: number;
      /** Of all samples, place by place. */
      readonly truths: Int32Array;
      /** Makes probabilities of the model's values, one for each class. */
      readonly probabilities: (values: Float32Array) => Float32Array;
    }
  | { readonly kind: 'values'; readonly targets: Float32Array };

/** @param index place of the output in the model; `shape`: of what it gives for one sample */
export function outputKind(
  part: DataPart,
  { kind, shape: targetShape }: TargetColumn,
  { loss }: OutputSettings,
  shape: readonly number[],
  index: number,
): OutputKind {
  const everything = Int32Array.from({ length: part.count }, (_, i) => i);
  const size = elementCount(targetShape);
  const targets = new Float32Array(part.count * size);
  part.readTargets(everything, targets, index);
  const units = elementCount(shape);
  const logits = loss.values.from_logits === true;
  if (kind === 'classes') {
    const classes = shape.at(-1)!;
    return { kind: 'classes', classes, places: size, truths: Int32Array.from(targets), probabilities: logits ? softmax(classes) : same };
  }
  if (units === 1 && loss.name === 'binary_crossentropy' && targets.every((value) => value === 0 || value === 1))
    return { kind: 'classes', classes: 2, places: 1, truths: Int32Array.from(targets), probabilities: bothClasses(logits) };
  if (units > 1 && size === units && shape.length === 1 && loss.name.startsWith('categorical') && isOneHot(targets, units))
    return { kind: 'classes', classes: units, places: 1, truths: largest(targets, units), probabilities: logits ? softmax(units) : same };
  return { kind: 'values', targets };
}

/** The place of the largest of each `size` values. */
export function largest(values: Float32Array, size: number): Int32Array {
  return Int32Array.from({ length: values.length / size }, (_, sample) => {
    let best = 0;
    for (let i = 1; i < size; i++) if (values[sample * size + i]! > values[sample * size + best]!) best = i;
    return best;
  });
}

const same = (values: Float32Array): Float32Array => values;

const softmax =
  (size: number) =>
  (values: Float32Array): Float32Array => {
    const all = new Float32Array(values.length);
    for (let at = 0; at < values.length; at += size) {
      const own = values.subarray(at, at + size);
      const most = own.reduce((a, b) => Math.max(a, b), -Infinity);
      const powers = Array.from(own, (value) => Math.exp(value - most));
      const sum = powers.reduce((a, b) => a + b, 0);
      powers.forEach((power, i) => (all[at + i] = power / sum));
    }
    return all;
  };

/** One unit says how likely class 1 is. */
const bothClasses =
  (logits: boolean) =>
  (values: Float32Array): Float32Array => {
    const all = new Float32Array(2 * values.length);
    values.forEach((value, i) => {
      const one = logits ? 1 / (1 + Math.exp(-value)) : value;
      all.set([1 - one, one], 2 * i);
    });
    return all;
  };

function isOneHot(values: Float32Array, size: number): boolean {
  for (let at = 0; at < values.length; at += size) {
    const own = values.subarray(at, at + size);
    if (!own.every((value) => value === 0 || value === 1) || own.reduce((a, b) => a + b, 0) !== 1) return false;
  }
  return true;
}
