// Batches of CIFAR-10 as Keras itself reads them.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readArrayFile } from '../../src/trainer/data/arrayFile';
import { makeCifar10, pickled } from '../unit/trainer/data/makeCifar10';
import { temporaryFolder, write } from '../unit/trainer/data/makeFiles';
import { kerasPython } from './kerasPython';

if (!kerasPython) console.warn('Skipped: the test of CIFAR-10 against Keras, for there is no Python with Keras.');

const READ = `
import json, sys
from keras.src.datasets.cifar import load_batch
data, labels = load_batch(sys.argv[1])
print(json.dumps([data.transpose(0, 2, 3, 1).reshape(-1).tolist(), list(labels)]))
`;

test.skipIf(!kerasPython)(
  'a batch has the same images and labels as in Keras',
  async () => {
    const folder = temporaryFolder();
    const batch = (seed: number) => ({
      data: Uint8Array.from({ length: 5 * 3072 }, (_, i) => (i * i * 31 + seed * 17 + (i >> 3)) % 256),
      labels: [3, 0, 9, 9, 1].map((label) => (label + seed) % 10),
    });
    const names = [1, 2, 3, 4, 5].map((number) => `data_batch_${number}`);
    const file = write(folder, 'archive.tar.gz', makeCifar10(Object.fromEntries(names.map((name, i) => [name, batch(i)]))));
    mkdirSync(path.join(folder, 'batches'));
    const third = write(folder, 'batches/data_batch_3', pickled(batch(2)));
    const { stdout, stderr } = spawnSync(kerasPython!, ['-c', READ, third], { encoding: 'utf8', maxBuffer: 2 ** 26 });
    expect(stdout, stderr).not.toBe('');
    const [pixels, labels] = JSON.parse(stdout.trim().split('\n').at(-1)!) as [number[], number[]];
    const read = (key: string) => readArrayFile({ file, key, format: 'cifar10' });
    expect(Array.from((await read('x_train')).values.subarray(2 * 5 * 3072, 3 * 5 * 3072))).toEqual(pixels);
    expect(Array.from((await read('y_train')).values.subarray(2 * 5, 3 * 5))).toEqual(labels);
  },
  120_000,
);
