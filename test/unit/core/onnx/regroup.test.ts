import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regroup, resolveRest } from '../../../../src/core/onnx/import/regroup';
import { turnedChunks } from '../../../../src/core/onnx/import/storedTensor';
import { transposed } from '../../../../src/core/onnx/transposed';

describe('a new shape', () => {
  it('has its rest worked out, also where sizes are not fixed', () => {
    expect(resolveRest(['n', 3, 4], ['n', -1])).toEqual(['n', 12]);
    expect(resolveRest(['n', 3, 4], [-1, 12])).toEqual(['n', 12]);
    expect(resolveRest(['n', 3, 4], [-1, 6])).toBeUndefined();
    expect(resolveRest(['n', 3], [-1, -1])).toBeUndefined();
    expect(resolveRest([7, 4], [-1, 2])).toEqual([14, 2]);
    expect(resolveRest([7, 4], [-1, 3])).toBeUndefined();
  });

  it('says which axes have become which', () => {
    expect(regroup(['n', 3, 1, 1], ['n', 3])).toEqual([
      { from: [0], to: [0] },
      { from: [1], to: [1] },
      { from: [2], to: [] },
      { from: [3], to: [] },
    ]);
    expect(regroup(['n', 2, 3, 5], ['n', 6, 5])).toEqual([
      { from: [0], to: [0] },
      { from: [1, 2], to: [1] },
      { from: [3], to: [2] },
    ]);
    expect(regroup(['n', 6], ['n', 4])).toBeUndefined();
    expect(regroup(['n', 'm'], ['m', 'n'])).toBeUndefined();
  });
});

it('a constant is put into another order piece by piece as it is at once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }).chain((shape) =>
        fc.record({
          shape: fc.constant(shape),
          order: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length, maxLength: shape.length }),
          held: fc.integer({ min: 1, max: 50 }),
        }),
      ),
      ({ shape, order, held }) => {
        const values = Float32Array.from({ length: shape.reduce((all, size) => all * size, 1) }, (_, i) => i);
        const tensor = { name: 'w', shape, read: (from: number, to: number) => values.slice(from, to) };
        const pieces = [...turnedChunks(tensor, shape, order, held)];
        expect(pieces.flatMap((piece) => [...piece])).toEqual([...transposed(values, shape, order)]);
        expect(pieces.every(({ length }) => length <= held)).toBe(true);
      },
    ),
  );
});
