import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DataPreview } from '../../../../src/protocol/dataPreview';
import { previewData } from '../../../../src/trainer/data/preview';
import { readArrayFile } from '../../../../src/trainer/data/arrayFile';
import { makeIdx, makeNpy, makeZip, temporaryFolder, write } from './makeFiles';

const folder = temporaryFolder();
const SIDE = 8;
// Ten pictures of 8 × 8; all pixels of picture i are 20 i, its class is i % 3.
const pixels = Array.from({ length: 10 }, (_, i) => new Array<number>(SIDE * SIDE).fill(20 * i));
write(folder, 'x.idx', makeIdx([10, SIDE, SIDE], pixels.flat()));
write(
  folder,
  'y.idx',
  makeIdx(
    [10],
    pixels.map((_, i) => i % 3),
  ),
);
write(folder, 'rows.npy', makeNpy([4, 3], Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])));
write(folder, 'prices.npy', makeNpy([4], Float32Array.from([0.5, 1.25, 8, 3])));
write(folder, 'onehot.npy', makeNpy([4, 2], Float32Array.from([1, 0, 0, 1, 0, 1, 0, 1])));
write(folder, 'short.idx', makeIdx([3], [0, 1, 2]));

const request = (data: object, shape: readonly number[] = [SIDE, SIDE]) => ({
  designPath: path.join(folder, 'a.layerwise.json'),
  designText: JSON.stringify({
    layerwise: 1,
    layers: [
      { name: 'x', type: 'Input', shape },
      { name: 'f', type: 'Flatten' },
      { name: 'y', type: 'Dense', units: 3 },
    ],
    training: { data },
  }),
});
const preview = async (data: object, shape?: readonly number[]) => (await previewData(request(data, shape))) as DataPreview;
const files = { inputs: 'x.idx', targets: 'y.idx' };
const bytesOf = (picture: string | undefined) => [...Buffer.from(picture ?? '', 'base64')];

describe('a preview', () => {
  test('shows pictures, their classes, and how the classes are divided', async () => {
    const seen = await preview({ ...files, scale: '1/255', validation: { first: 4 } });
    expect(seen).toMatchObject({
      name: 'x.idx',
      shape: [8, 8],
      targetShape: [],
      targets: { kind: 'classes', classes: 3 },
      pictures: { width: 8, height: 8, channels: 1 },
      training: { count: 6, classes: [2, 2, 2] },
      validation: { count: 4, classes: [2, 1, 1] },
      inFile: { least: 80, most: 180 },
      looked: 6,
    });
    expect(seen.intoModel.most).toBeCloseTo(180 / 255, 12);
    expect(seen.samples.map(({ target }) => target[0])).toEqual([1, 2, 0, 1, 2, 0]);
    expect(new Set(bytesOf(seen.samples[0]?.picture))).toEqual(new Set([80]));
    expect(bytesOf(seen.samples[0]?.picture)).toHaveLength(64);
  });

  test('follows the classes, the positive ones and the count that the design takes', async () => {
    const chosen = await preview({ ...files, classes: [2, 1], count: 3, validation: { last: 2 } });
    expect(chosen).toMatchObject({
      targets: { kind: 'classes', classes: 2 },
      training: { count: 3, classes: [1, 2] },
      validation: { count: 2, classes: [1, 1] },
    });
    expect(chosen.samples.map(({ target }) => target[0])).toEqual([1, 0, 1]);
    expect(chosen.samples.map(({ picture }) => bytesOf(picture)[0])).toEqual([20, 40, 80]);
    const binary = await preview({ ...files, positive: [0] });
    expect(binary).toMatchObject({ targets: { kind: 'binary' }, training: { count: 10, classes: [6, 4] } });
  });

  test('shows each turn of a picture where that is what is learned', async () => {
    const half = pixels.map((picture) => picture.map((value, i) => (i < (SIDE * SIDE) / 2 ? value : 0)));
    write(folder, 'half.idx', makeIdx([10, SIDE, SIDE], half.flat()));
    const seen = await preview({ inputs: 'half.idx', target: 'rotation', validation: { first: 4 } });
    expect(seen).toMatchObject({
      targets: { kind: 'classes', classes: 4 },
      training: { count: 24, classes: [6, 6, 6, 6] },
      validation: { count: 16 },
    });
    expect(seen.samples.slice(0, 5).map(({ target }) => target)).toEqual([[0], [1], [2], [3], [0]]);
    const corners = (picture: string | undefined) => [0, SIDE - 1, SIDE * (SIDE - 1), SIDE * SIDE - 1].map((i) => bytesOf(picture)[i]);
    // Against the clock: the bright upper half goes to the left, then down.
    expect(seen.samples.slice(0, 3).map(({ picture }) => corners(picture))).toEqual([
      [80, 80, 0, 0],
      [80, 0, 80, 0],
      [0, 0, 80, 80],
    ]);
  });

  test('shows rows as numbers, values and one-hot targets for what they are', async () => {
    const rows = await preview({ inputs: 'rows.npy', targets: 'prices.npy', standardize: 'per_pixel' }, [3]);
    expect(rows.pictures).toBeUndefined();
    expect(rows.targets).toMatchObject({ kind: 'values', withinOne: false });
    expect(rows.targetSpread).toMatchObject({ least: 0.5, most: 8 });
    expect(rows.samples[1]).toEqual({ numbers: [4, 5, 6], target: [1.25] });
    expect(rows.intoModel.mean).toBeCloseTo(0, 12);
    expect(rows.intoModel.deviation).toBeCloseTo(1, 12);
    const onehot = await preview({ inputs: 'rows.npy', targets: 'onehot.npy' }, [3]);
    expect(onehot).toMatchObject({ targets: { kind: 'onehot', classes: 2 }, targetShape: [2], training: { classes: [1, 3] } });
    expect((await preview({ inputs: 'rows.npy', target: 'input' }, [3])).targets.kind).toBe('input');
  });

  test('says where the data does not fit the model, and shows it all the same', async () => {
    const seen = await preview(files, [9, 9]);
    expect(seen.misfit?.message).toContain('8 × 8');
    expect(seen.samples).toHaveLength(10);
    const asked = request(files);
    const few = asked.designText.replace('"units":3', '"units":2').replace('"data"', '"loss":"sparse_categorical_crossentropy","data"');
    expect(await previewData({ ...asked, designText: few })).toMatchObject({ misfit: { next: 'Give the last layer 3 units.' } });
  });

  test('names the cause and the next step where it cannot be read', async () => {
    await expect(preview({ inputs: 'none.idx', targets: 'y.idx' })).rejects.toThrow('none.idx');
    await expect(preview({ inputs: 'x.idx', targets: 'short.idx' })).rejects.toThrow('10 samples, short.idx holds 3 targets');
    await expect(preview({ inputs: 'x.idx' })).rejects.toThrow('no targets');
    await expect(preview({ ...files, classes: [7] })).rejects.toThrow('no sample of class 7');
    await expect(preview({ ...files, validation: { first: 10 } })).rejects.toThrow('leaves nothing');
    await expect(preview({ dataset: 'imagenet' })).rejects.toThrow('There is no data set "imagenet"');
  });

  test('downloads nothing by itself', async () => {
    const asked = { ...request({ dataset: 'fashion_mnist' }, [28, 28]), datasetCache: path.join(folder, 'nothing') };
    expect(await previewData(asked)).toMatchObject({ absent: 'Fashion-MNIST', bytes: 30_878_645 });
  });
});

test('of a large file only the beginning is read', async () => {
  const file = path.join(folder, 'x.idx');
  expect(await readArrayFile({ file }, undefined, 200)).toMatchObject({ shape: [3, 8, 8], whole: 10 });
  expect(await readArrayFile({ file }, undefined, 1)).toMatchObject({ shape: [1, 8, 8], whole: 10 });
  expect((await readArrayFile({ file }, undefined, 640)).whole).toBeUndefined();
  const archive = write(folder, 'a.npz', makeZip({ 'x.npy': makeNpy([4, 2], Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8])) }));
  const some = await readArrayFile({ file: archive, key: 'x' }, undefined, 16);
  expect([some.shape, [...some.values], some.whole]).toEqual([[2, 2], [1, 2, 3, 4], 4]);
});
