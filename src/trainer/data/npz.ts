import { openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { MalformedData, readArray } from './arrayStream';
import { crc32 } from './crc32';
import { readNpyHeader } from './npy';
import type { NumericArray } from './numericArray';

/** More arrays than this are not in an archive that a person made. */
const MAX_ENTRIES = 10_000;
/** Deflate cannot do better than 1,032 bytes for one (RFC 1951: 258 bytes for two bits). */
export const MAX_DEFLATE_RATIO = 1032;

/** The arrays of a `.npz` archive by name, without `.npy`. */
export async function listNpz(path: string): Promise<string[]> {
  return withArchive(path, (archive) => entriesOf(archive).then((entries) => [...entries.keys()]));
}

/** Reads one array of a `.npz` archive, or with `most` its beginning. Throws `MalformedData` for an archive that is damaged or lies about its sizes. */
export async function readNpz(path: string, key: string, signal?: AbortSignal, most?: number): Promise<NumericArray> {
  return withArchive(path, async (archive) => {
    const entries = await entriesOf(archive);
    const entry = entries.get(key);
    if (!entry) throw new MalformedData(`it has no array "${key}"; it has ${[...entries.keys()].join(', ') || 'none'}`);
    const available = Math.min(entry.uncompressedSize, entry.compressedSize * MAX_DEFLATE_RATIO);
    const stream = await archive.openReadStreamPromise(entry);
    try {
      return await readArray(checked(stream, entry.crc32), readNpyHeader, available, signal, most);
    } finally {
      stream.destroy();
    }
  });
}

async function withArchive<Result>(path: string, use: (archive: ZipFile) => Promise<Result>): Promise<Result> {
  let archive: ZipFile | undefined;
  try {
    archive = await openPromise(path, { autoClose: false, lazyEntries: true });
    return await use(archive);
  } catch (error) {
    // yauzl's own complaints have no code; those of the file system, of zlib and of the signal have one.
    if (error instanceof Error && error.name === 'Error' && !('code' in error))
      throw new MalformedData(`it is no sound zip archive (${error.message})`);
    throw error;
  } finally {
    archive?.close();
  }
}

async function entriesOf(archive: ZipFile): Promise<Map<string, Entry>> {
  if (archive.entryCount > MAX_ENTRIES) throw new MalformedData(`it claims to hold ${archive.entryCount} arrays`);
  const entries = new Map<string, Entry>();
  for await (const entry of archive.eachEntry()) if (entry.fileName.endsWith('.npy')) entries.set(entry.fileName.slice(0, -4), entry);
  return entries;
}

async function* checked(chunks: AsyncIterable<Uint8Array>, expected: number): AsyncIterable<Uint8Array> {
  let crc = 0;
  for await (const chunk of chunks) {
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (crc !== expected) throw new MalformedData('its checksum is wrong, the file is damaged');
}
