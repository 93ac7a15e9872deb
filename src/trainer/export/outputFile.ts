import { access, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { makeFolder } from '../../machine/makeFolder';
import { Failure } from '../failure';
import { fileFailure } from '../fileFailure';

/** Fails where there is a file already, unless it may be replaced. */
export async function requireNew(file: string, overwrite = false): Promise<void> {
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (there && !overwrite)
    throw new Failure(`There is a file ${path.basename(file)} in ${path.dirname(file)} already.`, {
      next: 'Choose another name, or add --force to replace it.',
    });
}

/** Writes a file that is whole or not there. `what` names it in a failure: `The weights`. */
export async function writeWhole(file: string, content: string | Uint8Array, what: string): Promise<void> {
  const data = typeof content === 'string' ? content : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  try {
    await writeFileAtomic(file, data);
  } catch (error) {
    throw fileFailure(error, `${what} could not be written to ${file}.`, 'Choose another file.');
  }
}

/**
 * Writes a folder of files that is whole or not there. A folder that is there is replaced only where there is nothing in it
 * that this would not write: somebody else's files stay.
 */
export async function writeFolder(folder: string, files: ReadonlyMap<string, string | Uint8Array>, overwrite = false): Promise<void> {
  const unfinished = `${folder}.${process.pid}.part`;
  try {
    for (const [name, content] of files) {
      const file = path.join(unfinished, name);
      await makeFolder(path.dirname(file));
      await writeFile(file, content);
    }
    if (overwrite) await removeOwn(folder, new Set(files.keys()));
    await rename(unfinished, folder);
  } catch (error) {
    throw fileFailure(error, `The folder ${folder} could not be written.`, 'Choose another folder.');
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Shards of a former export have other numbers. */
const SHARD = /^group\d+-shard\d+of\d+\.bin$/;

async function removeOwn(folder: string, names: ReadonlySet<string>): Promise<void> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const strange = found.find((entry) => {
    const name = path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    return !names.has(name) && !SHARD.test(name) && !(entry.isDirectory() && [...names].some((each) => each.startsWith(`${name}/`)));
  });
  if (strange)
    throw new Failure(`There is something else in ${folder}: ${strange.name}.`, {
      next: 'Choose a folder that is empty, or not there yet.',
    });
  await rm(folder, { recursive: true, force: true });
}
