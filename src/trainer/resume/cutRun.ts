import { parseDesign } from '../../core/parse';
import { isAlive } from '../../machine/isAlive';
import type { RunRecord } from '../../protocol/runFolder';
import { Failure } from '../failure';
import { readRunFolder } from '../readRunFolder';
import { readNewestState } from './stateKeeper';
import type { TrainingState } from './stateFile';

/** A run that has ended before it was done. */
export interface CutRun {
  readonly designText: string;
  readonly record: RunRecord;
  /** Where it goes on; absent: it was cut off before anything was kept, and begins anew. */
  readonly state?: TrainingState;
}

/**
 * Rejects with a `Failure` where there is nothing to go on with.
 * @param asked epochs in place of those of the run @param changedText the design that it is to go on with, where that is another
 */
export async function readCutRun(folder: string, asked?: number, changedText?: string): Promise<CutRun> {
  const { text, record } = await readRunFolder(folder);
  const { phase, pid, pidMark: mark, settings, startedAt, resumed = [] } = record;
  if (pid !== undefined && pid !== process.pid && isAlive({ pid, mark, since: Date.parse(resumed.at(-1)?.time ?? startedAt) }))
    throw goesOn(folder, pid);
  const state = await readNewestState(folder);
  const designText = state?.facts.designText ?? text;
  const epochs = asked ?? (changedText === undefined ? undefined : otherEpochs(designText, changedText));
  if (phase === 'finished' && (!state || state.facts.progress.epoch > (epochs ?? 0)))
    throw new Failure(`The run in ${folder} has taken all of its ${settings.epochs} epochs.`, {
      next: state ? `Give more with --epochs, for example ${settings.epochs * 2}.` : 'Train the design again.',
    });
  if (phase === 'finished' && state?.facts.progress.callbacks?.ended)
    throw new Failure(`The run in ${folder} was ended early by a callback of its design.`, {
      next: 'Give the callback more patience in the design, and train that.',
    });
  return { designText, record, ...(state && { state }) };
}

/** Nobody can go on with a run that another process trains. */
export const goesOn = (folder: string, pid: number): Failure =>
  new Failure(`The run in ${folder} still goes on, in the process ${pid}.`, { next: 'Stop it there first.' });

/** Those that a changed design wants, where they are others than before. */
function otherEpochs(before: string, after: string): number | undefined {
  const [old, now] = [before, after].map((text) => parseDesign(text).design?.training?.epochs);
  return now === old ? undefined : now;
}
