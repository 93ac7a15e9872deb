import { expect, it } from 'vitest';
import { writeSafetensors } from '../../../../src/trainer/safetensors';
import { NOT_BEGUN } from '../../../../src/trainer/resume/progress';
import { decodeState, encodeState, NewerState, type TrainingState } from '../../../../src/trainer/resume/stateFile';

const state: TrainingState = {
  arrays: [
    { name: 'a/kernel', shape: [2, 2], values: Float32Array.of(1, -0, NaN, 1e-45) },
    { name: 'a/kernel/momentum', shape: [2, 2], values: Float32Array.of(Infinity, 2, 3, 4) },
  ],
  facts: {
    runtime: 'wasm',
    samples: 100,
    batchSize: 10,
    progress: { ...NOT_BEGUN, step: 3, history: { loss: [NaN, 0.1 + 0.2] } },
    numbers: { steps: 3, streams: [[1, 2, 3, -4]] },
    streams: { shuffling: [5, 6, 7, 8] },
    metricsBytes: 1234,
    seconds: 1.5,
  },
};

it('a state is read as it was written, bit by bit', async () => {
  const { arrays, facts } = await decodeState(await encodeState(state));
  expect(facts).toEqual(state.facts);
  expect(arrays.map(({ name, shape }) => [name, shape])).toEqual(state.arrays.map(({ name, shape }) => [name, shape]));
  arrays.forEach(({ values }, i) =>
    expect([...new Uint32Array(values.slice().buffer)]).toEqual([...new Uint32Array(state.arrays[i]!.values.buffer)]),
  );
});

it('a file that is cut off, or of which any byte is another, is never read', async () => {
  const file = await encodeState(state);
  for (let length = 0; length < file.length; length++) await expect(decodeState(file.slice(0, length))).rejects.toThrow(/\.$/);
  for (let at = 0; at < file.length; at++) {
    const torn = file.slice();
    torn[at]! ^= 0x10;
    await expect(decodeState(torn), `byte ${at}`).rejects.toThrow();
  }
  expect((await decodeState(file)).facts.metricsBytes).toBe(1234);
});

it('a state of a newer version is told apart from a damaged one', async () => {
  const metadata = { sha256: '0'.repeat(64), layerwise_state: '2', facts: '{}' };
  await expect(decodeState(writeSafetensors({ arrays: [], metadata }))).rejects.toThrow(NewerState);
  await expect(decodeState(writeSafetensors({ arrays: [], metadata: {} }))).rejects.toThrow('no checksum');
});
