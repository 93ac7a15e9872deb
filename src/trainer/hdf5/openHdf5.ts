import { File, Module, ready, type Dataset, type Entity, type Group } from 'h5wasm';
import { readSync } from 'node:fs';
import { Failure } from '../failure';
import { isNumberKind, numbersOf, type NumberKind } from './numbersOf';
import { pieces } from './pieces';

/** The part of a file on disk that is an HDF5 file. */
export interface Hdf5Place {
  /** Open for reading. */
  readonly fd: number;
  /** Bytes before it; more than 0 inside of an archive. */
  readonly start: number;
  readonly size: number;
}

export interface Hdf5Array {
  readonly shape: readonly number[];
  /** A few megabytes at a time, in order. */
  chunks(): Iterable<Float32Array>;
}

export interface Hdf5 {
  /** A text or a list of texts; `undefined` where there is none. */
  attribute(path: string, name: string): string | readonly string[] | undefined;
  /** `undefined` where there is no array at that path. Fails for one that is not within the file. */
  array(path: string): Hdf5Array | undefined;
  /** Names in a group. */
  names(path: string): readonly string[];
  close(): void;
}

/** Filters that Keras and h5py write: deflate, shuffle, a checksum. */
const FILTERS: ReadonlySet<number> = new Set([1, 2, 3]);
/** Deflate cannot do better (RFC 1951), and nobody's weights come near it. */
const MOST_DEFLATED = 100;
const PLENTY = 64 * 2 ** 20;
/** A piece of an array that is compressed by itself is unpacked as a whole. */
const LARGEST_CHUNK = 128 * 2 ** 20;
const LONGEST_TEXT = 16 * 2 ** 20;

let opened = 0;

/**
 * Opens an HDF5 file where it lies: what is asked for is read, not all of it. Nothing else can be reached from it: HDF5 here
 * has a file system of its own, with this one file. Rejects with a `Failure` where it is none.
 */
export async function openHdf5({ fd, start, size }: Hdf5Place): Promise<Hdf5> {
  const module = await ready;
  const { FS } = module;
  hideDevices(FS);
  const name = `opened${++opened}.h5`;
  FS.createDataFile('/', name, new Uint8Array(0), true, false, false);
  const { node } = FS.lookupPath(`/${name}`, {}) as unknown as { node: MemoryNode };
  node.usedBytes = size;
  node.stream_ops = {
    ...node.stream_ops,
    read: (_stream, buffer, offset, length, position) => {
      const wanted = Math.max(Math.min(length, size - position), 0);
      return wanted === 0 ? 0 : readSync(fd, buffer, offset, wanted, start + position);
    },
  };
  const file = attempt(() => new File(`/${name}`, 'r'));
  const close = () => {
    attempt(() => file?.close());
    attempt(() => FS.unlink(`/${name}`));
  };
  if (!file || file.file_id < 0n) {
    close();
    throw new Failure('It is damaged: HDF5 cannot read it.');
  }
  const entity = (path: string): Entity | undefined => (path === '' ? file : walk(file, path));
  return {
    attribute: (path, key) => {
      const owner = entity(path);
      if (!owner || !('attrs' in owner)) return undefined;
      const found = attempt(() => module.get_attribute_names(owner.file_id, owner.path).includes(key) && module.get_attribute_metadata(owner.file_id, owner.path, key)); // prettier-ignore
      if (!found) return undefined;
      if (found.type !== TEXT && !(found.type === VARIABLE && found.vlen)) return found.shape?.includes(0) ? [] : undefined;
      if (found.total_size > LONGEST_TEXT) throw new Failure(`The text ${key} in it is too long (${found.total_size} bytes).`);
      return textOf(attempt(() => owner.get_attribute(key, true)));
    },
    array: (path) => {
      const found = entity(path);
      return found && 'slice' in found ? arrayOf(found, path, size) : undefined;
    },
    names: (path) => {
      const group = entity(path);
      return group && 'keys' in group ? (attempt(() => group.keys()) ?? []) : [];
    },
    close,
  };
}

/** What Emscripten keeps of a file in memory. */
interface MemoryNode {
  usedBytes: number;
  stream_ops: {
    readonly read: (stream: unknown, buffer: Int8Array, offset: number, length: number, position: number) => number;
  };
}

const WHOLE = 0;
const FLOAT = 1;
const TEXT = 3;
const VARIABLE = 9;

/** A link in the file must not lead to the process's own input; and what HDF5 says of a damaged file is said in our words. */
function hideDevices(FS: { unlink(path: string): void; streams?: readonly ({ stream_ops: object } | null)[] }): void {
  for (const device of ['stdin', 'tty', 'tty1', 'random', 'urandom']) attempt(() => FS.unlink(`/dev/${device}`));
  const errors = FS.streams?.[2];
  if (errors)
    errors.stream_ops = { ...errors.stream_ops, write: (_stream: unknown, _buffer: unknown, _offset: number, length: number) => length };
}

/** Step by step, so that no link is followed that leads out of the file. */
function walk(file: File, path: string): Entity | undefined {
  let at: Entity = file;
  for (const name of path.split('/')) {
    if (!('keys' in at)) return undefined;
    const group: Group = at;
    const next: Entity | null | undefined = attempt(() => group.get(name));
    if (!next) return undefined;
    at = next;
    if ('filename' in at && 'obj_path' in at)
      throw new Failure(`${path} is a link to another file, ${at.filename}.`, {
        reason: 'Other files are not read.',
        next: 'Save the model again, into one file.',
      });
  }
  return at;
}

function arrayOf(dataset: Dataset, path: string, fileSize: number): Hdf5Array {
  const metadata = attempt(() => dataset.metadata);
  const shape = metadata?.shape;
  if (!metadata || !shape) throw new Failure(`${path} in it is no array.`);
  const kind: NumberKind = {
    whole: metadata.type === WHOLE,
    signed: metadata.signed,
    size: metadata.size,
    littleEndian: metadata.littleEndian,
  };
  if ((metadata.type !== WHOLE && metadata.type !== FLOAT) || !isNumberKind(kind))
    throw new Failure(`${path} in it does not hold numbers.`);
  if (metadata.virtual_sources) throw new Failure(`${path} is put together from other files.`, { reason: 'Other files are not read.' });
  const filters = attempt(() => dataset.filters) ?? [];
  const strange = filters.find(({ id }) => !FILTERS.has(id));
  if (strange)
    throw new Failure(`${path} is compressed by ${strange.name || `the filter ${strange.id}`}, which is not known here.`, {
      next: 'Save the model with gzip, or without compression.',
    });
  const bytes = shape.reduce((all, each) => all * each, metadata.size);
  const most = filters.length > 0 ? PLENTY + MOST_DEFLATED * fileSize : fileSize;
  if (!(bytes <= most)) throw new Failure(`${path} claims ${bytes} bytes, more than the file can hold (${fileSize} bytes).`);
  const chunk = metadata.chunks?.reduce((all, each) => all * each, metadata.size) ?? 0;
  if (chunk > LARGEST_CHUNK) throw new Failure(`${path} is packed in pieces of ${chunk} bytes, which is too much to unpack.`);
  return { shape, chunks: () => read(dataset, path, shape, kind) };
}

function* read(dataset: Dataset, path: string, shape: readonly number[], kind: NumberKind): Iterable<Float32Array> {
  for (const piece of pieces(shape)) {
    const bytes = attempt(() => bytesOf(dataset, kind.size, piece ?? []));
    if (!bytes)
      throw new Failure(`${path} in it cannot be read.`, { reason: 'The file is damaged, or names another file, which is not read.' });
    yield numbersOf(bytes, kind);
  }
}

/** A part of an array as it lies in the file; `undefined` where HDF5 cannot read it, which h5wasm itself does not tell. */
function bytesOf({ file_id, path }: Dataset, size: number, ranges: readonly (readonly [number, number])[]): Uint8Array | undefined {
  const length = ranges.reduce((all, [from, to]) => all * (to - from), size);
  const place = Module._malloc(length);
  if (place === 0) return undefined;
  try {
    const numbers = (of: (range: readonly [number, number]) => number) =>
      ranges.length === 0 ? null : ranges.map((range) => BigInt(of(range)));
    const [count, offset, strides] = [numbers(([from, to]) => to - from), numbers(([from]) => from), numbers(() => 1)];
    const status = Module.get_dataset_data(file_id, path, count, offset, strides, BigInt(place));
    return status < 0 ? undefined : Module.HEAPU8.slice(place, place + length);
  } finally {
    Module._free(place);
  }
}

function textOf(value: unknown): string | readonly string[] | undefined {
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

/** HDF5 throws for what is not there or damaged; what that means is for the caller to say. */
function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof Failure) throw error;
    return undefined;
  }
}
