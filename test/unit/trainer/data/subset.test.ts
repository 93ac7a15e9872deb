import { describe, expect, test } from 'vitest';
import type { DataSection } from '../../../../src/core/document';
import { loadData } from '../../../../src/trainer/data/loadData';
import type { DataPart } from '../../../../src/trainer/data/loadedData';
import { makeIdx, temporaryFolder, write } from './makeFiles';
import { contextOf } from './dataContext';

// Twelve samples of 2 × 2; each value of sample i is i, its class is i % 4.
const folder = temporaryFolder();
write(folder, 'x.idx', makeIdx([12, 2, 2], Array.from({ length: 48 }, (_, i) => Math.floor(i / 4)))); // prettier-ignore
write(folder, 'y.idx', makeIdx([12], Array.from({ length: 12 }, (_, i) => i % 4))); // prettier-ignore
const files = { inputs: 'x.idx', targets: 'y.idx' };

const indices = ({ count }: DataPart) => Array.from({ length: count }, (_, i) => i);
/** Which samples a part has, by their value. */
function samplesOf(part: DataPart): number[] {
  const out = new Float32Array(part.count * 4);
  part.readInputs(indices(part), out);
  return indices(part).map((i) => out[i * 4]!);
}
function targetsOf(part: DataPart, size = 1): number[] {
  const out = new Float32Array(part.count * size);
  part.readTargets(indices(part), out);
  return [...out];
}
const load = (section: DataSection, more: { output?: number[]; loss?: string } = {}) =>
  loadData({ ...files, ...section }, contextOf({ folder, output: [4], ...more }));

describe('a part of the data', () => {
  test('has the classes that are named, numbered anew, before anything is kept for validation', async () => {
    const data = await load({ classes: [3, 1], validation: { first: 2 } }, { output: [2] });
    expect(data).toMatchObject({ targets: [{ classes: 2, kind: 'classes' }] });
    expect(samplesOf(data.validation!)).toEqual([1, 3]);
    expect(targetsOf(data.validation!)).toEqual([1, 0]);
    expect(samplesOf(data.training)).toEqual([5, 7, 9, 11]);
    expect(targetsOf(data.training)).toEqual([1, 0, 1, 0]);
  });

  test('has so many training samples, all for validation, and one class against others', async () => {
    const data = await load(
      { classes: [0, 2], positive: [2], count: 3, validation: { last: 2 } },
      { output: [1], loss: 'binary_crossentropy' },
    );
    expect(samplesOf(data.training)).toEqual([0, 2, 4]);
    expect(targetsOf(data.training)).toEqual([0, 1, 0]);
    expect(samplesOf(data.validation!)).toEqual([8, 10]);
    expect(targetsOf(data.validation!)).toEqual([0, 1]);
    const all = await load({ positive: [1, 2], count: 100 }, { output: [1], loss: 'binary_crossentropy' });
    expect(targetsOf(all.training)).toEqual([0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0]);
  });

  test('a class that is not there is said', async () => {
    await expect(load({ classes: [1, 7] })).rejects.toThrow('x.idx has no sample of class 7.');
    await expect(load({ positive: [7, 8] }, { output: [1], loss: 'binary_crossentropy' })).rejects.toThrow('has no sample of class 7, 8.');
  });

  test('a validation part of its own may lack the class that is told from others', async () => {
    write(folder, 'x-other.idx', makeIdx([2, 2, 2], new Uint8Array(8)));
    write(folder, 'y-other.idx', makeIdx([2], [0, 1]));
    const validation = { inputs: 'x-other.idx', targets: 'y-other.idx' };
    const data = await load({ positive: [3], validation }, { output: [1], loss: 'binary_crossentropy' });
    expect(targetsOf(data.validation!)).toEqual([0, 0]);
  });

  test('targets that are no class ids cannot be chosen by', async () => {
    write(folder, 'pairs.idx', makeIdx([12, 2], new Uint8Array(24)));
    await expect(load({ targets: 'pairs.idx', classes: [0] }, { output: [2], loss: 'mse' })).rejects.toThrow('go by class ids');
  });
});

describe('samples that are their own targets', () => {
  test('are so as they go in, scaled, and in the shape of the output', async () => {
    const data = await load({ targets: undefined, target: 'input', scale: '1/2', count: 2 }, { output: [4], loss: 'mse' });
    expect(data).toMatchObject({ sampleShapes: [[2, 2]], targets: [{ shape: [4], kind: 'values' }] });
    expect(targetsOf(data.training, 4)).toEqual([0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5]);
  });

  test('fit the output, and a loss that takes values', async () => {
    await expect(load({ target: 'input' }, { output: [5], loss: 'mse' })).rejects.toThrow('gives back what goes in');
    await expect(load({ target: 'input' }, { output: [4] })).rejects.toThrow('takes class ids');
  });
});
