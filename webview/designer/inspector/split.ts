import type { DataSection } from '../../../src/core/document';
import { isObject } from '../../../src/core/layers/readFields';
import { isByName } from '../../../src/core/training/each';
import { datasets } from '../../../src/core/training/datasets';

/** Samples in each part; known for the data sets that have a name. */
export interface Split {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** As Keras's `validation_split`: what is left for training is rounded down. */
const keptOf = (count: number, fraction: number): number => count - Math.floor(count * (1 - fraction));

export function splitOf({ dataset, validation, classes, count, target }: DataSection): Split | undefined {
  const known = datasets.find(({ name, aliases }) => name === dataset || aliases?.includes(dataset ?? ''));
  // How many samples a class has is not known here.
  if (!known || classes) return undefined;
  const { train, test } = known.samples;
  const kept = !isObject(validation)
    ? 0
    : 'first' in validation
      ? validation.first
      : 'last' in validation
        ? validation.last
        : 'first_fraction' in validation
          ? keptOf(train, validation.first_fraction)
          : 'last_fraction' in validation
            ? keptOf(train, validation.last_fraction)
            : 0;
  const bounded = Math.min(train, Math.max(0, Number.isFinite(kept) ? kept : 0));
  // A picture whose turn is learned counts once for each way it can lie.
  const times = Object.values(isByName(target) ? target : { target }).includes('rotation') ? 4 : 1;
  return { train: times * Math.min(train - bounded, count ?? Infinity), validation: times * bounded, test: times * test };
}
