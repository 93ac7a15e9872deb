import { expect, test } from 'vitest';
import type { Chunk } from '../../../../src/trainer/plan/threads';
import { startRuntime } from '../../../../src/trainer/runtime/runtime';
import { wasmHeap } from '../../../../src/trainer/runtime/wasm';

const BYTES = 32_768;
const TURNS = 60_000;

test('a job is done when all of its chunks are, whatever the number of those before it', async () => {
  await startRuntime('wasm');
  const { threads, ...heap } = await heapOf();
  const [source, middle, end] = [heap.allocate(BYTES), heap.allocate(BYTES), heap.allocate(BYTES)];
  const copy = (from: number, to: number, chunks: number) =>
    threads.define(() =>
      Array.from({ length: chunks }, (_, i): Chunk => {
        const bytes = BYTES / chunks;
        return [{ name: 'copyRows', args: [1, bytes, from + i * bytes, bytes, to + i * bytes, bytes] }];
      }),
    );
  const [there, on] = [copy(source, middle, 2), copy(middle, end, 8)];
  const wrong: number[] = [];
  for (let turn = 1; turn <= TURNS && wrong.length === 0; turn++) {
    // The first and the last number of each chunk tell whether it was copied.
    const [given, taken] = [heap.integers(source), heap.integers(end)];
    for (let at = 0; at < given.length; at += given.length / 8) given[at] = given[at + given.length / 8 - 1] = turn;
    threads.run(there);
    threads.run(on);
    for (let at = 0; at < taken.length; at += taken.length / 8)
      if (taken[at] !== turn || taken[at + taken.length / 8 - 1] !== turn) wrong.push(turn);
  }
  expect(wrong).toEqual([]);
});

async function heapOf() {
  const heap = (await wasmHeap())!;
  return {
    threads: heap.threads,
    allocate: (bytes: number) => heap.allocate(bytes),
    integers: (address: number) => heap.integers(address, BYTES / 4),
  };
}
