import { Failure } from '../failure';
import { countOf, sampleShapeOf, type Samples } from './dataPart';
import { elementCount, type NumericArray } from './numericArray';
import type { ReadSamples } from './sources';
import type { TargetPlan } from './targetPlan';

/** What a design makes of class ids: only some classes, numbered anew in that order; or 1 for some and 0 for others. */
export interface Relabelling {
  readonly classes?: readonly number[];
  readonly positive?: readonly number[];
}

/** The samples that a design takes of those that were read, and the targets of each output. */
export function takeSubset({ inputs, targets, weights }: ReadSamples, { sources, choices }: TargetPlan, name: string): Samples {
  const rows = choices.reduce<readonly number[] | undefined>(
    (kept, { array, classes }) => chosenRows(targets[array]!, classes, name, kept),
    undefined,
  );
  const taken = <A extends NumericArray>(array: A) => (rows ? rowsOf(array, rows) : array);
  const kept = targets.map(taken);
  return {
    inputs: inputs.map(taken),
    weights: weights?.map(taken),
    targets: sources.map((source) => {
      if (source.kind !== 'array') return undefined;
      const choice = choices.find(({ array }) => array === source.array);
      return relabelled(kept[source.array]!, { classes: choice?.classes, positive: source.positive }, name);
    }),
  };
}

/** Places of the samples of these classes, among those of `within`. */
export function chosenRows(targets: NumericArray, classes: readonly number[], name: string, within?: readonly number[]): readonly number[] {
  requireClassIds(targets, name);
  const missing = classes.filter((id) => !targets.values.includes(id));
  if (missing.length > 0)
    throw new Failure(`${name} has no sample of class ${missing.join(', ')}.`, { next: 'Leave it out of "classes".' });
  const wanted = new Set(classes);
  if (within) return within.filter((row) => wanted.has(targets.values[row]!));
  const rows: number[] = [];
  targets.values.forEach((id, row) => wanted.has(id) && rows.push(row));
  return rows;
}

export function rowsOf({ shape, values }: NumericArray, rows: readonly number[]): NumericArray {
  const size = elementCount(shape.slice(1));
  const kept = values.slice(0, rows.length * size);
  rows.forEach((row, i) => kept.set(values.subarray(row * size, (row + 1) * size), i * size));
  return { shape: [rows.length, ...shape.slice(1)], values: kept };
}

/** Class ids as the design has them; other targets as they are. */
export function relabelled(targets: NumericArray, { classes, positive }: Relabelling, name: string): NumericArray {
  if (!classes && !positive) return targets;
  requireClassIds(targets, name);
  const map = positive ? (id: number) => (positive.includes(id) ? 1 : 0) : (id: number) => classes!.indexOf(id);
  return { shape: [countOf(targets)], values: Int32Array.from(targets.values, map) };
}

/** Throws where none of what is learned from, relabelled, is of the classes that are told from others. */
export function requirePositive(targets: NumericArray, positive: readonly number[] | undefined, name: string): void {
  if (positive && !targets.values.includes(1))
    throw new Failure(`${name} has no sample of class ${positive.join(', ')}.`, { next: 'Name a class that it has in "positive".' });
}

function requireClassIds(targets: NumericArray, name: string): void {
  const shape = sampleShapeOf(targets);
  if (elementCount(shape) === 1) return;
  throw new Failure(`"classes" and "positive" go by class ids, and the targets of ${name} have the shape [${shape.join(', ')}].`, {
    next: 'Leave them out of the data section.',
  });
}
