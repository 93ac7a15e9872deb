import type { RunState } from './run';

type Course = Pick<RunState, 'stepsPerEpoch' | 'epochLogs' | 'changes'>;

/**
 * Where a step lies among the epochs of a run: 2.5 is in the middle of the third one. Epochs have the same number of steps
 * unless the batch size has changed on the way.
 */
export function epochsAt(run: Course, step: number): number {
  if (isEven(run)) return step / run.stepsPerEpoch;
  const index = epochsEnded(run, step);
  const from = endOf(run, index);
  return index + (step - from) / (endOf(run, index + 1) - from);
}

/** The inverse of it; not rounded. */
export function stepAt(run: Course, epochs: number): number {
  if (isEven(run)) return epochs * run.stepsPerEpoch;
  const index = Math.floor(epochs);
  const from = endOf(run, index);
  return from + (epochs - index) * (endOf(run, index + 1) - from);
}

/** The last step of an epoch; 0 for epoch 0. Of one that is not over, the one that is expected. */
export function endOf(run: Course, epoch: number): number {
  const { stepsPerEpoch, epochLogs, changes } = run;
  if (isEven(run)) return epoch * stepsPerEpoch;
  if (epoch <= 0) return 0;
  const log = epochLogs[epoch - 1];
  if (log) return log.step;
  const last = epochLogs.at(-1)?.step ?? 0;
  const change = changes.at(-1)!;
  const under = change.step >= last ? change.epochEnd : last + stepsPerEpoch;
  return under + (epoch - epochLogs.length - 1) * stepsPerEpoch;
}

/** The epoch that a step belongs to, from 1, which of its steps it is, from 1, and how many it has. */
export function placeOfStep(run: Course, step: number): { readonly epoch: number; readonly step: number; readonly steps: number } {
  const ended = isEven(run) ? Math.floor((step - 1) / run.stepsPerEpoch) : epochsEnded(run, step - 1);
  const from = endOf(run, ended);
  return { epoch: ended + 1, step: step - from, steps: endOf(run, ended + 1) - from };
}

const isEven = ({ changes }: Course): boolean => changes.length === 0;

/** How many epochs were over after so many steps. */
function epochsEnded(run: Course, step: number): number {
  let [low, high] = [0, run.epochLogs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (run.epochLogs[middle]!.step <= step) low = middle + 1;
    else high = middle;
  }
  // Beyond the last epoch that is over all are as long as is expected.
  while (endOf(run, low + 1) <= step && run.stepsPerEpoch > 0) low++;
  return low;
}
