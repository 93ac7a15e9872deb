import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { designPlace } from '../machine/designPlace';
import { RUN_FILES, type RunRecord } from '../protocol/runFolder';
import { Failure } from './failure';
import { fileFailure } from './fileFailure';

/** The design and the record of a run. Rejects with a `Failure` where the folder is not one of a run, or one that lacks a part. */
export async function readRunFolder(folder: string): Promise<{ readonly text: string; readonly record: RunRecord }> {
  try {
    const text = await readFile(path.join(folder, RUN_FILES.design), 'utf8');
    const record = asRecord(await readFile(path.join(folder, RUN_FILES.record), 'utf8'), folder);
    return { text, record: { ...record, designPath: await designPlace(folder, record) } };
  } catch (error) {
    if (error instanceof Failure) throw error;
    const missing = await missingPart(folder);
    if (missing)
      throw new Failure(`The run in ${folder} has lost its ${missing}.`, {
        next: `Put that file back, or train anew: "weights": { "from": … } begins with the weights in its folder ${RUN_FILES.checkpoints}.`,
      });
    throw fileFailure(
      error,
      `${folder} is not the folder of a run.`,
      'Give the folder that training made, or the name of a design that was trained.',
    );
  }
}

function asRecord(text: string, folder: string): RunRecord {
  try {
    const record = JSON.parse(text) as Partial<RunRecord> | null;
    if (typeof record === 'object' && record?.settings && record.runtime) return record as RunRecord;
  } catch {
    // Told below.
  }
  throw new Failure(`The record of the run in ${folder} is damaged.`, {
    reason: `${RUN_FILES.record} is not what training wrote.`,
    next: 'Put that file back as it was, or train the design anew.',
  });
}

/** The file that a run lacks, where the folder has others of its files. */
async function missingPart(folder: string): Promise<string | undefined> {
  const names: readonly string[] = await readdir(folder).catch(() => []);
  const [design, record] = [names.includes(RUN_FILES.design), names.includes(RUN_FILES.record)];
  if (!names.includes(RUN_FILES.checkpoints) && !names.includes(RUN_FILES.metrics)) return undefined;
  return design ? (record ? undefined : RUN_FILES.record) : RUN_FILES.design;
}
