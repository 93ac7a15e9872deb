import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { Failure } from '../failure';
import { fileFailure } from '../fileFailure';
import { MalformedData, readArray } from './arrayStream';
import type { ReadHeader } from './arrayStream';
import { readCifar10 } from './cifar10';
import { readIdxHeader } from './idx';
import { isNpy, readNpyHeader } from './npy';
import { listNpz, MAX_DEFLATE_RATIO, readNpz } from './npz';
import type { NumericArray } from './numericArray';

const CHUNK = 1 << 20;

/** A file that holds an array: IDX or NPY, plain or gzipped, or one array of an NPZ archive. */
export interface ArraySource {
  /** Absolute. */
  readonly file: string;
  /** Which array of an NPZ archive, or of one of `format`. */
  readonly key?: string;
  /** Where the file is neither an array nor an NPZ archive: the way in which a data set's authors give it out. */
  readonly format?: 'cifar10';
  /** Where `key` is absent: the first of these that the archive has. */
  readonly preferred?: readonly string[];
}

/** What kind of file it is, by its first bytes: the name does not count. */
type Kind = 'npz' | 'gzip' | 'plain';

/**
 * Reads an array from a file. Throws a `Failure` that names the file where it cannot be read or is not sound. `most`: see
 * `readArray`.
 */
export async function readArrayFile(source: ArraySource, signal?: AbortSignal, most?: number): Promise<NumericArray> {
  const name = path.basename(source.file);
  try {
    if (source.format === 'cifar10') return await readCifar10(source.file, source.key ?? '', signal, most);
    const { kind, size } = await look(source.file);
    if (kind === 'npz') return await readNpz(source.file, source.key ?? (await chooseKey(source)), signal, most);
    if (source.key !== undefined) throw new MalformedData(`it is no .npz archive, so it has no array "${source.key}"`);
    return await readStream(source.file, kind, size, signal, most);
  } catch (error) {
    signal?.throwIfAborted();
    throw readFailure(error, name, source);
  }
}

async function readStream(path: string, kind: Kind, size: number, signal?: AbortSignal, most?: number): Promise<NumericArray> {
  const file = createReadStream(path, { highWaterMark: CHUNK });
  try {
    if (kind === 'plain') return await readArray(file, readHeader, size, signal, most);
    const gunzip = file.pipe(createGunzip({ chunkSize: CHUNK }));
    file.once('error', (error) => gunzip.destroy(error));
    return await readArray(gunzip, readHeader, size * MAX_DEFLATE_RATIO, signal, most);
  } finally {
    file.destroy();
  }
}

/** The names of the arrays in an NPZ archive; none for a file of another kind. */
export async function arraysIn(file: string): Promise<string[]> {
  try {
    return (await look(file)).kind === 'npz' ? await listNpz(file) : [];
  } catch (error) {
    throw readFailure(error, path.basename(file), { file });
  }
}

const readHeader: ReadHeader = (bytes) => (isNpy(bytes) ? readNpyHeader(bytes) : readIdxHeader(bytes));

async function look(file: string): Promise<{ kind: Kind; size: number }> {
  const handle = await open(file);
  try {
    const first = new Uint8Array(4);
    await handle.read(first, 0, 4, 0);
    const kind = first[0] === 0x50 && first[1] === 0x4b ? 'npz' : first[0] === 0x1f && first[1] === 0x8b ? 'gzip' : 'plain';
    return { kind, size: (await handle.stat()).size };
  } finally {
    await handle.close();
  }
}

async function chooseKey({ file, preferred = [] }: ArraySource): Promise<string> {
  const names = await listNpz(file);
  const chosen = preferred.find((name) => names.includes(name)) ?? (names.length === 1 ? names[0] : undefined);
  if (chosen === undefined)
    throw new MalformedData(
      `it holds ${names.length} arrays (${names.join(', ')}), say which one: "${path.basename(file)}#${names[0] ?? 'name'}"`,
    );
  return chosen;
}

function readFailure(error: unknown, name: string, { file, format }: ArraySource): unknown {
  if (error instanceof MalformedData)
    return new Failure(`${name} cannot be read: ${error.message}.`, {
      reason: `The file is ${file}.`,
      next: format ? 'Delete it: then it is downloaded again.' : wayToArray(name),
    });
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
    return new Failure(`${name} cannot be read: its compressed data is damaged or cut short.`, {
      reason: `The file is ${file}.`,
      next: 'Get the file again.',
    });
  const next = /[/\\]https?:[/\\]/.test(file)
    ? 'Data is not downloaded from an address: save the file beside the design and name it.'
    : 'Check the path; in a design a relative one starts at the folder of the design.';
  return fileFailure(error, `${file} cannot be read.`, next);
}

/** By a table's ending, as an argument of `numpy.loadtxt`, which goes by blanks where it is told none. */
const DELIMITERS: { readonly [ending: string]: string } = { csv: ', delimiter=","', tsv: String.raw`, delimiter="\t"` };

/** What to do with a file that holds no array, by what its name says it is. */
function wayToArray(name: string): string {
  const kinds = 'Layerwise reads IDX and NPY files, plain or gzipped, and NPZ archives.';
  const [, table] = /\.(csv|tsv|txt)$/i.exec(name) ?? [];
  if (table)
    return `${kinds} Python makes one of a table: numpy.save("${name.replace(/\.\w+$/, '.npy')}", numpy.loadtxt("${name}"${DELIMITERS[table.toLowerCase()] ?? ''})).`;
  if (/\.(png|jpe?g|gif|bmp|webp|tiff?)$/i.test(name))
    return `${kinds} One file holds all pictures: an array of samples × height × width × channels, saved with numpy.save.`;
  return kinds;
}
