import * as l10n from '@vscode/l10n';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lineToEvent } from '../../core/training/eventLines';
import { newRun, reduceRun, secondsSoFar, type RunState } from '../../core/training/run';
import { runFolderName } from '../../core/training/runName';
import { designPlace } from '../../machine/designPlace';
import { isAlive } from '../../machine/isAlive';
import { makeFolder } from '../../machine/makeFolder';
import { RUN_FILES, type RunRecord } from '../../protocol/runFolder';
import { isActive } from './run';
import { replaceFile } from './replaceFile';
import { soundRecord } from './soundRecord';

/** Runs lie below this, beside the workspace's or the design's own files. */
export const RUNS_FOLDER = path.join('.layerwise', 'runs');

/** Makes a new folder for a run; no other run can get the same. What `.layerwise` holds stays out of git unless asked. */
export async function claimRunFolder(base: string, name: string, time = new Date()): Promise<string> {
  const runs = path.join(base, RUNS_FOLDER);
  if (await makeFolder(runs)) await ignoreInGit(path.dirname(runs));
  for (let attempt = 1; ; attempt++) {
    const folder = path.join(runs, runFolderName(time, name, attempt));
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

async function ignoreInGit(folder: string): Promise<void> {
  await writeFile(
    path.join(folder, '.gitignore'),
    '# Written by Layerwise: runs hold weights and logs. Delete this file to keep them in git.\n*\n',
    { flag: 'wx' },
  ).catch(() => undefined);
}

/** The record of a run's folder; `undefined` where there is none that can be read. */
export async function readRecord(folder: string): Promise<RunRecord | undefined> {
  try {
    const record = soundRecord(JSON.parse(await readFile(path.join(folder, RUN_FILES.record), 'utf8')));
    return record && { ...record, designPath: await designPlace(folder, record) };
  } catch {
    return undefined;
  }
}

/** All that a run's folder says of it, rebuilt from its record and its events. */
export async function readRun(folder: string): Promise<RunState | undefined> {
  const record = await readRecord(folder);
  if (!record) return undefined;
  const state = await stateFromEvents(folder, record);
  // The folder may have been moved since, and the record has the last word on how the run ended, where it has one.
  const { phase, failure } = (await untoldEnd(folder, record)) ?? record;
  return { ...state, id: record.id, folder, phase, ...(failure && { failure }) };
}

async function stateFromEvents(folder: string, { id, name, startedAt, runtime, parameters }: RunRecord): Promise<RunState> {
  const lines = await readFile(path.join(folder, RUN_FILES.metrics), 'utf8').catch(() => '');
  let state: RunState = { ...newRun(id, name), startedAt, runtime, parameters };
  for (const line of lines.split('\n')) {
    const event = line ? lineToEvent(line) : undefined;
    try {
      if (event) state = reduceRun(state, event);
    } catch {
      // It looks like an event, and is not as training writes it.
    }
  }
  return state;
}

/** When the process began that trains a run, or did last, in ms. */
export const beganAt = ({ startedAt, resumed = [] }: RunRecord): number => Date.parse(resumed.at(-1)?.time ?? startedAt);

/** Whether the process of a run that says it goes on is still there. */
export function stillRuns(record: RunRecord, bootedAt?: number): boolean {
  const { phase, pid, pidMark: mark } = record;
  return isActive({ phase }) && pid !== undefined && isAlive({ pid, mark, since: beganAt(record) }, bootedAt);
}

/** What a run that nobody ended says: whoever trained it went away, and the child with it. */
const ABANDONED = {
  message: l10n.t('This run was cut off: the editor or the terminal that trained it was closed.'),
  next: l10n.t('Resume goes on from its newest checkpoint, Train again starts anew.'),
};

/**
 * How a run ended whose record says that it goes on, though its process is gone; `undefined` where the record is right. On a full
 * disk a run can no longer write its record, but may have told its last event.
 */
export async function untoldEnd(folder: string, record: RunRecord): Promise<Pick<RunRecord, 'phase' | 'failure'> | undefined> {
  if (!isActive(record) || stillRuns(record)) return undefined;
  const { phase, failure } = await stateFromEvents(folder, record);
  if (isActive({ phase })) return { phase: 'failed', failure: ABANDONED };
  if (!failure) return { phase };
  const { message, cause, next } = failure;
  return { phase, failure: { message, cause, next } };
}

/**
 * Writes how a run ended into its record, for a child that could not do so itself; not where another process trains it.
 * @param child the number of that one
 */
export async function writeEnd(folder: string, end: Pick<RunRecord, 'phase' | 'failure'>, child?: number): Promise<void> {
  const record = await readRecord(folder);
  if (!record || !isActive(record) || (record.pid !== child && stillRuns(record))) return;
  const { pid: _pid, pidMark: _mark, ...rest } = record;
  const seconds = secondsSoFar(await stateFromEvents(folder, record));
  const told = { ...rest, endedAt: new Date().toISOString(), ...(seconds !== undefined && { seconds }), ...end };
  await replaceFile(path.join(folder, RUN_FILES.record), `${JSON.stringify(told, undefined, 2)}\n`);
}

/** The time of the record's last change, in ms; what is known of a folder can be kept until then. */
export async function recordTime(folder: string): Promise<number | undefined> {
  return (await stat(path.join(folder, RUN_FILES.record)).catch(() => undefined))?.mtimeMs;
}

/** Removes the folder of a run that failed before it began: nothing in it is worth a line in the list. */
export async function removeUnbegun(folder: string): Promise<void> {
  const files: readonly string[] = await readdir(folder).catch(() => []);
  const ofAny: readonly string[] = [RUN_FILES.log, RUN_FILES.design, RUN_FILES.checkpoints, RUN_FILES.lock];
  const began = files.some((name) => !ofAny.includes(name));
  if (!began) await rm(folder, { recursive: true, force: true });
}
