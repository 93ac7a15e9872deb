import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { RuntimeName } from '../../../src/core/training/events';
import type { LoadedData } from '../../../src/trainer/data/loadedData';
import { fasterOf, type Apprentice } from '../../../src/trainer/fastest';

beforeAll(() => {
  for (const name of ['tensorflow', 'wasm']) tf.registerBackend(name, () => ({}) as never);
});

const DATA = { training: { count: 64 } } as unknown as LoadedData;

/** `fails`: at this of its steps, from 1. */
function apprentice(name: RuntimeName, { milliseconds = 0, fails = Infinity } = {}) {
  const seen = { values: [[1]], disposed: false, loaded: 0 };
  let steps = 0;
  const made = {
    runtime: { name, label: `${name} (CPU)`, version: '1', device: 'CPU', why: '', tried: [] },
    learner: {
      get values() {
        return seen.values;
      },
      set values(values) {
        seen.values = values;
      },
      numbers: {},
      dispose: () => (seen.disposed = true),
    },
    steps: {
      atOnce: 1,
      learn: () => {
        if (++steps >= fails) throw new Error('Out of the device memory.');
        seen.values = [[steps + 1]];
        const until = performance.now() + milliseconds;
        while (performance.now() < until);
      },
      load: () => seen.loaded++,
      dispose: () => undefined,
    },
  } as unknown as Apprentice;
  return { made, seen };
}

test('the faster one trains, as it was before, and the figures are told as a person writes them', () => {
  const [slow, fast] = [apprentice('tensorflow', { milliseconds: 120 }), apprentice('wasm', { milliseconds: 1 })];
  const { runtime } = fasterOf(slow.made, fast.made, DATA, 32);
  expect(runtime.name).toBe('wasm');
  expect(runtime.measured?.map(({ name }) => name)).toEqual(['wasm', 'tensorflow']);
  expect(runtime.why).toMatch(/^The faster one for this model: a step takes [\d.]+ ms on wasm \(CPU\), \d{3} ms on tensorflow \(CPU\)\.$/);
  expect(fast.seen).toEqual({ values: [[1]], disposed: false, loaded: 1 });
  expect(slow.seen.disposed).toBe(true);
});

test.each([1, 15])('where one fails at its step %i the other trains, as it was before, and its report says why', (fails) => {
  const [broken, sound] = [apprentice('tensorflow', { fails }), apprentice('wasm')];
  const { runtime } = fasterOf(broken.made, sound.made, DATA, 32);
  expect(runtime).toMatchObject({ name: 'wasm', tried: [{ name: 'tensorflow', reason: 'Out of the device memory.' }] });
  expect(runtime.why).toContain('tensorflow failed');
  expect(sound.seen).toEqual({ values: [[1]], disposed: false, loaded: 1 });
  expect(broken.seen.disposed).toBe(true);
});
