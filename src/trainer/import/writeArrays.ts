import { open, rename, rm } from 'node:fs/promises';
import { unfinishedFile } from '../../protocol/modelImport';
import { Failure } from '../failure';
import { fileFailure } from '../fileFailure';
import { safetensorsHeader } from '../safetensors';
import type { ArraySource } from './importer';

/**
 * Writes arrays as a file of weights, a few megabytes at a time, beside the place where it is to be: there it is once `place` is
 * called. `file` may be there already and stays as it is until then.
 */
export async function writeArrays(
  file: string,
  arrays: readonly ArraySource[],
  metadata: { readonly [key: string]: string },
): Promise<{ readonly place: () => Promise<void>; readonly drop: () => Promise<void> }> {
  const unfinished = unfinishedFile(file);
  const failure = (error: unknown) => fileFailure(error, `The weights could not be written to ${file}.`, 'Make room, or choose another place for the design.'); // prettier-ignore
  const drop = () => rm(unfinished, { force: true });
  try {
    const handle = await open(unfinished, 'w');
    try {
      await handle.write(safetensorsHeader(arrays, metadata));
      for (const array of arrays) {
        let left = sizeOf(array);
        for await (const values of array.chunks()) {
          left -= values.length;
          if (left < 0) break;
          await handle.write(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
        }
        if (left !== 0) throw new Failure(`${array.name} has not the size that it should have.`, { reason: 'The file is damaged.' });
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await drop();
    throw failure(error);
  }
  return {
    place: () => rename(unfinished, file).catch((error: unknown) => Promise.reject(failure(error) as Error)),
    drop,
  };
}

const sizeOf = ({ shape }: ArraySource): number => shape.reduce((all, each) => all * each, 1);
