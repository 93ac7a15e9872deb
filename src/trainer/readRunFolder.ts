import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { RUN_FILES, type RunRecord } from '../protocol/runFolder';
import { Failure } from './failure';
import { fileFailure } from './fileFailure';

/** The design and the record of a run. Rejects with a `Failure` where the folder is not one of a run. */
export async function readRunFolder(folder: string): Promise<{ readonly text: string; readonly record: RunRecord }> {
  try {
    const text = await readFile(path.join(folder, RUN_FILES.design), 'utf8');
    const record = JSON.parse(await readFile(path.join(folder, RUN_FILES.record), 'utf8')) as RunRecord;
    return { text, record };
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure(`The record of the run in ${folder} is no JSON.`);
    throw fileFailure(error, `${folder} is not the folder of a run.`, 'Give the folder that training made, or the name of a design that was trained.');
  }
}
