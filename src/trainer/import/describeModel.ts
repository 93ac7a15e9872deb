import { analyzeText } from '../../core/analyze';
import type { Analysis } from '../../core/analysis';
import { readModel, some, type ModelDescription, type ReadModel } from '../../core/keras/read/readModel';
import { formatCount } from '../../core/format';
import { product } from '../../core/layers/size';
import { serialize } from '../../core/serialize';
import type { ArraySource } from './importer';

/** A model of Keras's as a design, and what is known of that. */
export interface Described extends ReadModel {
  readonly analysis: Analysis;
}

/** Reads the description of a model, and works out which weights it has. Fails where it is none. */
export function describeModel(description: ModelDescription): Described {
  const read = readModel(description);
  const analysis = analyzeText(serialize(read.design));
  const weighty = new Set(
    analysis.layers.flatMap(({ name, weights = [] }) => (weights.length > 0 ? (read.origins.get(name)?.names ?? []) : [])),
  );
  const shared = read.shared.filter((name) => weighty.has(name));
  const note = `Called more than once, and a layer of its own for each call now, so that weights are not shared: ${some(shared)}.`;
  return { ...read, notes: shared.length > 0 ? [...read.notes, note] : read.notes, analysis };
}

/** Whether an array is a weight of that shape: the same, but for sizes of 1. */
export const fits = (found: readonly number[], wanted: readonly number[] | undefined): boolean =>
  wanted === undefined || withoutOnes(found) === withoutOnes(wanted);
const withoutOnes = (shape: readonly number[]): string => shape.filter((size) => size !== 1).join();

/** What is said of weights that are not there, or of another shape. */
export function missingNote(missing: readonly string[]): readonly string[] {
  if (missing.length === 0) return [];
  const some = missing.slice(0, 3).join(', ');
  return [`The file has no weights that fit ${some}${missing.length > 3 ? ` and ${missing.length - 3} more` : ''}: they start anew.`];
}

/** What is said of weights that no layer here has: they are kept, under the names that they have in the file. */
export function keptNote(kept: readonly ArraySource[]): readonly string[] {
  if (kept.length === 0) return [];
  const numbers = kept.reduce((sum, { shape }) => sum + product(shape), 0);
  const owners = [...new Set(kept.map(({ name }) => name.slice(0, name.indexOf('/'))))];
  const count = kept.length === 1 ? '1 array' : `${formatCount(kept.length)} arrays`;
  return [`Kept as they are in the file: the weights of ${some(owners)}, ${count} of ${formatCount(numbers)} numbers in all.`];
}
