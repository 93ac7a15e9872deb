import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DataProgress } from '../../../../src/core/training/events';
import { loadData } from '../../../../src/trainer/data/loadData';
import type { DataContext } from '../../../../src/trainer/data/loadedData';
import { namedDatasets } from '../../../../src/trainer/data/namedDatasets';
import type { NamedDataset } from '../../../../src/trainer/data/namedDatasets';
import { obtain } from '../../../../src/trainer/data/obtain';
import { makeIdx, temporaryFolder } from './makeFiles';

const root = temporaryFolder();
let cache: string;
let requests: string[];
let answer: (request: IncomingMessage, response: ServerResponse, bytes: Buffer) => void;

const contents: { readonly [name: string]: Buffer } = {
  'images.gz': gzipSync(
    makeIdx(
      [300, 20, 20],
      Uint8Array.from({ length: 120_000 }, (_, i) => (i * i * 31 + (i >> 3)) % 251),
    ),
  ),
  'labels.gz': gzipSync(
    makeIdx(
      [300],
      Uint8Array.from({ length: 300 }, (_, i) => i % 10),
    ),
  ),
};
const arrays = {
  inputs: { file: 'images.gz' },
  targets: { file: 'labels.gz' },
  testInputs: { file: 'images.gz' },
  testTargets: { file: 'labels.gz' },
};
const tiny: NamedDataset = {
  name: 'tiny',
  title: 'Tiny',
  folder: 'tiny-folder',
  files: Object.entries(contents).map(([name, bytes]) => ({
    name,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })),
  arrays,
};
const total = tiny.files.reduce((sum, { bytes }) => sum + bytes, 0);

let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    answer(request, response, contents[path.basename(request.url ?? '')] ?? Buffer.alloc(0));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

let runs = 0;
beforeEach(() => {
  cache = path.join(root, `cache${runs++}`);
  requests = [];
  answer = (_request, response, bytes) => response.end(bytes);
  vi.stubEnv('LAYERWISE_DATASETS_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/sets`);
});
afterEach(() => vi.unstubAllEnvs());

const kept = () => (existsSync(path.join(cache, 'tiny-folder')) ? readdirSync(path.join(cache, 'tiny-folder')).sort() : []);
const failureOf = (context: { signal?: AbortSignal; cache?: string } = {}) =>
  obtain(tiny, { cache, ...context }).then(
    () => {
      throw new Error('it should fail');
    },
    (error: { message: string; details: { reason: string; next: string } }) => error,
  );

describe('a data set that is not here', () => {
  test('is downloaded once, with progress, and kept where Keras looks', async () => {
    const progress: DataProgress[] = [];
    const context: DataContext = {
      folder: root,
      cache,
      inputs: [{ name: 'in', shape: [20, 20] }],
      outputs: [{ name: 'out', shape: [10], loss: 'sparse_categorical_crossentropy' }],
      progress: (event) => progress.push(event),
    };
    const data = await loadData({ dataset: 'tiny' }, context, new Map([['tiny', tiny]]));
    expect([data.name, data.training.count, (await data.test())?.count]).toEqual(['tiny', 300, 300]);
    expect(requests).toEqual(['/sets/images.gz', '/sets/labels.gz']);
    expect(kept()).toEqual(['images.gz', 'labels.gz']);
    const downloading = progress.filter(({ phase }) => phase === 'downloading');
    expect(downloading.at(0)).toEqual({ type: 'data', dataset: 'tiny', phase: 'downloading', received: 0, total });
    expect(downloading.at(-1)).toMatchObject({ received: total, total });
    expect(progress.slice(-2).map(({ phase }) => phase)).toEqual(['reading', 'ready']);

    await loadData({ dataset: 'tiny' }, context, new Map([['tiny', tiny]]));
    expect(requests).toHaveLength(2);
  });

  test("Keras's own files are used as they are, KERAS_HOME included", async () => {
    vi.stubEnv('KERAS_HOME', cache);
    const folder = path.join(cache, 'datasets/tiny-folder');
    mkdirSync(folder, { recursive: true });
    for (const [name, bytes] of Object.entries(contents)) writeFileSync(path.join(folder, name), bytes);
    const { inputs } = await obtain(tiny, {});
    expect([inputs.file, requests]).toEqual([path.join(folder, 'images.gz'), []]);
  });

  test('a kept file that is damaged is downloaded again', async () => {
    await obtain(tiny, { cache });
    const file = path.join(cache, 'tiny-folder/images.gz');
    const damaged = Buffer.from(readFileSync(file));
    damaged[100]! ^= 1;
    writeFileSync(file, damaged);
    await obtain(tiny, { cache });
    expect(requests).toEqual(['/sets/images.gz', '/sets/labels.gz', '/sets/images.gz']);
    expect(readFileSync(file).equals(contents['images.gz']!)).toBe(true);
  });

  test('two at once do each other no harm', async () => {
    await Promise.all([obtain(tiny, { cache }), obtain(tiny, { cache }), obtain(tiny, { cache })]);
    expect(kept()).toEqual(['images.gz', 'labels.gz']);
  });
});

describe('a download that fails keeps nothing and says why and what to do', () => {
  const cases: [string, typeof answer, RegExp][] = [
    ['not found', (_request, response) => response.writeHead(404).end('gone'), /answered 404 Not Found\. Nothing was kept\./],
    ['a wrong digest', (_request, response, bytes) => response.end(Buffer.alloc(bytes.length)), /wrong checksum/],
    ['too long', (_request, response, bytes) => response.end(Buffer.concat([bytes, bytes])), /sent more than the \d+ bytes/],
    ['too short', (_request, response, bytes) => response.end(bytes.subarray(0, 1000)), /broke off after 1000 of \d+ bytes/],
    [
      'broken off',
      (_request, response, bytes) => {
        response.writeHead(200, { 'content-length': bytes.length });
        response.write(bytes.subarray(0, 1000), () => setTimeout(() => response.destroy(), 50));
      },
      /cannot be reached or broke off/,
    ],
  ];

  test.each(cases)('%s', async (_name, respond, reason) => {
    answer = respond;
    const { message, details } = await failureOf();
    expect(message).toBe('Could not download Tiny.');
    expect(details.reason).toMatch(reason);
    expect(details.next).toContain(`put images.gz, labels.gz into ${path.join(cache, 'tiny-folder')} by hand`);
    expect(kept()).toEqual([]);
  });

  test('nobody there', async () => {
    vi.stubEnv('LAYERWISE_DATASETS_URL', 'http://127.0.0.1:9/');
    expect((await failureOf()).details.reason).toMatch(
      /^The server 127\.0\.0\.1:9 cannot be reached or broke off \(.+\)\. Nothing was kept\.$/,
    );
    vi.stubEnv('LAYERWISE_DATASETS_URL', 'http://nowhere.invalid/');
    expect((await failureOf()).details.reason).toMatch(/The server nowhere\.invalid cannot be reached/);
    vi.stubEnv('LAYERWISE_DATASETS_URL', 'here');
    expect((await failureOf()).message).toBe('LAYERWISE_DATASETS_URL is "here", which is no web address.');
    expect(kept()).toEqual([]);
  });

  test('of a file that has an address of its own that is said', async () => {
    answer = (_request, response) => response.writeHead(404).end();
    const address = 'https://example.org/pictures/all.tar.gz';
    const files = [{ ...tiny.files[0]!, name: 'kept_as', address }];
    const { details } = await obtain({ ...tiny, files }, { cache }).then(() => Promise.reject(new Error('it should fail')), (error: Awaited<ReturnType<typeof failureOf>>) => error); // prettier-ignore
    expect(requests).toEqual(['/sets/all.tar.gz']);
    expect(details.next).toContain(`save ${address} as ${path.join(cache, 'tiny-folder', 'kept_as')} by hand`);
  });

  test('cancelled', async () => {
    const stop = new AbortController();
    answer = (_request, response, bytes) =>
      response.write(bytes.subarray(0, 1000), () => setTimeout(() => stop.abort(new Error('cancelled')), 20));
    expect(await failureOf({ signal: stop.signal })).toMatchObject({ message: 'cancelled' });
    expect(kept()).toEqual([]);
  });

  test('no folder to keep it in', async () => {
    writeFileSync(path.join(root, 'file'), '');
    const { details } = await failureOf({ cache: path.join(root, 'file') });
    expect(details.reason).toMatch(/A part of its path is a file|Permission|no such file/);
    expect(details.next).toMatch(/KERAS_HOME/);
  });

  test('what a killed process left behind is removed after an hour', async () => {
    const folder = path.join(cache, 'tiny-folder');
    mkdirSync(folder, { recursive: true });
    for (const name of ['images.gz.old.part', 'images.gz.new.part', 'other.old.part']) writeFileSync(path.join(folder, name), '');
    for (const name of ['images.gz.old.part', 'other.old.part']) utimesSync(path.join(folder, name), 0, 0);
    await obtain(tiny, { cache });
    expect(kept()).toEqual(['images.gz', 'images.gz.new.part', 'labels.gz', 'other.old.part']);
  });
});

test('the data sets have whole digests, and every array is in a file that is downloaded', () => {
  expect([...namedDatasets.keys()]).toEqual(['mnist', 'fashion_mnist', 'cifar10']);
  for (const { files, arrays: used } of namedDatasets.values()) {
    for (const { sha256 } of files) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(Object.values(used).map(({ file }) => file))).toEqual(new Set(files.map(({ name }) => name)));
  }
});
