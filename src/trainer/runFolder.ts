import { appendFileSync, statSync } from 'node:fs';
import { access, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { eventToLine, lineToEvent, toLine } from '../core/training/eventLines';
import type { RunEvent } from '../core/training/events';
import { hold } from '../machine/hold';
import { makeFolder } from '../machine/makeFolder';
import { RUN_FILES, type RunRecord } from '../protocol/runFolder';
import { Failure } from './failure';
import { fileFailure, isFull, runFileFailure } from './fileFailure';
import { goesOn } from './resume/cutRun';

/** The folder of a run while it is written. */
export interface RunFolder {
  readonly path: string;
  readonly id: string;
  /** `name`: `best`, `last`, or that of an epoch. */
  checkpoint(name: string): { readonly file: string; readonly absolute: string };
  /** Adds a line to the metrics. */
  append(event: RunEvent): void;
  /** Length of the metrics so far, in bytes. */
  metricsBytes(): number;
  /** Writes the design anew, whole. */
  writeDesign(text: string): Promise<void>;
  /** Writes the record anew, whole. */
  record(record: RunRecord): Promise<void>;
  /** Lets go of it: another process may go on with the run. */
  readonly release: () => Promise<void>;
}

/**
 * Makes the folder with the design in it. Fails where it can't be written, or holds a run already; one that failed before it
 * began to train is replaced, so that a person who has put right what was wrong can give the same folder again.
 */
export async function makeRunFolder(folder: string, designText: string): Promise<RunFolder> {
  const record = path.join(folder, RUN_FILES.record);
  const taken = new Failure(`There is a run in ${folder} already.`, {
    next: 'Choose another folder, or go on with that run: layerwise resume.',
  });
  if ((await exists(record)) && !(await neverBegan(folder))) throw taken;
  const made = await writing(folder, () => makeFolder(path.join(folder, RUN_FILES.checkpoints)));
  const release = await holdRunFolder(folder);
  try {
    // Nothing is in a folder that was just made; in any other a run may have begun meanwhile.
    if (made === undefined && (await exists(record))) {
      if (!(await neverBegan(folder))) throw taken;
      await rm(path.join(folder, RUN_FILES.metrics), { force: true });
    }
    await writing(folder, () => writeFileAtomic(path.join(folder, RUN_FILES.design), designText));
    return folderAt(folder, release);
  } catch (error) {
    await release();
    throw error;
  }
}

/** Holds the folder of a run, so that no other process trains in it; returns what lets go of it. Fails where another one does. */
export async function holdRunFolder(folder: string): Promise<() => Promise<void>> {
  try {
    return await hold(path.join(folder, RUN_FILES.lock), (pid) => goesOn(folder, pid));
  } catch (error) {
    throw notWritten(error, folder);
  }
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

async function neverBegan(folder: string): Promise<boolean> {
  const [record, metrics] = await Promise.all(
    [RUN_FILES.record, RUN_FILES.metrics].map((name) => readFile(path.join(folder, name), 'utf8').catch(() => '')),
  );
  const weights = await readdir(path.join(folder, RUN_FILES.checkpoints)).catch(() => []);
  const began = weights.length > 0 || metrics!.split('\n').some((line) => lineToEvent(line)?.type === 'started');
  return !began && /"phase": "failed"/.test(record!);
}

/** The folder of a run that goes on, held by `holdRunFolder`: its metrics are cut back to `metricsBytes`, since the steps after that are taken again. */
export async function reopenRunFolder(folder: string, metricsBytes: number, release: () => Promise<void>): Promise<RunFolder> {
  const metrics = path.join(folder, RUN_FILES.metrics);
  await writing(
    folder,
    async () => {
      await makeFolder(path.join(folder, RUN_FILES.checkpoints));
      await Promise.all([folder, path.join(folder, RUN_FILES.checkpoints)].map(removeHalfWritten));
      // Made where the run ended before its first event.
      await writeFile(metrics, '', { flag: 'a' });
      await truncate(metrics, metricsBytes);
    },
    notWritten,
  );
  return folderAt(folder, release);
}

/** What `writeFileAtomic` was writing when the process was killed; weights are large, and a run may be killed often. */
async function removeHalfWritten(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => /\.(?:safetensors|json|csv)\.\d+$/.test(name));
  for (const name of left) await rm(path.join(folder, name), { force: true });
}

async function writing<T>(folder: string, write: () => Promise<T>, failure = notMade): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw failure(error, folder);
  }
}

const cannot = (folder: string): string => `The run's folder ${folder} can't be written.`;
const notMade = (error: unknown, folder: string): unknown =>
  fileFailure(error, cannot(folder), isFull(error) ? 'Make room, or choose another folder.' : 'Choose another folder.');
const notWritten = (error: unknown, folder: string): unknown => runFileFailure(error, cannot(folder));

function folderAt(folder: string, release: () => Promise<void>): RunFolder {
  const within = (...names: string[]) => path.join(folder, ...names);
  return {
    path: folder,
    id: path.basename(folder),
    release,
    checkpoint(name) {
      const file = `${RUN_FILES.checkpoints}/${name}.safetensors`;
      return { file, absolute: within(RUN_FILES.checkpoints, `${name}.safetensors`) };
    },
    metricsBytes: () => statSync(within(RUN_FILES.metrics), { throwIfNoEntry: false })?.size ?? 0,
    append(event) {
      try {
        appendFileSync(within(RUN_FILES.metrics), `${eventToLine(event)}\n`);
      } catch (error) {
        throw notWritten(error, folder);
      }
    },
    writeDesign: (text) => writing(folder, () => writeFileAtomic(within(RUN_FILES.design), text), notWritten),
    // By way of a line, which has words for numbers that JSON has not.
    async record(record) {
      const [file, text] = [within(RUN_FILES.record), `${JSON.stringify(JSON.parse(toLine(record)), null, 2)}\n`];
      const begins = !(await exists(file));
      await writing(folder, () => writeFileAtomic(file, text), begins ? notMade : notWritten);
    },
  };
}
