import { expect, test } from 'vitest';
import type { LoadedData } from '../../../../src/trainer/data/loadedData';
import { changedData, digestData } from '../../../../src/trainer/resume/dataDigests';

/** Samples of so many numbers each, of which one may be another than else. */
function data(count: number, size: number, odd?: { readonly sample?: number; readonly target?: number }): LoadedData {
  const training: LoadedData['training'] = {
    count,
    readInputs: (indices, out) => {
      for (let i = 0; i < indices.length; i++) out.fill(indices[i] === odd?.sample ? -1 : indices[i]!, i * size, (i + 1) * size);
    },
    readTargets: (indices, out) => {
      for (let i = 0; i < indices.length; i++) out[i] = indices[i] === odd?.target ? 9 : indices[i]! % 2;
    },
  };
  return {
    name: 'own',
    sampleShapes: [[size]],
    targets: [{ kind: 'classes', shape: [] }],
    training,
    test: () => Promise.resolve(undefined),
  };
}

const changed = (before: LoadedData, now: LoadedData) => changedData(digestData(before), digestData(now));

test('samples that are not what they were are told, and targets', () => {
  expect(changed(data(300, 10), data(300, 10))).toBeUndefined();
  expect(changed(data(300, 10), data(300, 10, { sample: 123 }))).toBe('the training samples');
  expect(changed(data(300, 10), data(300, 10, { target: 299 }))).toBe('their targets');
});

test('of large samples more than the first is looked at', () => {
  expect(changed(data(20, 300_000), data(20, 300_000, { sample: 13 }))).toBe('the training samples');
});
