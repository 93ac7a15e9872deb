import { toLine } from '../core/training/eventLines';
import type { RuntimeName } from '../core/training/events';
import type { RangePoint } from '../core/training/rangeTest';
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

const ROWS = 24;
const WIDTH = 40;

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
  for (const line of chart(points)) output.print(line);
  output.print(
    suggestion === undefined
      ? 'The loss did not fall at any of these rates: try smaller ones with --min and --max.'
      : `The loss is lowest at ${lowest}; a good learning rate is about ${suggestion}.`,
  );
}

/** A row for every few steps: the rate, a bar as long as the smoothed loss, and the loss. */
function chart(points: readonly RangePoint[]): string[] {
  const every = Math.max(1, Math.ceil(points.length / ROWS));
  const shown = points.filter((_, i) => i % every === 0);
  // Where the loss climbs out of sight the curve before it is what counts.
  const largest = 1.5 * (shown[0]?.smoothed ?? 0);
  return shown.map(({ learningRate, smoothed }) => {
    const length = smoothed > 0 && largest > 0 ? Math.min(WIDTH, Math.round((WIDTH * smoothed) / largest)) : 0;
    return `${learningRate.toExponential(1).padStart(8)}  ${'━'.repeat(length).padEnd(WIDTH)}  ${smoothed.toPrecision(4)}`;
  });
}
