import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { DataProgress } from '../../core/training/events';
import { Failure } from '../failure';
import { fileReason } from '../fileFailure';
import type { ArraySource } from './arrayFile';
import { download, DownloadProblem, isSound } from './download';
import { namedDatasets } from './namedDatasets';
import type { DatasetArrays, DatasetFile, NamedDataset } from './namedDatasets';

/** Where Keras downloads its data sets from. */
const KERAS_ADDRESS = 'https://storage.googleapis.com/tensorflow/tf-keras-datasets/';
/** Another place with the same files: a mirror of one's own, or a test's. */
const ADDRESS_VARIABLE = 'LAYERWISE_DATASETS_URL';
const PROGRESS_MS = 100;

/** The arrays of a data set, on this machine. */
export type ObtainedArrays = { readonly [part in keyof DatasetArrays]: ArraySource };

export interface ObtainContext {
  readonly cache?: string;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: DataProgress) => void;
}

/** Keras's folder for data sets: `~/.keras/datasets`, or where the variable KERAS_HOME says. */
function kerasDatasetsFolder(): string {
  return path.join(process.env['KERAS_HOME'] || path.join(homedir(), '.keras'), 'datasets');
}

/** Where a data set is, as `doctor` shows it. */
export interface DatasetPlace {
  readonly name: string;
  /** `kept`: downloaded before, by Layerwise or by Keras. */
  readonly state: 'embedded' | 'kept' | 'absent';
  /** Where its files are, or will be. */
  readonly folder: string;
}

/** Where each data set is, or would be. */
export const locateDatasets = (cache?: string): Promise<DatasetPlace[]> =>
  Promise.all([...namedDatasets.values()].map((dataset) => locateDataset(dataset, cache)));

/** Where a data set is, or would be. */
export async function locateDataset(dataset: NamedDataset, cache = kerasDatasetsFolder()): Promise<DatasetPlace> {
  const { name } = dataset;
  const embedded = embeddedArrays(dataset);
  if (embedded) return { name, state: 'embedded', folder: path.dirname(embedded.inputs.file) };
  const folder = path.join(cache, dataset.folder);
  const sound = await Promise.all(dataset.files.map((file) => isSound(path.join(folder, file.name), file)));
  return { name, state: sound.every(Boolean) ? 'kept' : 'absent', folder };
}

/** The files of a data set: those that the build embedded, else those that Keras or an earlier run has kept, else downloaded. */
export async function obtain(dataset: NamedDataset, context: ObtainContext): Promise<ObtainedArrays> {
  const embedded = embeddedArrays(dataset);
  if (embedded) return embedded;
  const folder = path.join(context.cache ?? kerasDatasetsFolder(), dataset.folder);
  await downloadMissing(dataset, folder, context);
  return mapArrays(dataset.arrays, ({ file, ...which }) => ({ file: path.join(folder, file), ...which }));
}

async function downloadMissing(dataset: NamedDataset, folder: string, { signal, progress }: ObtainContext): Promise<void> {
  const total = dataset.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  let told = 0;
  for (const file of dataset.files) {
    const target = path.join(folder, file.name);
    if (!(await isSound(target, file))) {
      const tell = (bytes: number) => {
        if (bytes < file.bytes && Date.now() - told < PROGRESS_MS) return;
        told = Date.now();
        progress?.({ type: 'data', dataset: dataset.name, phase: 'downloading', received: before + bytes, total });
      };
      tell(0);
      try {
        await download(addressOf(file), target, file, tell, signal);
      } catch (error) {
        signal?.throwIfAborted();
        throw downloadFailure(error, dataset, folder);
      }
    }
    before += file.bytes;
  }
}

/** On another server a file has the name that it has at its own place. */
function addressOf({ name, address }: DatasetFile): URL {
  const other = otherAddress();
  return other === undefined ? new URL(address ?? name, KERAS_ADDRESS) : new URL(address?.split('/').at(-1) ?? name, other);
}

function otherAddress(): string | undefined {
  const address = process.env[ADDRESS_VARIABLE];
  if (!address) return undefined;
  if (!/^https?:\/\/./.test(address) || !URL.canParse(address))
    throw new Failure(`${ADDRESS_VARIABLE} is "${address}", which is no web address.`, {
      next: 'Give it an address that begins with https:// or remove it.',
    });
  return address.endsWith('/') ? address : `${address}/`;
}

function downloadFailure(error: unknown, dataset: NamedDataset, folder: string): unknown {
  const reason = error instanceof DownloadProblem ? `${error.message} Nothing was kept.` : fileReason(error);
  if (!reason) return error;
  const byHand = `Try again with a connection to the internet, or ${putByHand(dataset, folder)}.`;
  const next =
    error instanceof DownloadProblem
      ? byHand
      : `Make room or choose another folder: the variable KERAS_HOME names Keras's folder. The files belong into ${folder}.`;
  return new Failure(`Could not download ${dataset.title}.`, { reason, next });
}

function putByHand({ files }: NamedDataset, folder: string): string {
  const elsewhere = files.find(({ address }) => address !== undefined);
  if (elsewhere) return `save ${elsewhere.address} as ${path.join(folder, elsewhere.name)} by hand`;
  return `put ${files.map(({ name }) => name).join(', ')} into ${folder} by hand (from ${KERAS_ADDRESS})`;
}

/**
 * The embedded arrays: beside the bundle (`dist/data/<name>`), or, when the source itself runs, in the build's output or
 * the package that the build takes them from.
 */
function embeddedArrays({ name, embedded }: NamedDataset): ObtainedArrays | undefined {
  if (!embedded) return undefined;
  const root = path.join(__dirname, '../../..');
  const fromSource = __dirname === path.join(root, 'src/trainer/data');
  const places = fromSource
    ? [path.join(root, 'dist/data', name), path.join(root, 'node_modules', `${name}-data`, 'data')]
    : [path.join(__dirname, 'data', name)];
  for (const place of places) {
    const locate = ({ file }: { file: string }) =>
      [path.join(place, file), path.join(place, file.replace(/\.gz$/, ''))].find((candidate) => existsSync(candidate));
    if (Object.values(embedded).every(locate)) return mapArrays(embedded, (array) => ({ file: locate(array)! }));
  }
  return undefined;
}

function mapArrays(arrays: DatasetArrays, map: (array: DatasetArrays['inputs']) => ArraySource): ObtainedArrays {
  return {
    inputs: map(arrays.inputs),
    targets: map(arrays.targets),
    testInputs: map(arrays.testInputs),
    testTargets: map(arrays.testTargets),
  };
}
