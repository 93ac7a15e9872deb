import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadData } from '../../../../src/trainer/data/loadData';
import type { DataContext, DataPart } from '../../../../src/trainer/data/loadedData';
import { makeIdx, makeNpy, makeZip, temporaryFolder, write } from './makeFiles';
import { contextOf } from './dataContext';

const folder = temporaryFolder();
const context: DataContext = contextOf({ folder });

// Ten samples of 2 × 2; sample i is [10i, 10i + 1, 10i + 2, 0], its class is i % 3.
const pixels = Array.from({ length: 10 }, (_, i) => [10 * i, 10 * i + 1, 10 * i + 2, 0]);
const labels = pixels.map((_, i) => i % 3);
write(folder, 'x.idx', makeIdx([10, 2, 2], pixels.flat()));
write(folder, 'y.idx', makeIdx([10], labels));
const files = { inputs: 'x.idx', targets: 'y.idx' };

function inputsOf(part: DataPart | undefined, size = 4): number[][] {
  const out = new Float32Array((part?.count ?? 0) * size);
  part?.readInputs(
    Array.from({ length: part.count }, (_, i) => i),
    out,
  );
  return Array.from({ length: part?.count ?? 0 }, (_, i) => [...out.subarray(i * size, (i + 1) * size)]);
}

describe('files beside the design', () => {
  test('are read, scaled and cut', async () => {
    const data = await loadData({ ...files, scale: '1/2', validation: { first: 3 } }, context);
    expect(data).toMatchObject({ name: 'x.idx', sampleShapes: [[2, 2]], targets: [{ shape: [], kind: 'classes', classes: 3 }] });
    expect(inputsOf(data.validation)).toEqual([
      [0, 0.5, 1, 0],
      [5, 5.5, 6, 0],
      [10, 10.5, 11, 0],
    ]);
    expect(inputsOf(data.training)[0]).toEqual([15, 15.5, 16, 0]);
    expect(await data.test()).toBeUndefined();
    const targets = new Int32Array(3);
    data.training.readTargets([6, 0, 2], targets);
    expect([...targets]).toEqual([0, 0, 2]);
    expect(() => data.training.readTargets([7], targets)).toThrow(RangeError);
    expect(() => data.training.readInputs([-1], new Float32Array(4))).toThrow(RangeError);
  });

  test('the same numbers whatever type they are stored in', async () => {
    const floats = write(folder, 'x.npy', makeNpy([10, 2, 2], Float32Array.from(pixels.flat())));
    for (const scale of [undefined, 1, 0.25, '1/255']) {
      const [bytes, same] = [await loadData({ ...files, scale }, context), await loadData({ ...files, inputs: floats, scale }, context)];
      expect(inputsOf(same.training)).toEqual(inputsOf(bytes.training));
    }
  });

  test('standardized by mean and deviation of the training part alone', async () => {
    const section = { ...files, scale: '1/255', standardize: 'per_pixel', validation: { last: 2 } } as const;
    const data = await loadData(section, context);
    const rows = inputsOf(data.training);
    for (const axis of [0, 1, 2]) {
      const column = rows.map((row) => row[axis]!);
      const mean = column.reduce((sum, value) => sum + value, 0) / 8;
      expect(mean).toBeCloseTo(0, 6);
      expect(Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 8)).toBeCloseTo(1, 6);
    }
    expect(rows.map((row) => row[3])).toEqual(new Array(8).fill(0));
    // Sample 8 has 80 where the first eight have the mean 35 and the deviation sqrt(525).
    expect(inputsOf(data.validation)[0]?.[0]).toBeCloseTo((80 - 35) / Math.sqrt(525), 6);
    // A limit takes fewer samples, and leaves them the same.
    expect(inputsOf((await loadData(section, { ...context, limit: 3 })).training)).toEqual(rows.slice(0, 3));
  });

  test('a limit takes the first training samples and as large a share of the others', async () => {
    const counts = async (limit: number) => {
      const data = await loadData({ ...files, validation: { last: 4 } }, { ...context, limit });
      return [data.training.count, data.validation?.count];
    };
    expect([await counts(3), await counts(1), await counts(6), await counts(100)]).toEqual([
      [3, 2],
      [1, 1],
      [6, 4],
      [6, 4],
    ]);
  });

  test('validation from files of its own', async () => {
    write(folder, 'vx.idx', makeIdx([1, 2, 2], [255, 0, 0, 255]));
    write(folder, 'vy.idx', makeIdx([1], [2]));
    const data = await loadData({ ...files, validation: { inputs: 'vx.idx', targets: 'vy.idx' } }, context);
    expect([data.training.count, inputsOf(data.validation)]).toEqual([10, [[255, 0, 0, 255]]]);
    write(folder, 'vx3.idx', makeIdx([1, 2, 3], [0, 0, 0, 0, 0, 0]));
    await expect(loadData({ ...files, validation: { inputs: 'vx3.idx', targets: 'vy.idx' } }, context)).rejects.toThrow(
      /shape \[2, 2\], those of another part \[2, 3\]/,
    );
  });

  test('an archive as Keras makes them brings its test part', async () => {
    const x = makeNpy([2, 2, 2], Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    const y = makeNpy([2], Uint8Array.of(0, 2));
    const archive = makeZip({ 'x_train.npy': x, 'y_train.npy': y, 'x_test.npy': x, 'y_test.npy': y });
    write(folder, 'all.npz', archive);
    const data = await loadData({ inputs: 'all.npz', targets: 'all.npz#y_train' }, context);
    expect([inputsOf(data.training), inputsOf(await data.test())]).toEqual([
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
    ]);
  });

  test.each([
    [{ inputs: 'none.idx', targets: 'y.idx' }, /none.idx cannot be read/],
    [{ inputs: 'x.idx' }, /names inputs \(x.idx\) but no targets/],
    [{}, /does not say what to train on/],
    [{ dataset: 'cifar' }, /There is no data set "cifar"/],
    [{ inputs: 'x.idx', targets: 'x.idx' }, /The targets of x.idx are of the shape 2 × 2/],
    [{ inputs: 'y.idx', targets: 'y.idx' }, /The samples of y.idx have the shape/],
    [{ ...files, scale: 'half' }, /"scale": "half" is no number/],
    [{ ...files, scale: 0 }, /"scale": 0 is no number/],
    [{ ...files, validation: { first: 10 } }, /leaves nothing to train on/],
  ])('%j is refused', async (section, message) => {
    await expect(loadData(section, context)).rejects.toThrow(message);
  });

  test('targets that the model has no unit for, and those that are no classes', async () => {
    await expect(loadData(files, contextOf({ folder, output: [2] }))).rejects.toThrow(
      "The targets of x.idx go up to class 2, the model's output has 2 units (classes 0 to 1).",
    );
    write(
      folder,
      'half.npy',
      makeNpy(
        [10],
        Float32Array.from(labels, (label) => label + 0.5),
      ),
    );
    await expect(loadData({ ...files, targets: 'half.npy' }, context)).rejects.toThrow('no class ids: target 0 is 0.5');
    write(folder, 'y9.idx', makeIdx([9], labels.slice(1)));
    await expect(loadData({ ...files, targets: 'y9.idx' }, context)).rejects.toThrow('x.idx holds 10 samples, y9.idx holds 9 targets.');
  });

  test('values that are not finite are named', async () => {
    const values = Float32Array.from(pixels.flat());
    values[4 * 6 + 2] = NaN;
    write(folder, 'nan.npy', makeNpy([10, 2, 2], values));
    await expect(loadData({ ...files, inputs: 'nan.npy' }, context)).rejects.toThrow(
      'The inputs in nan.npy hold NaN in sample 6 at [1, 0] (counted from 0).',
    );
    write(folder, 'large.npy', makeNpy([10], Buffer.from(Float64Array.from(labels, () => 1e300).buffer), '<f8'));
    await expect(
      loadData({ ...files, targets: 'large.npy' }, contextOf({ folder, output: [1], loss: 'mean_squared_error' })),
    ).rejects.toThrow('The targets in large.npy hold 1e+300 in sample 0 (counted');
  });
});

test('MNIST is complete without a network', async () => {
  const progress: string[] = [];
  const mnist: DataContext = { ...contextOf({ folder, input: [28, 28, 1], output: [10] }), progress: ({ phase }) => progress.push(phase) };
  const data = await loadData({ dataset: 'mnist', scale: '1/255', validation: { first: 5000 } }, mnist);
  const testPart = await data.test();
  expect([data.training.count, data.validation?.count, testPart?.count]).toEqual([55_000, 5_000, 10_000]);
  expect([data.sampleShapes, data.targets]).toEqual([[[28, 28, 1]], [{ shape: [], kind: 'classes', classes: 10 }]]);
  const targets = new Int32Array(5);
  data.validation?.readTargets([0, 1, 2, 3, 4], targets);
  expect([...targets]).toEqual([5, 0, 4, 1, 9]);
  const inputs = new Float32Array(784);
  data.validation?.readInputs([0], inputs);
  expect([Math.max(...inputs), inputs[5 * 28 + 12], Math.min(...inputs)]).toEqual([1, Math.fround(3 / 255), 0]);
  expect(progress).toEqual(['reading', 'ready']);
});

const shared = path.resolve(import.meta.dirname, '../../../../../shared/data/fashion-mnist-10k');
if (!existsSync(shared)) console.warn(`Skipped: the test with real images of Fashion-MNIST, for there is no ${shared}.`);

test.skipIf(!existsSync(shared))('real images of Fashion-MNIST from gzipped IDX files', async () => {
  const section = {
    inputs: path.join(shared, 'images-idx3-ubyte.gz'),
    targets: path.join(shared, 'labels-idx1-ubyte.gz'),
    scale: '1/255',
    validation: { last_fraction: 0.1 },
  };
  const data = await loadData(section, contextOf({ folder, input: [28, 28], output: [10] }));
  expect([data.training.count, data.validation?.count, data.targets[0]?.classes]).toEqual([9000, 1000, 10]);
  const inputs = new Float32Array(784);
  for (const sample of [0, 8999]) {
    data.training.readInputs([sample], inputs);
    // Each image is scaled to its own maximum.
    expect(Math.max(...inputs)).toBe(1);
  }
});
