import * as l10n from '@vscode/l10n';
import { endOf } from '../../../src/core/training/place';
import type { RunState } from '../../../src/core/training/run';
import { formatBytes } from '../../../src/core/format';
import { allOf, epochsText } from '../../../src/core/countWords';

/** What a run is doing, in one word or two. */
export function phaseWord(run: RunState): string {
  if (run.phase === 'running') return isValidating(run) ? l10n.t('Validating') : l10n.t('Training');
  const words = {
    starting: l10n.t('Starting'),
    paused: l10n.t('Paused'),
    finished: run.epochLogs.length < run.epochs ? l10n.t('Finished early') : l10n.t('Finished'),
    stopped: l10n.t('Stopped'),
    failed: l10n.t('Failed'),
  } as const;
  return words[run.phase];
}

/** All steps of the epoch are done and its values are not there yet. */
const isValidating = (run: RunState): boolean =>
  run.validationSamples > 0 && run.step > 0 && run.step === endOf(run, run.epochLogs.length + 1);

/** What goes on before the first step, and how much of it is done where that is known. */
export interface StartProgress {
  readonly text: string;
  readonly amount?: string;
  /** From 0 to 1. */
  readonly share?: number;
}

export function startProgress({ data, trial }: RunState): StartProgress {
  if (trial) return { text: l10n.t`Twenty steps each on ${allOf(trial)}: the faster one trains` };
  if (!data) return { text: l10n.t('Starting the training process') };
  if (data.phase === 'ready') return { text: l10n.t('Building the model') };
  if (data.phase === 'reading') return { text: l10n.t`Reading ${data.dataset}` };
  const { received, total } = data;
  const text = l10n.t`Downloading ${data.dataset}`;
  if (received === undefined) return { text };
  if (!total) return { text, amount: formatBytes(received) };
  return { text, amount: l10n.t`${formatBytes(received)} of ${formatBytes(total)}`, share: Math.min(1, received / total) };
}

/** Read out when the phase changes. */
export function announcement(run: RunState | undefined): string {
  if (!run) return '';
  switch (run.phase) {
    case 'starting':
      return startProgress(run).text;
    case 'running':
      return l10n.t`Training ${run.name}, ${epochsText(run.epochs)}`;
    case 'failed':
      return l10n.t`Training failed. ${run.failure?.message ?? ''}`;
    case 'paused':
    case 'finished':
    case 'stopped':
      return l10n.t`${phaseWord(run)} after epoch ${run.epochLogs.length} of ${run.epochs}`;
  }
}
