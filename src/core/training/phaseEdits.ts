import type { Json, JsonObject, TrainingSection } from '../document';
import type { Edit } from '../edits';
import { isObject } from '../layers/readFields';
import { namesLike } from './phases';

const phasesOf = (training: TrainingSection | undefined): readonly Json[] => {
  const { phases } = (training ?? {}) as JsonObject;
  return Array.isArray(phases) ? (phases as readonly Json[]) : [];
};
const setPhases = (phases: readonly Json[]): Edit => ({ type: 'setTraining', path: ['phases'], value: phases });

/** One more phase at the end. Where there was none the training so far becomes the first: its epochs go there. */
export function addPhase(training: TrainingSection | undefined): Edit {
  const phases = phasesOf(training);
  const epochs = training?.epochs ?? 1;
  if (phases.length > 0) return setPhases([...phases, { epochs: 1 }]);
  const edit = setPhases([{ epochs }, { epochs }]);
  return training?.epochs === undefined ? edit : { type: 'several', edits: [{ type: 'setTraining', path: ['epochs'] }, edit] };
}

/** Takes a phase away. With the last one training has no phases any more, and its epochs are the training's. */
export function removePhase(training: TrainingSection | undefined, index: number): Edit {
  const phases = phasesOf(training);
  const rest = phases.filter((_, i) => i !== index);
  if (rest.length > 0) return setPhases(rest);
  const [only] = phases;
  const epochs = isObject(only) ? only.epochs : undefined;
  const edits: Edit[] = [{ type: 'setTraining', path: ['phases'] }];
  if (epochs !== undefined) edits.push({ type: 'setTraining', path: ['epochs'], value: epochs });
  return { type: 'several', edits };
}

/** Exchanges a phase with the one before it (-1) or behind it (1); `undefined` at the ends. */
export function movePhase(training: TrainingSection | undefined, index: number, by: 1 | -1): Edit | undefined {
  const phases = [...phasesOf(training)];
  const [own, other] = [phases[index], phases[index + by]];
  if (own === undefined || other === undefined) return undefined;
  phases[index] = other;
  phases[index + by] = own;
  return setPhases(phases);
}

/** A phase lasts so many epochs. */
export const resizePhase = (index: number, epochs: number): Edit => ({
  type: 'setTraining',
  path: ['phases', index, 'epochs'],
  value: Math.max(1, Math.round(epochs)),
});

/**
 * The patterns with a layer frozen that was not, or the other way round. A pattern that means others too becomes their
 * names.
 */
export function toggleFrozen(patterns: readonly string[], names: readonly string[], name: string): readonly string[] {
  const meaning = patterns.map((pattern) => ({ pattern, means: namesLike(pattern, names) }));
  if (!meaning.some(({ means }) => means.includes(name))) return [...patterns, name];
  return meaning.flatMap(({ pattern, means }) => (means.includes(name) ? means.filter((one) => one !== name) : [pattern]));
}
