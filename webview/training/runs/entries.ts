import * as l10n from '@vscode/l10n';
import { moreIsBetter } from '../../../src/core/training/moreIsBetter';
import type { RunEntry } from '../../../src/protocol/training';

export function orderRuns(runs: readonly RunEntry[], order: 'newest' | 'best'): RunEntry[] {
  const newest = [...runs].sort((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''));
  if (order === 'newest') return newest;
  const worth = ({ score }: RunEntry) =>
    !score || !Number.isFinite(score.value) ? -Infinity : moreIsBetter(score.metric) ? score.value : -score.value;
  return newest.sort((a, b) => (worth(a) === worth(b) ? 0 : worth(b) - worth(a)));
}

/** The metric that the scores are of, if it is the same for all. */
export function scoreName(runs: readonly RunEntry[]): string {
  const names = new Set(runs.flatMap(({ score }) => score?.metric ?? []));
  return names.size === 1 ? ([...names][0] ?? '') : '';
}

const PHASES = {
  starting: l10n.t('starting'),
  running: l10n.t('training'),
  paused: l10n.t('paused'),
  finished: '',
  stopped: l10n.t('stopped'),
  failed: l10n.t('failed'),
} as const;

/** Whether a process trains it, or waits for it to go on. */
export const isActive = ({ phase }: Pick<RunEntry, 'phase'>): boolean => phase === 'starting' || phase === 'running' || phase === 'paused';

/** The second line of a run: what it does, and what was changed in it (as in the file), else when it was. */
export function runNote({ phase, note, startedAt }: RunEntry): { readonly state: string; readonly note: string } {
  const state = PHASES[phase];
  if (state || note) return { state, note: note ?? '' };
  return {
    state: startedAt ? whenStarted(startedAt) : '',
    note: '',
  };
}

/** Day and time, as the person's language writes them. */
export const whenStarted = (iso: string): string =>
  new Date(iso).toLocaleString([], { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
