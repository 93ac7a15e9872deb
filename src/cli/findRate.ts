import { toLine } from '../core/training/eventLines';
import type { RuntimeName } from '../core/training/events';
import { rangeChart, rangeWords } from '../core/training/rangeChart';
import { requireSound, type DesignFile } from './designFile';
import { readPlaces, type PlaceOptions } from './places';
import type { Output } from './print';

/** The options of `layerwise lr-find`. */
export interface FindRateOptions extends PlaceOptions {
  readonly runtime: RuntimeName | 'auto';
  readonly min?: number;
  readonly max?: number;
  readonly steps?: number;
  readonly limit?: number;
  readonly seed?: number;
  readonly json?: boolean;
}

/** Tries learning rates on a design and prints how the loss went, and which rate that speaks for. */
export async function findRate(design: DesignFile, options: FindRateOptions, output: Output): Promise<void> {
  requireSound(design);
  const { json, tensorflow, python, min: least, max: most, ...rest } = options;
  const { findLearningRate } = await import('../trainer/findLearningRate');
  const { points, lowest, suggestion, runtime } = await findLearningRate({
    ...rest,
    designPath: design.path,
    designText: design.text,
    places: readPlaces({ tensorflow, python }),
    least,
    most,
  });
  if (json) return output.print(toLine({ suggestion: suggestion ?? null, lowest: lowest ?? null, runtime: runtime.name, points }));
  for (const line of rangeChart(points)) output.print(line);
  output.print(rangeWords({ points, lowest, suggestion }));
}
