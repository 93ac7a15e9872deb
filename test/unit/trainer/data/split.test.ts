import fc from 'fast-check';
import { expect, test } from 'vitest';
import { split } from '../../../../src/trainer/data/split';

test.each([
  [{ first: 5000 }, [5000, 60_000], [0, 5000]],
  [{ last: 5000 }, [0, 55_000], [55_000, 60_000]],
  [{ first_fraction: 0.25 }, [15_000, 60_000], [0, 15_000]],
  [{ last_fraction: 0.1 }, [0, 54_000], [54_000, 60_000]],
])('%j of 60,000', (cut, training, validation) => {
  const parts = split(60_000, cut);
  expect([parts.training.from, parts.training.to]).toEqual(training);
  expect([parts.validation.from, parts.validation.to]).toEqual(validation);
});

test.each([
  [{ first: 10 }, /leaves nothing to train on: there are 10 samples/],
  [{ last: 11 }, /leaves nothing/],
  [{ first: 0 }, /no number of samples/],
  [{ first: 1.5 }, /no number of samples/],
  [{ first_fraction: 1 }, /no fraction/],
  [{ last_fraction: -0.1 }, /no fraction/],
  [{ last_fraction: 0.95 }, /leaves nothing of 10 samples/],
])('%j of 10 is refused', (cut, message) => {
  expect(() => split(10, cut)).toThrow(message);
});

test('the parts are disjoint, whole and never empty', () => {
  const fraction = fc.double({ min: 0.001, max: 0.9, noNaN: true });
  const cuts = fc.oneof(
    fraction.map((first_fraction) => ({ first_fraction })),
    fraction.map((last_fraction) => ({ last_fraction })),
  );
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 100_000 }), cuts, (count, cut) => {
      const { training, validation } = split(count, cut);
      const [before, after] = [training, validation].sort((one, other) => one.from - other.from);
      expect([before?.from, before?.to, after?.to]).toEqual([0, after?.from, count]);
      for (const { from, to } of [training, validation]) expect(to).toBeGreaterThan(from);
    }),
  );
});
