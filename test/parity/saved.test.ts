import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Design } from '../../src/core/document';
import { importModel } from '../../src/trainer/import/importModel';
import { readSafetensors } from '../../src/trainer/safetensors';
import { predict } from '../../src/trainer/predict';
import { makeNpy, temporaryFolder } from '../unit/trainer/data/makeFiles';

const goldens = path.resolve(import.meta.dirname, 'goldens/saved');
/** Keras counts what is called twice once: a layer of the one model, and a model in the other. */
const SHARED = { keras: 5 * 5 + 5, nested: 6 * 6 + 6 + 6 * 2 + 2 };

/** Imports a golden, and computes what it gives for its samples. */
async function imported(folder: string, name: string) {
  const facts = JSON.parse(readFileSync(path.join(goldens, `${name.replace(/\..*/, '')}.json`), 'utf8')) as { parameters: number; samples: number[]; outputs: number[] }; // prettier-ignore
  const [file, design, inputs] = [name, `${name}.layerwise.json`, `${name}.npy`].map((each) => path.join(folder, each)) as [
    string,
    string,
    string,
  ];
  writeFileSync(file, gunzipSync(readFileSync(path.join(goldens, `${name}.gz`))));
  writeFileSync(inputs, makeNpy([3, 12, 12, 3], Float32Array.from(facts.samples)));
  const report = await importModel({ file, design });
  const { outputs } = await predict(design, { inputs, runtime: 'cpu' });
  const values = outputs[0]!.values;
  expect(values.length).toBe(facts.outputs.length);
  expect(Math.max(...values.map((value, i) => Math.abs(value - facts.outputs[i]!)))).toBeLessThan(1e-5);
  return { report, facts, design: JSON.parse(readFileSync(design, 'utf8')) as Design };
}

// What Keras 2 and Keras 3 have saved of the same model, and what it gives: made by `saved.py`.
describe('a model that Keras has saved is imported, and gives what it gives there', () => {
  const folder = temporaryFolder();
  it.each(['keras3.keras', 'keras3.h5', 'keras2.keras', 'keras2.h5'])('%s', async (name) => {
    const { report, facts, design } = await imported(folder, name);
    expect(report).toMatchObject({ unknown: [], parameters: facts.parameters + SHARED.keras });
    expect(report.notes).toEqual([expect.stringMatching(/^Called more than once.* shared\.$/)]);
    expect(design).toMatchObject({
      name: 'made',
      training: { loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] },
    });
    expect(Object.keys(design.blocks ?? {})).toEqual(['encoder']);
  });

  it.each(['nested3.keras', 'nested3.h5', 'nested2.keras', 'nested2.h5'])('with models in models as blocks: %s', async (name) => {
    const { report, facts, design } = await imported(folder, name);
    expect(report).toMatchObject({ unknown: [], parameters: facts.parameters + SHARED.nested });
    expect(report.notes).toEqual([
      'Models inside of the model that a block cannot stand for: pair. Their layers are among the others.',
      expect.stringMatching(/^Called more than once.*: residual\.$/),
    ]);
    expect(Object.keys(design.blocks!)).toEqual(['stem', 'head', 'code', 'residual', 'frozen']);
    expect(design.blocks).toMatchObject({
      head: { layers: [{ name: 'first', type: 'Dense', units: 6, activation: 'tanh' }, { type: 'BatchNormalization' }] },
      code: {
        layers: [
          { name: 'stem', type: 'Block', block: 'stem' },
          { name: 'head', type: 'Block', block: 'head' },
        ],
      },
      residual: { outputs: ['both', 'narrow'] },
      frozen: { layers: [{ name: 'fixed', type: 'Dense', trainable: false }] },
    });
    const taken = Object.fromEntries(design.layers.map((layer) => [layer.name, layer.inputs]));
    expect(taken).toMatchObject({ residual: ['code', 'pair_dense'], frozen: ['residual/both'], residual_2: ['frozen', 'residual/both'] });
  });

  it.each(['custom3.keras', 'custom3.h5'])(
    'with all weights, also of layers of somebody’s own and of those behind them: %s',
    async (name) => {
      const [file, design] = [path.join(folder, name), path.join(folder, `${name}.layerwise.json`)];
      writeFileSync(file, gunzipSync(readFileSync(path.join(goldens, `${name}.gz`))));
      const report = await importModel({ file, design });
      expect(report.unknown).toEqual([
        { layer: 'inner_own', type: 'Scaled' },
        { layer: 'scaled', type: 'Scaled' },
      ]);
      expect(report.notes).toEqual(['Kept as they are in the file: the weights of inner_own, scaled, 4 arrays of 24 numbers in all.']);
      const wanted = JSON.parse(readFileSync(path.join(goldens, 'custom3.json'), 'utf8')) as { readonly [layer: string]: number[][] };
      const found = new Map(readSafetensors(readFileSync(report.weights!)).arrays.map((array) => [array.name, [...array.values].map((value) => Number(value.toFixed(6)))])); // prettier-ignore
      const names = name.endsWith('.h5') ? ['factor', 'shift'] : ['vars/0', 'vars/1'];
      for (const [layer, own] of [
        ['inner_before', 'before'],
        ['inner_own', 'own'],
        ['inner_after', 'after'],
        ['scaled', 'scaled'],
        ['out', 'out'],
      ] as const)
        // prettier-ignore
        (/own|scaled/.test(layer) ? names : ['kernel', 'bias']).forEach((weight, i) => {
        const values = wanted[own]![i]!;
        expect(found.get(`${layer}/${weight}`)?.map((value, j) => Math.abs(value - values[j]!) < 1.5e-6), `${layer}/${weight}`).toEqual(values.map(() => true)); // prettier-ignore
      });
      expect(found.size).toBe(10);
    },
  );
});
