import { readFileSync } from 'node:fs';
import type os from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { analyzeText } from '../../../src/core/analyze';
import { timeKey } from '../../../src/core/costs/stepTimes';
import { measureStep } from '../../../src/trainer/measureStep';

// Every thread has room of its own for what it puts together: on eight cores a step of a large batch takes twice what it takes on two.
vi.mock('node:os', async (original) => ({ ...(await original<typeof os>()), availableParallelism: () => 2 }));

const example = (name: string): string =>
  readFileSync(path.resolve(import.meta.dirname, `../../../examples/${name}.layerwise.json`), 'utf8');

describe('one step, measured', () => {
  // What is worked out from shapes alone, against the places that a recorded step really takes: a gradient that goes right
  // into its weight takes none there, and a product that is computed in rows little to lay its operands out.
  it.each(['fashion', 'mnist-bn', 'bn-before', 'cnn', 'elu', 'residual-blocks', 'lstm-rows', 'prelu', 'two-heads', 'autoencoder'])(
    'the estimate for %s is what a step takes, to four tenths',
    async (name) => {
      for (const batch of [32, 512]) {
        const designText = example(name).replace(/"batch_size": \d+/, `"batch_size": ${batch}`);
        const { estimated, measured, by, batchSize } = await measureStep({ designPath: '/a.layerwise.json', designText, runtime: 'wasm' });
        expect({ by, batchSize }).toEqual({ by: 'planned', batchSize: batch });
        expect(measured / estimated).toBeGreaterThan(0.6);
        expect(measured / estimated).toBeLessThan(1.3);
      }
    },
  );

  it('every layer has a time, and the process has held more than before', async () => {
    const designText = example('dropout');
    const { times, before, most, milliseconds } = await measureStep({ designPath: '/a.layerwise.json', designText, runtime: 'wasm' });
    const layers = analyzeText(designText).layers.filter(({ type }) => type !== 'Input');
    expect(Object.keys(times.layers)).toEqual(layers.map(timeKey));
    expect(Object.values(times.layers).every((time) => time > 0)).toBe(true);
    expect(milliseconds).toBeGreaterThan(0);
    expect(most).toBeGreaterThanOrEqual(before);
  });

  it('says what is missing', async () => {
    const open = { name: 'x', type: 'Input', shape: [null, 3] };
    const layers = [open, { name: 'l', type: 'LSTM', units: 4 }, { name: 'y', type: 'Dense', units: 1 }];
    const design = (training: object) => JSON.stringify({ layerwise: 1, layers, training });
    const measured = (designText: string) => measureStep({ designPath: '/a.layerwise.json', designText, runtime: 'wasm' });
    await expect(measured(design({ data: { dataset: 'mnist' }, loss: 'mse' }))).rejects.toThrow(
      "A step can't be measured while the Input x has a dimension of any size.",
    );
    await expect(measured(design({}))).rejects.toThrow('The design has no "data');
  });
});
