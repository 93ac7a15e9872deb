import { access } from 'node:fs/promises';
import path from 'node:path';
import { eventToLine, toLine } from '../core/training/eventLines';
import type { RunEvent, RuntimeName } from '../core/training/events';
import { memoryLimit } from '../machine/memory';
import type { RunOptions } from '../protocol/trainer';
import { Failure } from '../trainer/failure';
import { readDesignFile, requireSound } from './designFile';
import type { DesignFile } from './designFile';
import { readPlaces, type PlaceOptions } from './places';
import { complaint } from './print';
import type { Output } from './print';
import { runSource } from './runSource';
import { claimRunFolder, removeEmpty } from './runFolder';
import { runLines } from './runLines';

/** What `layerwise train` and `layerwise resume` have in common. */
export interface RunningOptions extends PlaceOptions {
  readonly epochs?: number;
  /** MB; default: a share of the machine's. */
  readonly memoryLimit?: number;
  /** Seconds. */
  readonly checkpointEvery?: number;
  readonly json?: boolean;
}

/** The options of `layerwise train`. */
export interface TrainOptions extends RunningOptions {
  readonly runtime: RuntimeName | 'auto';
  readonly limit?: number;
  readonly seed?: number;
  readonly out?: string;
  /** A run, a design's name or a file of weights. */
  readonly weightsFrom?: string;
}

/** The options of `layerwise resume`; `runtime` left out: the one that the run was on. */
export interface ResumeOptions extends RunningOptions {
  /** A changed design to go on with. */
  readonly design?: string;
  readonly runtime?: RuntimeName | 'auto';
}

/** 128 and the number of the signal, as shells count. */
const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Trains a design to its end, or until a person presses Ctrl-C; the result is the exit code. */
export async function train(design: DesignFile, { out, weightsFrom, ...options }: TrainOptions, output: Output): Promise<number> {
  requireSound(design);
  const name = design.analysis.design?.name ?? path.basename(design.path).replace(/(\.layerwise)?\.json$/, '');
  const folder = out === undefined ? await claimRunFolder(name) : path.resolve(out);
  try {
    const weights = weightsFrom === undefined ? undefined : { from: await presentOr(weightsFrom) };
    return await follow({ designPath: design.path, designText: design.text, folder, weights }, out, options, output);
  } finally {
    await removeEmpty(folder);
  }
}

/** A file or folder as it is seen from here, or the name of a design. */
const presentOr = (name: string): Promise<string> =>
  access(name).then(
    () => path.resolve(name),
    () => name,
  );

/** Goes on with a run that was cut off or stopped, in its own folder; the result is the exit code. */
export async function resume(run: string, { design, ...options }: ResumeOptions, output: Output): Promise<number> {
  const folder = await runSource(run);
  const { readRunFolder } = await import('../trainer/readRunFolder');
  const { text, record } = await readRunFolder(folder);
  const changedText = design === undefined ? undefined : (await readDesignFile(design)).text;
  return follow({ designPath: record.designPath, designText: text, folder, resume: true, changedText }, run, options, output);
}

/** Trains and shows it. `out`: the run's folder as it was asked for. */
async function follow(
  run: RunOptions,
  out: string | undefined,
  { json, tensorflow, python, checkpointEvery: checkpointSeconds, ...options }: RunningOptions,
  output: Output,
): Promise<number> {
  // What trains is large: it is loaded only when something is to be trained.
  const [{ train: learn }, { createControl }] = await Promise.all([import('../trainer/train'), import('../trainer/control')]);
  const control = createControl();
  const show = json ? (event: RunEvent) => output.print(jsonLine(event, out)) : runLines(output);
  let code = 0;
  const stop = (signal: keyof typeof SIGNAL_CODES) => {
    // Whoever asks twice does not want to wait until it has been saved.
    if (control.stopped.aborted) process.exit(SIGNAL_CODES[signal]);
    code = SIGNAL_CODES[signal];
    output.complain('Stopping: what was learned is being saved. Press Ctrl-C again to end at once.');
    control.stop();
  };
  const signals = Object.keys(SIGNAL_CODES) as (keyof typeof SIGNAL_CODES)[];
  for (const signal of signals) process.on(signal, stop);
  const emit = (event: RunEvent) => {
    show(event);
    if (event.type !== 'failed') return;
    output.complain(complaint(new Failure(event.message, { reason: event.cause, next: event.next })));
    code ||= 1;
  };
  try {
    await learn(
      { ...options, ...run, checkpointSeconds, places: readPlaces({ tensorflow, python }), memoryLimit: memoryLimit(options.memoryLimit) },
      emit,
      control,
    );
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
  return code;
}

/**
 * An event as `--json` prints it: `run` is the run's folder as it was asked for, and `runtime` the runtime's name, with
 * the whole report beside it.
 */
function jsonLine(event: RunEvent, out: string | undefined): string {
  if (event.type !== 'started' && event.type !== 'finished' && event.type !== 'stopped') return eventToLine(event);
  const { folder, runtime, ...rest } = event;
  return toLine({ ...rest, run: out ?? folder, folder, runtime: runtime.name, runtimeReport: runtime });
}
