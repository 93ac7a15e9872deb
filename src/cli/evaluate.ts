import path from 'node:path';
import { formatCount } from '../core/format';
import type { RuntimeName } from '../core/training/events';
import { toLine } from '../core/training/eventLines';
import { kerasNumber } from '../core/training/kerasLog';
import { readPlaces, type PlaceOptions } from './places';
import type { Output } from './print';

/** The options of `layerwise evaluate`. */
export interface EvaluateOptions extends PlaceOptions {
  readonly runtime: RuntimeName | 'auto';
  readonly json?: boolean;
}

/** Prints what the best weights of a run make of the test part of its data, or of the validation part where there is none. */
export async function evaluate(run: string, { runtime, json, ...places }: EvaluateOptions, output: Output): Promise<void> {
  const { evaluate: compute } = await import('../trainer/evaluate');
  const result = await compute(path.resolve(run), { runtime, places: readPlaces(places) });
  const { logs, part, samples, checkpoint, epoch } = result;
  if (json) return output.print(toLine({ ...logs, run, part, samples, checkpoint, epoch, runtime: result.runtime.name }));
  const values = Object.keys(logs)
    .sort()
    .map((key) => `${key}: ${kerasNumber(logs[key] ?? NaN)}`);
  output.print(`The ${checkpoint} weights (epoch ${epoch}) on ${formatCount(samples)} ${part} samples, ${result.runtime.label}:`);
  output.print(values.join(' - '));
}
