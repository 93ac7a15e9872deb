import { analyzeText } from '../../core/analyze';
import type { Analysis } from '../../core/analysis';
import { readModel, some, type ModelDescription, type ReadModel } from '../../core/keras/read/readModel';
import { serialize } from '../../core/serialize';

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
export const fits = (found: readonly number[], wanted: readonly number[]): boolean => withoutOnes(found) === withoutOnes(wanted);
const withoutOnes = (shape: readonly number[]): string => shape.filter((size) => size !== 1).join();

/** What is said of weights that are not there, or of another shape. */
export function missingNote(missing: readonly string[]): readonly string[] {
  if (missing.length === 0) return [];
  const some = missing.slice(0, 3).join(', ');
  return [`The file has no weights that fit ${some}${missing.length > 3 ? ` and ${missing.length - 3} more` : ''}: they start anew.`];
}
