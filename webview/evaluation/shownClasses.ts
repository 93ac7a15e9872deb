import type { ClassScore } from '../../src/core/evaluation/confusion';

/** So many classes are a table that a person reads and a page draws at once. */
export const MOST_CLASSES = 200;

/** Classes that are in the table, as numbers: all in order where they are few, else the worst told, or those that were asked for by name. */
export function shownClasses(
  scores: readonly ClassScore[],
  names: readonly string[],
  wanted: string,
): { readonly ids: readonly number[]; readonly matching: number } {
  const all = scores.map((_, id) => id);
  if (all.length <= MOST_CLASSES) return { ids: all, matching: all.length };
  const text = wanted.trim().toLowerCase();
  const matching = text === '' ? all : all.filter((id) => names[id]!.toLowerCase().includes(text));
  // What nothing is said of comes last. An exact name is what was asked for, however well that class is told.
  const place = (id: number): number => (names[id]!.toLowerCase() === text ? -1 : (scores[id]!.f1 ?? 2));
  return { ids: matching.sort((a, b) => place(a) - place(b) || a - b).slice(0, MOST_CLASSES), matching: matching.length };
}
