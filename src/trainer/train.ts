import path from 'node:path';
import type { RunEvent } from '../core/training/events';
import type { RunOptions } from '../protocol/trainer';
import { readChange } from './change';
import { createControl, type RunSignals } from './control';
import { explain } from './explain';
import { Failure } from './failure';
import { learn } from './learn';
import { checkDesign, settingsOf } from './prepare';
import { Run } from './run';
import { readRunFolder } from './readRunFolder';
import { holdRunFolder, makeRunFolder, reopenRunFolder } from './runFolder';
import { readCutRun, type CutRun } from './resume/cutRun';
import { NOT_BEGUN, type Progress } from './resume/progress';
import type { Settings } from './settings';
import { findSourceWeights } from './reuse/reuseWeights';
import { startRuntime } from './runtime/runtime';
import { limitMemory } from './watchdog';

/**
 * Trains a design: reads it, its data and its settings, learns, and writes the run's folder. Everything that happens is
 * told to `emit`, the end too (`finished`, `stopped` or `failed`, the last event); the promise never rejects. `log` is
 * told what a person need not see: how steps are captured, and the stack of an error that nobody foresaw.
 */
export async function train(
  options: RunOptions,
  emit: (event: RunEvent) => void,
  control: RunSignals = createControl(),
  log: (text: string) => void = () => undefined,
): Promise<void> {
  let run: Run | undefined;
  let release = (): Promise<void> => Promise.resolve();
  const unlimit = options.memoryLimit === undefined ? undefined : limitMemory(options.memoryLimit);
  try {
    if (options.resume) {
      // What is no run cannot be held either, and is told apart.
      await readRunFolder(options.folder);
      release = await holdRunFolder(options.folder);
    }
    const before = options.resume ? await readCutRun(options.folder, options.epochs, options.changedText) : undefined;
    run = await (before ? goOn(options, before, emit, release) : begin(options, emit));
    ({ release } = run.folder);
    await run.record('starting');
    await learn(run, control, log);
  } catch (error) {
    // A download that was stopped ends in the reason of the signal.
    if (run && control.stopped.aborted && error === control.stopped.reason) return run.end('stopped', NOTHING_LEARNED);
    const failure = { type: 'failed', ...explain(error) } as const;
    if (error instanceof Error && !(error instanceof Failure)) log(error.stack ?? error.message);
    await run?.fail(failure).catch((second: unknown) => log(String(second)));
    emit(failure);
  } finally {
    unlimit?.();
    await release();
  }
}

async function begin(options: RunOptions, emit: (event: RunEvent) => void): Promise<Run> {
  const design = checkDesign(options.designText, options.designPath);
  const settings = settingsOf(design, options);
  const weights = options.weights ?? settings.weights;
  // Said before there is a folder of a run that never was one.
  if (weights) await findSourceWeights(weights, path.dirname(options.designPath));
  const runtime = await startRuntime(options.runtime, options.places);
  const folder = await makeRunFolder(options.folder, options.designText);
  return new Run(options, design, settings, runtime, folder, emit);
}

/** With what the run was begun with. */
async function goOn(asked: RunOptions, before: CutRun, emit: (event: RunEvent) => void, release: () => Promise<void>): Promise<Run> {
  const { record, state, designText } = before;
  const { seed, limit } = record.settings;
  const runtimeName = asked.runtime ?? state?.facts.runtime ?? record.runtime.name;
  const options: RunOptions = { ...asked, designText, designPath: record.designPath, runtime: runtimeName, seed, limit };
  const design = checkDesign(designText, options.designPath);
  const settings = settingsOf(design, { seed, epochs: asked.epochs ?? epochsBefore(before) });
  checkEpochs(settings, state?.facts.progress ?? NOT_BEGUN);
  // What cannot be taken up is said before anything of the run is touched.
  if (asked.changedText !== undefined)
    readChange(asked.changedText, { design, settings, designPath: options.designPath }, state?.facts.progress ?? NOT_BEGUN, asked.epochs);
  const runtime = await startRuntime(options.runtime, options.places);
  const folder = await reopenRunFolder(options.folder, state?.facts.metricsBytes ?? 0, release);
  // The run may have been cut off between keeping a changed design and writing it there.
  if (state?.facts.designText !== undefined) await folder.writeDesign(designText);
  return new Run(options, design, settings, runtime, folder, emit, before);
}

/** How many epochs a run was to have: it may have been cut off between keeping a change and recording it. */
function epochsBefore({ record, state }: CutRun): number {
  const { changes = [], epochs } = state?.facts ?? {};
  return changes.length > (record.changes ?? []).length && epochs !== undefined ? epochs : record.settings.epochs;
}

/** Fails where the run is to have fewer epochs than it has begun. */
function checkEpochs({ epochs }: Settings, { epoch, within }: Progress): void {
  const begun = within ? epoch : epoch - 1;
  if (epochs >= begun) return;
  throw new Failure(`The run can't end after ${epochs} epochs: epoch ${begun} has begun.`, {
    next: `Give at least ${begun} with --epochs.`,
  });
}

const NOTHING_LEARNED = { history: {}, epochs: 0, samplesPerSecond: 0 };
