import { expect, test } from 'vitest';
import { dataPart } from '../../../../src/trainer/data/dataPart';
import type { LoadedData } from '../../../../src/trainer/data/loadedData';
import { ResidentBytes } from '../../../../src/trainer/plan/residentBytes';
import { startRuntime } from '../../../../src/trainer/runtime/runtime';
import { wasmHeap } from '../../../../src/trainer/runtime/wasm';

const COUNT = 40;

/** Samples of `size` values, of which the first five are for validation. */
function made(size: number, values: Uint8Array | Float32Array): LoadedData {
  const samples = {
    inputs: [{ shape: [COUNT, size], values: values.map((_, i) => (i * 37) % 256) }],
    targets: [{ shape: [COUNT], values: new Uint8Array(COUNT) }],
  };
  return {
    ...{ name: 'made', sampleShapes: [[size]], targets: [{ shape: [], kind: 'classes' as const }], test: () => Promise.resolve(undefined) },
    training: dataPart(samples, { from: 5, to: COUNT }, [1 / 255]),
    validation: dataPart(samples, { from: 0, to: 5 }, [1 / 255]),
  };
}

test.each([1, 2, 3, 5, 784])('threads read batches of samples of %i bytes as JavaScript reads them', async (size) => {
  await startRuntime('wasm');
  const heap = (await wasmHeap())!;
  const data = made(size, new Uint8Array(COUNT * size));
  const out = heap.allocate(32 * size * 4);
  const resident = new ResidentBytes(heap, data, 0, 32, size, out);
  for (const [part, indices] of [
    [data.training, Int32Array.from({ length: 32 }, (_, i) => (i * 11 + 3) % 35)],
    [data.training, Int32Array.from([34, 0, 7])],
    [data.validation!, Int32Array.from([4, 1])],
  ] as const) {
    const wanted = new Float32Array(indices.length * size);
    part.readInputs(indices, wanted);
    expect(resident.read(part, indices)).toBe(true);
    expect(heap.floats(out, wanted.length).slice()).toEqual(wanted);
  }
  resident.dispose();
});

test('what is no bytes is read otherwise', async () => {
  await startRuntime('wasm');
  const heap = (await wasmHeap())!;
  const data = made(4, new Float32Array(COUNT * 4));
  const resident = new ResidentBytes(heap, data, 0, 32, 4, heap.allocate(32 * 16));
  expect(resident.read(data.training, Int32Array.of(1))).toBe(false);
});
