import { access } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
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
