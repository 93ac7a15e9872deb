import * as l10n from '@vscode/l10n';
import type { Analysis } from '../../../src/core/analysis';
import { describe } from '../../../src/core/describe';

export interface ProblemStep {
  readonly layer: string;
  /** For the live region: which of how many, and what is wrong there. */
  readonly words: string;
}

/** The next layer with a problem, or the one before, in the order of the file and round again at its end. */
export function problemStep({ layers, instances, diagnostics }: Analysis, from: string | undefined, step: 1 | -1): ProblemStep | undefined {
  const concerned = new Set(diagnostics.flatMap(({ layer }) => layer ?? []));
  const found = layers.filter(({ id }) => concerned.has(id));
  const start = instances.find(({ id }) => id === from)?.members[0] ?? from;
  // Nothing selected: the first one, or the last.
  const here = layers.find(({ id }) => id === start)?.index ?? (step > 0 ? -1 : layers.length);
  const ahead = step > 0 ? found.findIndex(({ index }) => index > here) : found.findLastIndex(({ index }) => index < here);
  const at = ahead >= 0 ? ahead : step > 0 ? 0 : found.length - 1;
  const layer = found[at];
  if (!layer) return undefined;
  const own = diagnostics.filter((diagnostic) => diagnostic.layer === layer.id).map(describe);
  return { layer: layer.id, words: l10n.t`${layer.name}, ${at + 1} of ${found.length} with problems. ${own.join(' ')}` };
}
