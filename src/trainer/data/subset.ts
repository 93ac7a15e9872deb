import type { DataSection } from '../../core/document';
import { Failure } from '../failure';
import { countOf, sampleShapeOf, type Samples } from './dataPart';
import { elementCount, type NumericArray } from './numericArray';

/** What a design takes of its data, and what it makes of the targets. */
export type Subset = Pick<DataSection, 'classes' | 'positive' | 'target'>;

/**
 * Only the samples of `classes`, numbered anew in that order; with `positive` the targets are 1 for those classes of the file
 * and 0 for others; with `target: "input"` each sample is its own target.
 */
export function takeSubset(samples: Samples, { classes, positive, target }: Subset, name: string): Samples {
  if (classes || positive) requireClassIds(samples.targets, name);
  const chosen = classes ? samplesOf(samples, classes, name) : samples;
  if (target === 'input') return { inputs: chosen.inputs, targets: chosen.inputs };
  if (positive) return { ...chosen, targets: mapped(chosen.targets, (id) => (positive.includes(id) ? 1 : 0)) };
  return classes ? { ...chosen, targets: mapped(chosen.targets, (id) => classes.indexOf(id)) } : chosen;
}

function samplesOf({ inputs, targets }: Samples, classes: readonly number[], name: string): Samples {
  const missing = classes.filter((id) => !targets.values.includes(id));
  if (missing.length > 0)
    throw new Failure(`${name} has no sample of class ${missing.join(', ')}.`, { next: 'Leave it out of "classes".' });
  const wanted = new Set(classes);
  const indices: number[] = [];
  targets.values.forEach((id, i) => wanted.has(id) && indices.push(i));
  return { inputs: rows(inputs, indices), targets: rows(targets, indices) };
}

function rows({ shape, values }: NumericArray, indices: readonly number[]): NumericArray {
  const size = elementCount(shape.slice(1));
  const kept = values.slice(0, indices.length * size);
  indices.forEach((index, i) => kept.set(values.subarray(index * size, (index + 1) * size), i * size));
  return { shape: [indices.length, ...shape.slice(1)], values: kept };
}

const mapped = (targets: NumericArray, map: (id: number) => number): NumericArray => ({
  shape: [countOf(targets)],
  values: Int32Array.from(targets.values, map),
});

function requireClassIds(targets: NumericArray, name: string): void {
  const shape = sampleShapeOf(targets);
  if (elementCount(shape) === 1) return;
  throw new Failure(`"classes" and "positive" go by class ids, and the targets of ${name} have the shape [${shape.join(', ')}].`, {
    next: 'Leave them out of the data section.',
  });
}
