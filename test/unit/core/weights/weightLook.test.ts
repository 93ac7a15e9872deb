import { describe, expect, it } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { lookAtWeight } from '../../../../src/core/weights/weightLook';
import { planPicture, seenPicture } from '../../../../src/core/weights/weightPicture';

const chunks =
  (...parts: readonly number[][]) =>
  () =>
    parts.map((part) => Float32Array.from(part));
const counted = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Where each number of a weight is drawn. */
const places = (type: string, weight: string, shape: number[], sees?: number[]) => {
  const plan = planPicture(type, weight, shape, sees)!;
  return { ...plan, at: counted(shape.reduce((all, size) => all * size, 1)).map((index) => plan.place(index)) };
};

describe('what the numbers of a weight are like', () => {
  it('is told of all of its parts', async () => {
    const look = await lookAtWeight('bias', [5], chunks([-1, 0], [1, 2, NaN]));
    expect(look).toMatchObject({ least: -1, most: 2, mean: 0.5, zeros: 1, notFinite: 1 });
    expect(look.deviation).toBeCloseTo(Math.sqrt(1.25));
    expect(look.bins.reduce((sum, each) => sum + each)).toBe(4);
    expect([look.bins[0], look.bins.at(-1), look.bins.length]).toEqual([1, 1, 31]);
    expect(look.picture).toBeUndefined();
  });

  it('is nothing where no number is finite, or where all are the same', async () => {
    expect(await lookAtWeight('bias', [2], chunks([NaN, Infinity]))).toMatchObject({ notFinite: 2, bins: [], deviation: 0 });
    expect(await lookAtWeight('bias', [2], chunks([0, 0]))).toMatchObject({ zeros: 2, least: 0, most: 0 });
  });

  it('has the numbers as colours, those far out no brighter than three deviations', async () => {
    const values = [...new Array<number>(99).fill(0.1), -100];
    const { picture } = await lookAtWeight('kernel', [10, 10], chunks(values), planPicture('Dense', 'kernel', [10, 10]));
    expect(picture).toMatchObject({ kind: 'matrix', width: 10, height: 10, dot: [1, 1] });
    expect(picture!.scale).toBeCloseTo(3 * Math.sqrt((99 * 0.01 + 100 * 100) / 100), 3);
    expect(picture!.levels.at(-1)).toBe(-127);
    expect(picture!.levels[0]).toBe(0);
  });
});

describe('where the numbers of a weight are drawn', () => {
  it('a convolution of one channel: each filter is a tile', () => {
    const { at, ...plan } = places('Conv2D', 'kernel', [2, 2, 1, 3]);
    expect(plan).toMatchObject({ kind: 'filters', width: 2, height: 2, channels: 1, tiles: 3, of: 3 });
    expect(at).toEqual([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]);
  });

  it('one of three channels: they are the colours', () => {
    const { at, ...plan } = places('Conv2D', 'kernel', [1, 2, 3, 2]);
    expect(plan).toMatchObject({ channels: 3, tiles: 2 });
    // The numbers of the first filter are the even ones.
    expect(at.filter((_, i) => i % 2 === 0)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('one of many channels: a row for each channel, a column for each filter, the first of them', () => {
    const { at, ...plan } = places('Conv2D', 'kernel', [1, 2, 9, 13]);
    expect(plan).toMatchObject({ kind: 'slices', columns: 12, tiles: 96, of: 117 });
    expect([at[0], at[1], at[12], at[13], at[8 * 13], at[117]]).toEqual([0, 2, -1, 24, -1, 1]);
    expect(new Set(at.filter((place) => place >= 0)).size).toBe(96 * 2);
    expect(places('Conv2DTranspose', 'kernel', [2, 2, 1, 3])).toMatchObject({ kind: 'turned', columns: 3, tiles: 3 });
  });

  it('one that is depthwise: a tile for each filter of each channel', () => {
    const { at, ...plan } = places('DepthwiseConv2D', 'depthwise_kernel', [2, 1, 2, 2]);
    expect(plan).toMatchObject({ kind: 'filters', tiles: 4, of: 4 });
    expect(at).toEqual([0, 2, 4, 6, 1, 3, 5, 7]);
  });

  it('a dense layer that looks at a picture: each unit is a tile', () => {
    const { at, ...plan } = places('Dense', 'kernel', [6, 2], [2, 3, 1]);
    expect(plan).toMatchObject({ kind: 'units', width: 3, height: 2, tiles: 2 });
    expect(at.filter((_, i) => i % 2 === 1)).toEqual([6, 7, 8, 9, 10, 11]);
  });

  it('anything else: a matrix, of which a dot may be several numbers', () => {
    const { at, ...plan } = places('Dense', 'kernel', [96, 50]);
    expect(plan).toMatchObject({ kind: 'matrix', width: 48, height: 48, dot: [2, 2] });
    expect(new Set(at).size).toBe(48 * 48);
    expect(Math.max(...at)).toBe(48 * 48 - 1);
    expect(places('Conv1D', 'kernel', [3, 4, 5])).toMatchObject({ kind: 'matrix', width: 5, height: 12 });
    expect(planPicture('Dense', 'bias', [5])).toBeUndefined();
    expect(planPicture('Dense', 'kernel', [0, 5])).toBeUndefined();
  });

  it('a dense layer looks at a picture only where each of its numbers is a pixel', () => {
    const layers = (...between: object[]) =>
      analyzeText(JSON.stringify({ layerwise: 1, name: 'd', layers: [{ name: 'in', type: 'Input', shape: [28, 28] }, ...between, { name: 'd', type: 'Dense', units: 3 }] })); // prettier-ignore
    const seen = (...between: object[]) => seenPicture(layers(...between), layers(...between).layers.at(-1)!);
    expect(seen({ name: 'f', type: 'Flatten' })).toEqual([28, 28, 1]);
    expect(seen({ name: 'f', type: 'Flatten' }, { name: 'bn', type: 'BatchNormalization' }, { name: 'o', type: 'Dropout', rate: 0.2 })).toEqual([28, 28, 1]); // prettier-ignore
    expect(seen()).toBeUndefined();
    expect(seen({ name: 'f', type: 'Flatten' }, { name: 'h', type: 'Dense', units: 784 })).toBeUndefined();
  });
});
