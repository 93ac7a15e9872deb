import { appendFileSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
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
  checkpoint(kind: 'best' | 'last'): { readonly file: string; readonly absolute: string };
  /** Adds a line to the metrics. */
  append(event: RunEvent): void;
  /** Writes the record anew, whole. */
  record(record: RunRecord): Promise<void>;
}

/** Makes the folder with the design in it. Fails where it can't be written, or holds a run already. */
export async function makeRunFolder(folder: string, designText: string): Promise<RunFolder> {
  const within = (...names: string[]) => path.join(folder, ...names);
  const taken = await access(within(RUN_FILES.record)).then(
    () => true,
    () => false,
  );
  if (taken) throw new Failure(`There is a run in ${folder} already.`, { next: 'Choose another folder.' });
  const writing = async <T>(write: () => Promise<T>): Promise<T> => {
    try {
      return await write();
    } catch (error) {
      throw fileFailure(error, `The run's folder ${folder} can't be written.`, 'Choose a folder that can be written.');
    }
  };
  await writing(async () => {
    await mkdir(within(RUN_FILES.checkpoints), { recursive: true });
    await writeFileAtomic(within(RUN_FILES.design), designText);
  });
  return {
    path: folder,
    id: path.basename(folder),
    checkpoint(kind) {
      const file = `${RUN_FILES.checkpoints}/${kind}.safetensors`;
      return { file, absolute: within(RUN_FILES.checkpoints, `${kind}.safetensors`) };
    },
    append: (event) => appendFileSync(within(RUN_FILES.metrics), `${eventToLine(event)}\n`),
    // By way of a line, which has words for numbers that JSON has not.
    record: (record) =>
      writing(() => writeFileAtomic(within(RUN_FILES.record), `${JSON.stringify(JSON.parse(toLine(record)), null, 2)}\n`)),
  };
}
