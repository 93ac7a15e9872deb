import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { MalformedData } from './arrayStream';
import type { NumericArray } from './numericArray';
import { readPickle, type Pickled } from './pickle';
import { filesInTar } from './tar';

const CHUNK = 1 << 20;
const PIXELS = 32 * 32;
const CHANNELS = 3;
const SAMPLE = PIXELS * CHANNELS;
/** A batch of 10,000 images and their labels has 31 MB. */
const MOST_BYTES = 2 ** 26;

const BATCHES: { readonly [part: string]: readonly string[] } = {
  train: [1, 2, 3, 4, 5].map((number) => `data_batch_${number}`),
  test: ['test_batch'],
};

interface Part {
  readonly inputs: NumericArray;
  readonly targets: NumericArray;
}

/** Of the part that was read last what was not asked for yet: images and labels lie in the same files, and are asked for one by one. */
let kept: { readonly of: string; readonly part: Partial<Part> } | undefined;

/**
 * An array of CIFAR-10 (`x_train`, `y_train`, `x_test`, `y_test`) from the archive that its authors and Keras give out: pickled
 * batches in a gzipped tar file. Images are rows, columns, channels, as Keras turns them. `most`: as in `readArray`.
 */
export async function readCifar10(file: string, key: string, signal?: AbortSignal, most = Infinity): Promise<NumericArray> {
  const [kind, part = ''] = key.split('_');
  const names = BATCHES[part];
  if (!names) throw new MalformedData(`it has no array "${key}"`);
  const { mtimeMs, size } = await stat(file);
  const of = `${file} ${mtimeMs} ${size} ${part}`;
  const wanted = kind === 'y' ? 'targets' : 'inputs';
  const known = kept?.of === of ? kept.part[wanted] : undefined;
  if (!known) kept = { of, part: await readPart(file, names, signal) };
  const array = known ?? kept!.part[wanted]!;
  // Images are asked for once, and there are 150 MB of them.
  if (wanted === 'inputs') kept = { of, part: { targets: kept!.part.targets } };
  const whole = array.shape[0]!;
  const count = Math.max(1, Math.floor(most / SAMPLE));
  if (wanted === 'targets' || count >= whole) return array;
  return { shape: [count, 32, 32, CHANNELS], values: array.values.slice(0, count * SAMPLE), whole };
}

/** The batches lie in the archive in any order, and are of one size. */
async function readPart(file: string, names: readonly string[], signal: AbortSignal | undefined): Promise<Part> {
  const archive = createReadStream(file, { highWaterMark: CHUNK });
  const gunzip = archive.pipe(createGunzip({ chunkSize: CHUNK }));
  archive.once('error', (error) => gunzip.destroy(error));
  const missing = new Set(names);
  let images = new Uint8Array(0);
  let labels = new Uint8Array(0);
  try {
    for await (const { name, bytes } of filesInTar(gunzip, (entry) => missing.has(path.posix.basename(entry)), MOST_BYTES)) {
      signal?.throwIfAborted();
      const batch = readBatch(readPickle(bytes), name);
      if (missing.size === names.length) {
        images = new Uint8Array(names.length * batch.labels.length * SAMPLE);
        labels = new Uint8Array(names.length * batch.labels.length);
      }
      if (batch.labels.length * names.length !== labels.length)
        throw new MalformedData(`${name} in it has another number of images than the others`);
      const place = names.indexOf(path.posix.basename(name)) * batch.labels.length;
      labels.set(batch.labels, place);
      channelsLast(batch.data, images.subarray(place * SAMPLE));
      missing.delete(path.posix.basename(name));
      if (missing.size === 0) break;
    }
  } finally {
    archive.destroy();
    gunzip.destroy();
  }
  if (missing.size > 0) throw new MalformedData(`there is no ${[...missing].join(', ')} in it`);
  const count = labels.length;
  return { inputs: { shape: [count, 32, 32, CHANNELS], values: images }, targets: { shape: [count], values: labels } };
}

/** Each row of `data` is an image: all of its red, then all of its green, then all of its blue. */
function readBatch(pickled: Pickled, name: string): { readonly data: Uint8Array; readonly labels: readonly number[] } {
  const damaged = new MalformedData(`${name} in it is no batch of images of CIFAR-10`);
  if (!(pickled instanceof Map)) throw damaged;
  const [data, labels] = [pickled.get('data'), pickled.get('labels')];
  if (!Array.isArray(labels) || !labels.every((label) => typeof label === 'number' && label >= 0 && label < 10)) throw damaged;
  // How numpy pickles an array: version, shape, type, whether columns come first, bytes.
  const state = typeof data === 'object' && data !== null && 'state' in data ? data.state : undefined;
  const [, shape, type, columnsFirst, bytes] = Array.isArray(state) ? (state as readonly Pickled[]) : [];
  const typeName = typeof type === 'object' && type !== null && 'args' in type ? type.args[0] : undefined;
  const isBytes = typeName instanceof Uint8Array && Buffer.from(typeName).toString('latin1').endsWith('u1');
  if (!Array.isArray(shape) || shape.join() !== `${labels.length},${SAMPLE}` || !isBytes) throw damaged;
  if (!(bytes instanceof Uint8Array) || bytes.length !== labels.length * SAMPLE) throw damaged;
  return { data: columnsFirst === true ? rowsFirst(bytes, labels.length) : bytes, labels: labels as readonly number[] };
}

function rowsFirst(data: Uint8Array, rows: number): Uint8Array {
  const turned = new Uint8Array(data.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < SAMPLE; column++) turned[row * SAMPLE + column] = data[column * rows + row]!;
  return turned;
}

function channelsLast(data: Uint8Array, out: Uint8Array): void {
  for (let start = 0; start < data.length; start += SAMPLE)
    for (let channel = 0; channel < CHANNELS; channel++)
      for (let pixel = 0; pixel < PIXELS; pixel++) out[start + pixel * CHANNELS + channel] = data[start + channel * PIXELS + pixel]!;
}
