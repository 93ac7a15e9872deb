import { describe, expect, test } from 'vitest';
import type { DataSection } from '../../../../src/core/document';
import { loadData } from '../../../../src/trainer/data/loadData';
import type { DataContext, DataPart } from '../../../../src/trainer/data/loadedData';
import { makeIdx, temporaryFolder, write } from './makeFiles';

// Eight pictures of 2 × 2: sample i is [10 i, 10 i + 1, 10 i + 2, 10 i + 3]. Its class is i % 4, its other target 100 + i.
const folder = temporaryFolder();
write(folder, 'x.idx', makeIdx([8, 2, 2], Array.from({ length: 32 }, (_, i) => 10 * Math.floor(i / 4) + (i % 4)))); // prettier-ignore
write(folder, 'y.idx', makeIdx([8], Array.from({ length: 8 }, (_, i) => i % 4))); // prettier-ignore
write(folder, 'z.idx', makeIdx([8], Array.from({ length: 8 }, (_, i) => 100 + i))); // prettier-ignore

const output = (name: string, shape: number[], loss: string) => ({ name, shape, loss });
const classes = output('classes', [4], 'sparse_categorical_crossentropy');
const load = (section: DataSection, ...outputs: ReturnType<typeof output>[]) => {
  const context: DataContext = { folder, inputs: [{ name: 'in', shape: [2, 2] }], outputs };
  return loadData({ inputs: 'x.idx', ...section }, context);
};
const inOrder = ({ count }: DataPart) => Int32Array.from({ length: count }, (_, i) => i);
function targetsOf(part: DataPart, index: number, size = 1): number[] {
  const out = new Float32Array(part.count * size);
  part.readTargets(inOrder(part), out, index);
  return [...out];
}
function inputsOf(part: DataPart, indices: readonly number[]): number[][] {
  const out = new Float32Array(indices.length * 4);
  part.readInputs(Int32Array.from(indices), out);
  return indices.map((_, i) => [...out.subarray(4 * i, 4 * i + 4)]);
}

describe('targets of several outputs', () => {
  const value = output('value', [1], 'mse');

  test('come from a file each, or from one for all', async () => {
    const two = await load({ targets: { classes: 'y.idx', value: 'z.idx' }, validation: { first: 2 } }, classes, value);
    expect(two.targets).toMatchObject([{ kind: 'classes', shape: [], classes: 4 }, { kind: 'values', shape: [1] }]); // prettier-ignore
    expect([targetsOf(two.training, 0), targetsOf(two.training, 1)]).toEqual([[2, 3, 0, 1, 2, 3], [102, 103, 104, 105, 106, 107]]); // prettier-ignore
    expect(targetsOf(two.validation!, 1)).toEqual([100, 101]);
    const same = await load({ targets: 'y.idx' }, classes, value);
    expect(targetsOf(same.training, 0)).toEqual(targetsOf(same.training, 1));
  });

  test('are relabelled each in its own way, and chosen by the classes of one', async () => {
    const even = output('even', [1], 'binary_crossentropy');
    const made = await load({ targets: 'y.idx', positive: { even: [0, 2] }, classes: { classes: [3, 2] }, count: 3 }, classes, even);
    expect([targetsOf(made.training, 0), targetsOf(made.training, 1)]).toEqual([[1, 0, 1], [1, 0, 1]]); // prettier-ignore
    const by = await load({ targets: { classes: 'y.idx', value: 'z.idx' }, classes: { classes: [1] } }, classes, value);
    expect(targetsOf(by.training, 1)).toEqual([101, 105]);
    await expect(load({ targets: { classes: 'y.idx', value: 'z.idx' }, classes: [1] }, classes, value)).rejects.toThrow(
      'does not say by which targets',
    );
  });

  test('validation from files has them too', async () => {
    const files = { classes: 'y.idx', value: 'z.idx' };
    const made = await load({ targets: files, validation: { inputs: 'x.idx', targets: files } }, classes, value);
    expect(targetsOf(made.validation!, 1)).toEqual([100, 101, 102, 103, 104, 105, 106, 107]);
    await expect(load({ targets: files, validation: { inputs: 'x.idx', targets: 'y.idx' } }, classes, value)).rejects.toThrow(
      'names one file of targets, and there are several',
    );
  });

  test('that are missing are told by the name of the output', async () => {
    await expect(load({ targets: { classes: 'y.idx' } }, classes, value)).rejects.toThrow('no targets for the output value');
    await expect(load({ targets: 'z.idx' }, classes, value)).rejects.toThrow('targets of x.idx for classes go up to class 107');
    await expect(load({ targets: 'y.idx' }, classes, output('back', [4], 'mse'))).rejects.toMatchObject({
      message: expect.stringContaining('targets of x.idx for back are one number a sample') as string,
      details: { next: expect.stringContaining('"target": { "back": "input" }') as string },
    });
  });
});

describe('pictures that are turned', () => {
  const turn = output('turn', [4], 'sparse_categorical_crossentropy');

  test('are there four times, as numpy.rot90 turns them, and the target is how far', async () => {
    const made = await load({ target: 'rotation', validation: { last: 2 } }, turn);
    expect([made.training.count, made.validation!.count]).toEqual([24, 8]);
    expect(made.targets[0]).toMatchObject({ kind: 'classes', classes: 4 });
    expect(targetsOf(made.training, 0).slice(0, 8)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    // numpy.rot90([[0, 1], [2, 3]], k) for k = 0 … 3
    expect(inputsOf(made.training, [0, 1, 2, 3])).toEqual([[0, 1, 2, 3], [1, 3, 0, 2], [3, 2, 1, 0], [2, 0, 3, 1]]); // prettier-ignore
    // In any order: the third turn of the second picture, then the first one as it is.
    expect(inputsOf(made.training, [7, 0])).toEqual([[12, 10, 13, 11], [0, 1, 2, 3]]); // prettier-ignore
  });

  test('keep what else they are asked for', async () => {
    const made = await load({ targets: 'y.idx', target: { turn: 'rotation' } }, turn, classes);
    expect(targetsOf(made.training, 1).slice(0, 8)).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    const own = await load({ target: { turn: 'rotation', back: 'input' }, scale: 0.5, count: 1 }, turn, output('back', [4], 'mse'));
    expect(targetsOf(own.training, 1, 4)).toEqual([0, 1, 2, 3, 1, 3, 0, 2, 3, 2, 1, 0, 2, 0, 3, 1].map((value) => value / 2));
  });

  test('have to be square, and the output needs four classes', async () => {
    await expect(load({ target: 'rotation' }, output('turn', [3], 'sparse_categorical_crossentropy'))).rejects.toThrow('up to class 3');
    write(folder, 'rows.idx', makeIdx([4, 4], new Uint8Array(16)));
    await expect(load({ inputs: 'rows.idx', target: 'rotation' }, turn)).rejects.toThrow('turns square pictures');
  });
});
