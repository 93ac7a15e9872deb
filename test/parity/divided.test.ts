import type os from 'node:os';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../src/core/document';
import { eagerSteps } from '../../src/trainer/learning/steps';
import { Threads } from '../../src/trainer/plan/threads';
import { WasmSteps } from '../../src/trainer/plan/wasmSteps';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { wasmHeap } from '../../src/trainer/runtime/wasm';
import { dense, input, learnerOf, type Problem } from './problems';

// Threads also where there is one core.
vi.mock('node:os', async (original) => {
  const real = await original<typeof os>();
  return { ...real, availableParallelism: () => Math.max(2, real.availableParallelism()) };
});

beforeAll(() => startRuntime('wasm'));

const SIZE = 32;

/** Large enough for every kind of operation to be divided among threads. */
const nets: { readonly [name: string]: readonly JsonObject[] } = {
  'a net of dense layers': [
    input(28, 28),
    { name: 'f', type: 'Flatten' },
    { name: 'n', type: 'BatchNormalization' },
    dense(300, { activation: 'selu', kernel_initializer: 'lecun_normal' }),
    dense(101, { activation: 'tanh' }),
    dense(10, { activation: 'softmax' }),
  ],
  'a convolutional one': [
    input(28, 28, 1),
    { name: 'c', type: 'Conv2D', filters: 20, kernel_size: 3, padding: 'same', activation: 'relu' },
    { name: 'p', type: 'MaxPooling2D' },
    { name: 'd', type: 'Conv2D', filters: 12, kernel_size: 5, activation: 'gelu' },
    { name: 'a', type: 'AveragePooling2D', pool_size: 2 },
    { name: 'f', type: 'Flatten' },
    { name: 'o', type: 'Dropout', rate: 0.3 },
    dense(10, { activation: 'softmax' }),
  ],
};

/** Values and weights after a few steps. */
async function learned(problem: Problem, captured: boolean): Promise<{ values: unknown; state: unknown }> {
  const { learner, data } = learnerOf(problem);
  const steps = captured ? new WasmSteps((await wasmHeap())!, learner, data, SIZE) : eagerSteps(learner, data, SIZE);
  const batches = Array.from({ length: 6 }, (_, step) => Int32Array.from({ length: SIZE }, (__, i) => (step * SIZE + i * 5) % 64));
  const values = [...steps.learn(data.training, batches, false), steps.evaluate(data.training, batches)];
  steps.store();
  const state = learner.state.map(([name, variable]) => [name, variable.dataSync().slice()]);
  steps.dispose();
  learner.dispose();
  return { values, state };
}

describe('a step that is divided among threads gives the same bits as one that is computed as it comes', () => {
  it.each(Object.keys(nets))('%s', async (name) => {
    expect((await wasmHeap())!.threads.count).toBeGreaterThan(1);
    const problem: Problem = { layers: nets[name]!, targets: 'classes', training: { loss: 'sparse_categorical_crossentropy' } };
    expect(await learned(problem, true)).toEqual(await learned(problem, false));
  });
});

describe('threads', () => {
  /** add(address): adds 1 to the number there, as WebAssembly. */
  const module = new WebAssembly.Module(
    Uint8Array.from([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 1, 0x7f, 0],
      ...[2, 18, 1, 3, 0x65, 0x6e, 0x76, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2, 3, 0, 0x80, 0x80, 4],
      ...[3, 2, 1, 0, 7, 7, 1, 3, 0x61, 0x64, 0x64, 0, 0],
      ...[10, 17, 1, 15, 0, 0x20, 0, 0x20, 0, 0x28, 2, 0, 0x41, 1, 0x6a, 0x36, 2, 0, 0x0b],
    ]),
  );

  it('compute every chunk of every job once, whoever takes it', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
    const threads = new Threads(memory, module, 3);
    const jobs = [1, 7, 16].map((chunks) =>
      threads.define(() => Array.from({ length: chunks }, (_, i) => [{ name: 'add', args: [4 * i] }])),
    );
    for (let round = 0; round < 3000; round++) threads.run(jobs[round % 3]!);
    const counts = [...new Int32Array(memory.buffer, 0, 17)];
    expect(counts).toEqual(counts.map((_, i) => (i < 1 ? 3000 : i < 7 ? 2000 : i < 16 ? 1000 : 0)));
    threads.dispose();
  });

  it('that fail say so, instead of being waited for', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
    const threads = new Threads(memory, module, 2);
    const job = threads.define((thread) => Array.from({ length: 16 }, () => [{ name: 'add', args: [thread === 0 ? 0 : 2 ** 30] }]));
    // Until the other thread has come to a chunk: it has to be started first, and the machine may be busy.
    const until = performance.now() + 60_000;
    expect(() => {
      while (performance.now() < until) threads.run(job);
    }).toThrow('A thread of the training step failed.');
    threads.dispose();
  });
});
