import { rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runFolderName } from '../core/training/runName';
import { makeFolder } from '../machine/makeFolder';
import { fileFailure } from '../trainer/fileFailure';

/** Where runs go, below the folder that the command is run in. */
const RUNS = '.layerwise/runs';

/** Makes a new folder for a run of that name; no other run can get the same. */
export async function claimRunFolder(name: string, time = new Date()): Promise<string> {
  const runs = path.resolve(RUNS);
  try {
    const made = await makeFolder(runs);
    // Weights and logs are not for git, unless a person deletes this file.
    if (made) await writeFile(path.join(path.dirname(runs), '.gitignore'), '*\n', { flag: 'wx' }).catch(() => undefined);
    for (let attempt = 1; ; attempt++) {
      const folder = path.join(runs, runFolderName(time, name, attempt));
      // The result tells whether this call made it.
      if (await makeFolder(folder)) return folder;
    }
  } catch (error) {
    throw fileFailure(error, `A folder for the run could not be made in ${runs}.`, 'Choose another one with --out.');
  }
}

/** Removes the folder of a run that never began, if nothing is in it. */
export async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}
