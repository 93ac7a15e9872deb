import type { ListedRun } from './catalog';

/** A run in a list to choose from: what it is called, what is known of it, and what was changed for it. */
export const runItem = (run: ListedRun, known?: string) => ({
  label: run.label ?? run.name,
  description: [known ?? scoreOf(run), timeOf(run)].filter(Boolean).join(' · '),
  ...((run.remark ?? run.note) && { detail: run.remark ?? run.note }),
  run,
});

/** `val_accuracy 0.9712`; empty as long as no epoch has ended. */
export const scoreOf = ({ score }: ListedRun): string => (score ? `${score.metric} ${score.value.toFixed(4)}` : '');

/** When it began: the day and the minute. */
export const timeOf = ({ startedAt }: ListedRun): string =>
  startedAt === undefined
    ? ''
    : new Date(startedAt).toLocaleString([], { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
