import path from 'node:path';
import { formatCount } from '../core/format';
import { toLine } from '../core/training/eventLines';
import type { RuntimeName } from '../core/training/events';
import type { SavedWeights } from '../protocol/weightsExport';
import { readPlaces, type PlaceOptions } from './places';
import type { Output } from './print';

/** The options of `layerwise predict`. */
export interface PredictOptions extends PlaceOptions {
  readonly inputs: string;
  readonly limit?: number;
  readonly checkpoint?: SavedWeights;
  readonly monteCarlo?: number;
  readonly seed?: number;
  readonly runtime: RuntimeName | 'auto';
  readonly json?: boolean;
}

/** Prints what the weights of a run make of the samples in a file: a line for each, or all of them as JSON. */
export async function predict(run: string, { json, tensorflow, python, ...options }: PredictOptions, output: Output): Promise<void> {
  const { predict: compute } = await import('../trainer/predict');
  const places = readPlaces({ tensorflow, python });
  const { samples, shape, values, deviation, ...found } = await compute(path.resolve(run), { ...options, places });
  if (deviation && !found.random)
    output.complain('Nothing in this model is random: every pass gives the same, and the deviation is 0 but for rounding.');
  const rows = (all: Float32Array) => nested(all, [samples, ...shape]);
  if (json) return output.print(toLine(deviation ? { mean: rows(values), std: rows(deviation) } : { outputs: rows(values) }));
  const { checkpoint, epoch, runtime } = found;
  output.print(`What the ${checkpoint} weights (epoch ${epoch}) make of ${formatCount(samples)} samples, ${runtime.label}:`);
  const size = values.length / samples;
  for (let i = 0; i < samples; i++) {
    const line = Array.from(values.subarray(i * size, (i + 1) * size), (value, j) =>
      deviation ? `${value.toFixed(4)} ±${deviation[i * size + j]!.toFixed(4)}` : value.toFixed(4),
    );
    output.print(line.join('  '));
  }
}

/** Nine digits tell any two float32 apart; more would be noise. */
function nested(values: Float32Array, [size = 0, ...rest]: readonly number[]): unknown[] {
  if (rest.length === 0) return Array.from(values, (value) => Number(value.toPrecision(9)));
  const each = values.length / size;
  return Array.from({ length: size }, (_, i) => nested(values.subarray(i * each, (i + 1) * each), rest));
}
