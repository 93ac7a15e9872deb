import { InvalidArgumentError } from 'commander';
import { formatCount } from '../core/format';
import type { Each } from '../core/training/each';
import { toLine } from '../core/training/eventLines';
import type { RuntimeName } from '../core/training/events';
import type { SavedWeights } from '../protocol/weightsExport';
import { readPlaces, type PlaceOptions } from './places';
import type { Output } from './print';
import { runSource } from './runSource';

/** The options of `layerwise predict`. */
export interface PredictOptions extends PlaceOptions {
  readonly inputs: Each<string>;
  readonly limit?: number;
  readonly checkpoint?: SavedWeights;
  readonly monteCarlo?: number;
  readonly seed?: number;
  readonly runtime: RuntimeName | 'auto';
  readonly json?: boolean;
}

/** `--inputs digits.npy`, or of several Input layers `--inputs left=a.npy --inputs right=b.npy`. */
export function inputFiles(value: string, before: Each<string> | undefined): Each<string> {
  const [, name, file] = /^([^=/\\]+)=(.+)$/s.exec(value) ?? [];
  if (before === undefined) return name === undefined || file === undefined ? value : { [name]: file };
  if (typeof before === 'string' || name === undefined || file === undefined)
    throw new InvalidArgumentError('of several files each has the name of its Input layer before it: left=a.npy');
  return { ...before, [name]: file };
}

/** Prints what the weights of a run, or those that a design begins with, make of the samples in a file: a line for each, or all of them as JSON. */
export async function predict(run: string, { json, tensorflow, python, ...options }: PredictOptions, output: Output): Promise<void> {
  const { predict: compute } = await import('../trainer/predict');
  const places = readPlaces({ tensorflow, python });
  const { samples, outputs, random, checkpoint, epoch, runtime } = await compute(await runSource(run), { ...options, places });
  const several = outputs.length > 1;
  if (options.monteCarlo !== undefined && !random)
    output.complain('Nothing in this model is random: every pass gives the same, and the deviation is 0 but for rounding.');
  if (json) {
    // Of several outputs each by its name.
    const rows = (all: readonly (Float32Array | undefined)[]) => {
      const nestedRows = all.map((values, i) => nested(values!, [samples, ...outputs[i]!.shape]));
      return several ? Object.fromEntries(nestedRows.map((each, i) => [outputs[i]!.name, each])) : nestedRows[0];
    };
    const values = rows(outputs.map((each) => each.values));
    const more = options.monteCarlo === undefined ? undefined : rows(outputs.map((each) => each.deviation));
    return output.print(toLine(more ? { mean: values, std: more } : { outputs: values }));
  }
  const whose = checkpoint === undefined ? 'weights that the design begins with' : `${checkpoint} weights (epoch ${epoch})`;
  output.print(`What the ${whose} make of ${formatCount(samples)} samples, ${runtime.label}:`);
  for (const { name, values, deviation } of outputs) {
    if (several) output.print(`${name}:`);
    const size = values.length / samples;
    for (let i = 0; i < samples; i++) {
      const line = Array.from(values.subarray(i * size, (i + 1) * size), (value, j) =>
        deviation ? `${value.toFixed(4)} ±${deviation[i * size + j]!.toFixed(4)}` : value.toFixed(4),
      );
      output.print(line.join('  '));
    }
  }
}

/** Nine digits tell any two float32 apart; more would be noise. */
function nested(values: Float32Array, [size = 0, ...rest]: readonly number[]): unknown[] {
  if (rest.length === 0) return Array.from(values, (value) => Number(value.toPrecision(9)));
  const each = values.length / size;
  return Array.from({ length: size }, (_, i) => nested(values.subarray(i * each, (i + 1) * each), rest));
}
