import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readArrayFile } from '../../../../src/trainer/data/arrayFile';
import { loadData } from '../../../../src/trainer/data/loadData';
import { namedDatasets, type NamedDataset } from '../../../../src/trainer/data/namedDatasets';
import { makeCifar10, makeTar, pickled, type Batch } from './makeCifar10';
import { temporaryFolder, write } from './makeFiles';

const folder = temporaryFolder();
const IN_A_BATCH = 30;

/** A byte that tells batch, image, channel and pixel apart. */
const value = (batch: number, image: number, channel: number, pixel: number): number => (batch * 41 + image * 7 + channel * 83 + pixel * 3) % 256; // prettier-ignore

function makeBatch(number: number, count = IN_A_BATCH): Batch {
  const data = new Uint8Array(count * 3072);
  for (let at = 0; at < data.length; at++) data[at] = value(number, Math.floor(at / 3072), Math.floor(at / 1024) % 3, at % 1024);
  return { data, labels: Array.from({ length: count }, (_, image) => (image + number) % 10) };
}

const ordered = ['data_batch_4', 'test_batch', 'data_batch_3', 'data_batch_2', 'data_batch_5', 'data_batch_1'];
const numberOf = (name: string): number => Number(/\d$/.exec(name)?.[0] ?? 9);
const archive = makeCifar10(Object.fromEntries(ordered.map((name) => [name, makeBatch(numberOf(name))])));
const real = namedDatasets.get('cifar10')!;
const small: NamedDataset = {
  ...real,
  files: [{ ...real.files[0]!, bytes: archive.length, sha256: createHash('sha256').update(archive).digest('hex') }],
};

const requests: string[] = [];
let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.end(archive);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('LAYERWISE_DATASETS_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/sets/`);
});
afterAll(() => {
  server.close();
  vi.unstubAllEnvs();
});

const context = {
  folder,
  cache: path.join(folder, 'cache'),
  inputs: [{ name: 'in', shape: [32, 32, 3] }],
  outputs: [{ name: 'out', shape: [10], loss: 'sparse_categorical_crossentropy' }],
};

test('CIFAR-10 is downloaded once, kept where Keras keeps it, and read batch after batch with its channels last', async () => {
  const datasets = new Map([['cifar10', small]]);
  const data = await loadData({ dataset: 'cifar10', validation: { last: 10 } }, context, datasets);
  expect([data.training.count, data.validation?.count, data.targets[0]!.classes]).toEqual([5 * IN_A_BATCH - 10, 10, 10]);
  const sample = new Float32Array(3072);
  const label = new Int32Array(1);
  for (const [place, batch, image] of [
    [0, 1, 0],
    [29, 1, 29],
    [30, 2, 0],
    [95, 4, 5],
  ] as const) {
    // prettier-ignore
    data.training.readInputs([place], sample);
    expect(Array.from(sample)).toEqual(Array.from({ length: 3072 }, (_, at) => value(batch, image, at % 3, Math.floor(at / 3))));
    data.training.readTargets([place], label);
    expect(label[0]).toBe((image + batch) % 10);
  }
  const tested = (await data.test())!;
  expect(tested.count).toBe(IN_A_BATCH);
  tested.readInputs([3], sample);
  expect(sample[1]).toBe(value(9, 3, 1, 0));

  await loadData({ dataset: 'cifar10' }, context, datasets);
  expect(requests).toEqual(['/sets/cifar-10-python.tar.gz']);
  expect(readFileSync(path.join(context.cache, 'cifar-10-batches-py-target_archive')).equals(archive)).toBe(true);
});

test('of its images only the first may be read, and it is known how many there are', async () => {
  const file = write(folder, 'some.tar.gz', archive);
  const inputs = await readArrayFile({ file, key: 'x_train', format: 'cifar10' }, undefined, 4 * 3072 + 1);
  expect([inputs.shape, inputs.whole]).toEqual([[4, 32, 32, 3], 5 * IN_A_BATCH]);
  const targets = await readArrayFile({ file, key: 'y_train', format: 'cifar10' }, undefined, 1);
  expect(targets.shape).toEqual([5 * IN_A_BATCH]);
});

const only = (change: (files: { [name: string]: Uint8Array }) => void): Buffer => {
  const files = Object.fromEntries(ordered.map((name) => [name, pickled(makeBatch(numberOf(name), 2)) as Uint8Array]));
  change(files);
  return gzipSync(makeTar(files));
};
const withByte = (bytes: Uint8Array, at: number, byte: number): Uint8Array => {
  const changed = Uint8Array.from(bytes);
  changed[at] = byte;
  return changed;
};

test.each([
  ['a batch is missing', only((files) => delete files.data_batch_3), 'there is no data_batch_3 in it'],
  ['it is cut short', gzipSync(gunzipSync(archive).subarray(0, 200_000)), 'it is cut short within cifar-10-batches-py/data_batch_3'],
  ['a batch has fewer images', only((files) => (files.data_batch_1 = pickled(makeBatch(1, 1)))), 'another number of images'],
  ['a pickle calls something', only((files) => (files.data_batch_1 = withByte(files.data_batch_1!, 2, 0x69))), 'opcode 0x69'],
  ['a pickle ends early', only((files) => (files.data_batch_1 = files.data_batch_1!.subarray(0, 500))), 'is cut short'],
  ['a label is none', only((files) => (files.data_batch_1 = pickled({ ...makeBatch(1, 2), labels: [3, 10] }))), 'no batch of images'],
  ['it is no tar archive', gzipSync(Buffer.alloc(2000, 'x')), 'no sound tar archive'],
  ['it is not compressed', makeTar({}), 'damaged or cut short'],
])('%s: that is said', async (name, bytes, said) => {
  const file = write(folder, `${name.replaceAll(' ', '-')}.tar.gz`, bytes);
  await expect(readArrayFile({ file, key: 'x_train', format: 'cifar10' })).rejects.toThrow(said);
});
