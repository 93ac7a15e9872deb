import { flushSync } from 'react-dom';
import { missingForTraining, missingText, type Needed } from '../../../src/core/training/missing';
import type { Designer } from './designer';

const PLACES: Readonly<Record<Needed, { readonly section: string; readonly field: string }>> = {
  data: { section: 'training.data', field: 'dataset' },
  loss: { section: 'training.objective', field: 'loss' },
};

/** Trains the design, or asks for what it lacks. */
export function startTraining(designer: Designer): void {
  if (!askForMissing(designer)) designer.post({ type: 'startTraining' });
}

/** Asks for what training lacks in the field that says it; false where it lacks nothing. */
export function askForMissing(designer: Designer): boolean {
  const missing = missingForTraining(designer.store.get().session.analysis.design ?? {});
  const [first] = missing;
  if (first === undefined) return false;
  const { section, field } = PLACES[first];
  const reason = missingText(missing);
  flushSync(() => {
    designer.select([]);
    designer.fold(section, true);
    designer.set({ inspectorOpen: true, refusal: { reason, needed: first } });
  });
  designer.say(reason);
  document.getElementById('inspector')?.querySelector<HTMLElement>(`[aria-label^="${field}"]`)?.focus();
  return true;
}
