import type { DataSection } from '../../../src/core/document';
import { datasets } from '../../../src/core/training/datasets';

/** Samples in each part; known for the data sets that have a name. */
export interface Split {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

export function splitOf({ dataset, validation, classes, count }: DataSection): Split | undefined {
  const known = datasets.find(({ name, aliases }) => name === dataset || aliases?.includes(dataset ?? ''));
  // How many samples a class has is not known here.
  if (!known || classes) return undefined;
  const { train, test } = known.samples;
  const kept = !validation
    ? 0
    : 'first' in validation
      ? validation.first
      : 'last' in validation
        ? validation.last
        : 'first_fraction' in validation
          ? Math.floor(train * validation.first_fraction)
          : 'last_fraction' in validation
            ? Math.floor(train * validation.last_fraction)
            : 0;
  const bounded = Math.min(train, Math.max(0, Number.isFinite(kept) ? kept : 0));
  return { train: Math.min(train - bounded, count ?? Infinity), validation: bounded, test };
}
