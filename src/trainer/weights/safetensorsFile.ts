import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { Failure } from '../failure';
import { fileFailure } from '../fileFailure';
import { headerLength, LENGTH_BYTES, readHeader, type Safetensors } from '../safetensors';
import type { ArraySource } from '../import/importer';

/** A file of weights of which only those are read that are asked for. */
export interface SafetensorsFile {
  readonly arrays: readonly ArraySource[];
  readonly metadata: Safetensors['metadata'];
  close(): Promise<void>;
}

/** A few megabytes, whole numbers of float32. */
const CHUNK = 4 * 2 ** 20;

/** Rejects with a `Failure` where it cannot be read or is no such file. */
export async function openSafetensors(file: string): Promise<SafetensorsFile> {
  const handle = await open(file).catch((error: unknown) => {
    throw fileFailure(error, `The weights in ${file} could not be read.`);
  });
  try {
    const { size } = await handle.stat();
    const length = headerLength(await readBytes(handle, 0, Math.min(LENGTH_BYTES, size)), size);
    const start = LENGTH_BYTES + length;
    const { places, metadata } = readHeader(await readBytes(handle, LENGTH_BYTES, length), size - start);
    const arrays = places.map(({ name, shape, from, to }): ArraySource => ({
      name,
      shape,
      chunks: () => chunksOf(handle, start + from, start + to),
    }));
    return { arrays, metadata, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw new Failure(`The weights in ${file} could not be read.`, { reason: error instanceof Error ? error.message : String(error) });
  }
}

async function* chunksOf(handle: FileHandle, from: number, to: number): AsyncGenerator<Float32Array> {
  for (let at = from; at < to; at += CHUNK) yield new Float32Array((await readBytes(handle, at, Math.min(CHUNK, to - at))).buffer);
}

async function readBytes(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  if (bytesRead !== length) throw new Error('It was cut off while it was read.');
  return bytes;
}
