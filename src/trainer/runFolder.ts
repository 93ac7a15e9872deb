import { appendFileSync, statSync } from 'node:fs';
import { access, mkdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { eventToLine, toLine } from '../core/training/eventLines';
import type { RunEvent } from '../core/training/events';
import { RUN_FILES, type RunRecord } from '../protocol/runFolder';
import { Failure } from './failure';
import { fileFailure } from './fileFailure';

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
}

/** Makes the folder with the design in it. Fails where it can't be written, or holds a run already. */
export async function makeRunFolder(folder: string, designText: string): Promise<RunFolder> {
  const taken = await access(path.join(folder, RUN_FILES.record)).then(
    () => true,
    () => false,
  );
  if (taken) throw new Failure(`There is a run in ${folder} already.`, { next: 'Choose another folder.' });
  await writing(folder, async () => {
    await mkdir(path.join(folder, RUN_FILES.checkpoints), { recursive: true });
    await writeFileAtomic(path.join(folder, RUN_FILES.design), designText);
  });
  return folderAt(folder);
}

/** The folder of a run that goes on: its metrics are cut back to `metricsBytes`, since the steps after that are taken again. */
export async function reopenRunFolder(folder: string, metricsBytes: number): Promise<RunFolder> {
  const metrics = path.join(folder, RUN_FILES.metrics);
  await writing(folder, async () => {
    await mkdir(path.join(folder, RUN_FILES.checkpoints), { recursive: true });
    // Made where the run ended before its first event.
    await writeFile(metrics, '', { flag: 'a' });
    await truncate(metrics, metricsBytes);
  });
  return folderAt(folder);
}

async function writing<T>(folder: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw fileFailure(error, `The run's folder ${folder} can't be written.`, 'Choose a folder that can be written.');
  }
}

function folderAt(folder: string): RunFolder {
  const within = (...names: string[]) => path.join(folder, ...names);
  return {
    path: folder,
    id: path.basename(folder),
    checkpoint(name) {
      const file = `${RUN_FILES.checkpoints}/${name}.safetensors`;
      return { file, absolute: within(RUN_FILES.checkpoints, `${name}.safetensors`) };
    },
    metricsBytes: () => statSync(within(RUN_FILES.metrics), { throwIfNoEntry: false })?.size ?? 0,
    append: (event) => appendFileSync(within(RUN_FILES.metrics), `${eventToLine(event)}\n`),
    writeDesign: (text) => writing(folder, () => writeFileAtomic(within(RUN_FILES.design), text)),
    // By way of a line, which has words for numbers that JSON has not.
    record: (record) =>
      writing(folder, () => writeFileAtomic(within(RUN_FILES.record), `${JSON.stringify(JSON.parse(toLine(record)), null, 2)}\n`)),
  };
}
