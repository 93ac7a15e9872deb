import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fromFdPromise, type Entry, type ZipFile } from 'yauzl';
import { pathPlaces } from '../../core/keras/read/weightPlaces';
import { isObject } from '../../core/layers/readFields';
import { MAX_DEFLATE_RATIO } from '../data/npz';
import { Failure } from '../failure';
import type { Hdf5, Hdf5Array, Hdf5Place } from '../hdf5/openHdf5';
import { describeModel, fits, keptNote, missingNote, type Described } from './describeModel';
import type { ArraySource, ImportedModel, OpenedFile } from './importer';
import { LONGEST_DESCRIPTION, MOST_ENTRIES, MOST_UNPACKED, mostNames, PLENTY } from './limits';
import { readJson, tooLong } from './readJson';

const WEIGHTS = 'model.weights.h5';

/** A `.keras` file: a zip archive with the model as JSON and the weights as HDF5. */
export async function importKerasFile(file: OpenedFile): Promise<ImportedModel> {
  const archive = await openArchive(file);
  const entries = await entriesOf(archive);
  const config = entries.get('config.json');
  if (!config)
    throw new Failure('There is no config.json in the archive, so that it is no model of Keras.', {
      next: 'A .keras file is what model.save("name.keras") writes.',
    });
  const metadata = entries.get('metadata.json');
  const about = metadata && readJson(await readEntry(archive, metadata), 'metadata.json');
  const version = isObject(about) && typeof about.keras_version === 'string' ? about.keras_version : '';
  const model = readJson(await readEntry(archive, config), 'config.json');
  const described = describeModel({ model, name: path.basename(file.path, path.extname(file.path)), version });
  const found = entries.get(WEIGHTS);
  if (!found) {
    const parts = [...entries.keys()].some((name) => /model.*\.weights\.(json|h5)$/.test(name));
    const note = parts
      ? 'The weights are in several parts, which are not read: save the model with one.'
      : 'There are no weights in the file.';
    return { ...described, notes: [...described.notes, note], arrays: [] };
  }
  return withWeights(described, await placeOf(archive, found, file));
}

/** Fails with a sentence in place of yauzl's own. */
async function zipped<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Failure || (error instanceof Error && 'syscall' in error)) throw error;
    throw new Failure('It is no sound zip archive.', {
      reason: error instanceof Error ? `${error.message.replace(/\.$/, '')}.` : undefined,
    });
  }
}

const openArchive = (file: OpenedFile): Promise<ZipFile> =>
  zipped(() => fromFdPromise(file.handle.fd, { autoClose: false, lazyEntries: true, strictFileNames: false }));

/** The first file of each name; paths that lead out of the archive are an error of yauzl's. */
const entriesOf = (archive: ZipFile): Promise<ReadonlyMap<string, Entry>> =>
  zipped(async () => {
    if (archive.entryCount > MOST_ENTRIES) throw new Failure(`The archive claims to hold ${archive.entryCount} files.`);
    const entries = new Map<string, Entry>();
    for await (const entry of archive.eachEntry()) if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
    return entries;
  });

async function readEntry(archive: ZipFile, entry: Entry): Promise<string> {
  if (entry.uncompressedSize > LONGEST_DESCRIPTION) throw tooLong(entry.uncompressedSize);
  return zipped(async () => {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of await archive.openReadStreamPromise(entry)) {
      size += (chunk as Buffer).length;
      if (size > LONGEST_DESCRIPTION) throw tooLong(size);
      chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks).toString('utf8');
  });
}

interface WeightsPlace extends Hdf5Place {
  release(): Promise<void>;
}

/** Keras does not compress the weights: they are read where they lie. Where somebody else did, they are unpacked on the disk first. */
async function placeOf(archive: ZipFile, entry: Entry, file: OpenedFile): Promise<WeightsPlace> {
  if (entry.compressionMethod === 0 && !entry.isEncrypted()) {
    const { fileDataStart: start } = await zipped(() => archive.readLocalFileHeaderPromise(entry, { minimal: true }));
    const size = entry.uncompressedSize;
    if (start + size > file.size)
      throw new Failure(`${WEIGHTS} does not lie within the archive.`, { reason: 'The file is cut off or damaged.' });
    return { fd: file.handle.fd, start, size, release: () => Promise.resolve() };
  }
  const most = Math.min(entry.compressedSize * MAX_DEFLATE_RATIO, PLENTY + MOST_UNPACKED * entry.compressedSize);
  if (entry.uncompressedSize > most)
    throw new Failure(`${WEIGHTS} claims ${entry.uncompressedSize} bytes, packed into ${entry.compressedSize}.`);
  const folder = await mkdtemp(path.join(tmpdir(), 'layerwise-import-'));
  const name = path.join(folder, WEIGHTS);
  try {
    await zipped(async () => pipeline(await archive.openReadStreamPromise(entry), atMost(most), createWriteStream(name)));
    const handle = await open(name);
    const release = async () => {
      await handle.close();
      await rm(folder, { recursive: true, force: true });
    };
    return { fd: handle.fd, start: 0, size: (await handle.stat()).size, release };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

const atMost = (most: number): Transform => {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done(size > most ? new Failure(`${WEIGHTS} unpacks to more than ${most} bytes.`) : null, chunk);
    },
  });
};

async function withWeights(described: Described, place: WeightsPlace): Promise<ImportedModel> {
  const { openHdf5 } = await import('../hdf5/hdf5');
  let opened: Hdf5 | undefined;
  const close = async () => {
    opened?.close();
    await place.release();
  };
  try {
    opened = await openHdf5(place);
    const { arrays, missing } = arraysIn(opened, described);
    const kept = keptIn(opened, described, place.size);
    return { ...described, notes: [...described.notes, ...missingNote(missing), ...keptNote(kept)], arrays: [...arrays, ...kept], close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the groups were called before Keras 3. */
const OLD_ROOT = '_layer_checkpoint_dependencies/';

function arraysIn(
  file: Hdf5,
  { analysis, origins }: Described,
): { readonly arrays: readonly ArraySource[]; readonly missing: readonly string[] } {
  const arrays: ArraySource[] = [];
  const missing: string[] = [];
  const found = (at: string): Hdf5Array | undefined => file.array(at) ?? file.array(at.replace(/^layers\//, OLD_ROOT));
  for (const { name, shape, path: at } of pathPlaces(analysis, origins)) {
    const array = found(at);
    if (array && fits(array.shape, shape)) arrays.push({ name, shape: shape ?? array.shape, chunks: () => array.chunks() });
    else missing.push(name);
  }
  return { arrays, missing };
}

/** Groups in one another: more come only of a file that means harm (a group may hold itself). */
const DEEPEST = 8;

/** What the file has for layers that there is no type for: `scaled/vars/0`. */
function keptIn(file: Hdf5, { unknown, origins }: Described, size: number): readonly ArraySource[] {
  let looked = 0;
  return unknown.flatMap(({ layer }) => {
    const found: ArraySource[] = [];
    const look = (group: string, within: readonly string[]): void => {
      for (const name of file.names(group)) {
        if (++looked > mostNames(size)) return;
        const [at, path] = [`${group}/${name}`, [...within, name]];
        const array = numbersAt(file, at);
        if (array) found.push({ name: [layer, ...path].join('/'), shape: array.shape, chunks: () => array.chunks() });
        else if (path.length < DEEPEST) look(at, path);
      }
    };
    const origin = origins.get(layer);
    if (origin) look(origin.group, []);
    return found;
  });
}

/** An array of numbers; a layer of somebody's own may have others, which no file of weights holds. */
function numbersAt(file: Hdf5, path: string): Hdf5Array | undefined {
  try {
    return file.array(path);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
