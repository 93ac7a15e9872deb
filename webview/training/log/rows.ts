import { endOf } from '../../../src/core/training/place';
import type { RunState } from '../../../src/core/training/run';
import { kerasEpochLine, kerasEpochTitle, kerasLine } from '../../../src/core/training/kerasLog';
import { runningMean } from '../charts/series';

/** One row of the log: an epoch that has ended, or the one under way. */
export interface LogRow {
  readonly epoch: number;
  readonly steps: number;
  readonly seconds?: number;
  /** Of training and validation together, a step: what Keras prints. */
  readonly secondsPerStep?: number;
  readonly values: { readonly [key: string]: number | undefined };
  readonly learningRate?: number;
  readonly best: boolean;
  /** Share of its steps that are done, where it is under way. */
  readonly progress?: number;
}

/** Keras's order: by name, validation last. */
export function logKeys(run: RunState): string[] {
  const own = [...run.metrics].sort();
  return run.validationSamples > 0 ? [...own, ...own.map((key) => `val_${key}`)] : own;
}

const rowsOf = new WeakMap<object, LogRow>();

/** The row of an ended epoch stays the same object, so that it is not rendered again. */
export function endedRows(run: RunState): LogRow[] {
  return run.epochLogs.map((log) => {
    const best = log.epoch === run.bestEpoch;
    const known = rowsOf.get(log);
    if (known && known.best === best) return known;
    const { epoch, seconds, logs, learningRate } = log;
    const steps = stepsOf(run, epoch);
    const row = { epoch, steps, seconds, secondsPerStep: seconds / steps, values: logs, learningRate, best };
    rowsOf.set(log, row);
    return row;
  });
}

const stepsOf = (run: RunState, epoch: number): number => endOf(run, epoch) - endOf(run, epoch - 1);

/** The epoch under way; none before the first step and after the last epoch. */
export function presentRow(run: RunState): LogRow | undefined {
  const ended = run.epochLogs.length;
  const steps = run.step - endOf(run, ended);
  if (run.stepsPerEpoch === 0 || steps <= 0 || ended >= run.epochs) return undefined;
  const secondsPerStep = run.samplesPerSecond ? run.batchSize / run.samplesPerSecond : undefined;
  return {
    epoch: ended + 1,
    steps,
    seconds: secondsPerStep && secondsPerStep * steps,
    secondsPerStep,
    values: Object.fromEntries(run.metrics.map((metric) => [metric, runningMean(run, metric)])),
    learningRate: run.steps.learningRate.at(-1),
    best: false,
    progress: steps / stepsOf(run, ended + 1),
  };
}

/** One epoch as Keras prints it, title and line. */
export interface KerasEntry {
  readonly epoch: number;
  readonly title: string;
  readonly line: string;
  readonly step: number;
  readonly steps: number;
}

export function kerasEntries(run: RunState): KerasEntry[] {
  const { epochs } = run;
  const entries = run.epochLogs.map((log) => {
    const steps = stepsOf(run, log.epoch);
    return { epoch: log.epoch, title: kerasEpochTitle(log.epoch, epochs), line: kerasEpochLine(log, steps), step: steps, steps };
  });
  const now = presentRow(run);
  if (!now) return entries;
  const logs = Object.fromEntries(Object.entries(now.values).map(([key, value]) => [key, value ?? NaN]));
  const steps = stepsOf(run, now.epoch);
  const line = kerasLine({ step: now.steps, steps, seconds: now.seconds ?? 0, logs });
  return [...entries, { epoch: now.epoch, title: kerasEpochTitle(now.epoch, epochs), line, step: now.steps, steps }];
}

export const kerasText = (run: RunState): string =>
  kerasEntries(run)
    .map(({ title, line }) => `${title}\n${line}\n`)
    .join('');

/** Tab-separated, with a line of names: what a spreadsheet takes. */
export function tableText(run: RunState): string {
  const keys = logKeys(run);
  const names = ['epoch', 'steps', 'seconds', ...keys, 'learning_rate'];
  const lines = endedRows(run).map(({ epoch, steps, seconds, values, learningRate }) =>
    [epoch, steps, seconds, ...keys.map((key) => values[key]), learningRate].map((cell) => cell ?? '').join('\t'),
  );
  return [names.join('\t'), ...lines, ''].join('\n');
}
