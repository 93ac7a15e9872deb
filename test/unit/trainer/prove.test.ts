import { describe, expect, it } from 'vitest';
import { prove } from '../../../src/trainer/prove';
import { tensorflowPlaces } from './tensorflow';

// The first one: a process keeps the TensorFlow that it has loaded.
describe('where there is no TensorFlow', () => {
  it('says why', async () => {
    await expect(prove({ folder: import.meta.dirname })).rejects.toMatchObject({
      name: 'Failure',
      message: "The runtime tensorflow can't be used here.",
      details: { reason: expect.stringContaining('It holds no TensorFlow') as string, runtime: 'tensorflow' },
    });
  });
});

describe.skipIf(!tensorflowPlaces)('a TensorFlow that was set up', () => {
  it('computes the losses of the embedded runtime', async () => {
    const { tensorflow, embedded, steps, difference } = await prove(tensorflowPlaces!);
    expect([tensorflow.name, embedded.name, steps]).toEqual(['tensorflow', 'wasm', 10]);
    expect(difference).toBeLessThan(1e-4);
    // Two machines of arithmetic that agree to the last bit of every step would be one.
    expect(difference).toBeGreaterThan(0);
  });
});
