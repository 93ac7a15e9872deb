import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importModel } from '../../src/trainer/import/importModel';
import { predict } from '../../src/trainer/predict';
import { makeNpy, temporaryFolder } from '../unit/trainer/data/makeFiles';

const goldens = path.resolve(import.meta.dirname, 'goldens/saved');
/** Keras counts what is called twice once. */
const SHARED = 5 * 5 + 5;

// What Keras 2 and Keras 3 have saved of the same model, and what it gives: made by `saved.py`.
describe('a model that Keras has saved is imported, and gives what it gives there', () => {
  const folder = temporaryFolder();
  it.each(['keras3.keras', 'keras3.h5', 'keras2.keras', 'keras2.h5'])('%s', async (name) => {
    const facts = JSON.parse(readFileSync(path.join(goldens, `${name.slice(0, 6)}.json`), 'utf8')) as { parameters: number; samples: number[]; outputs: number[] }; // prettier-ignore
    const [file, design, inputs] = [name, `${name}.layerwise.json`, `${name}.npy`].map((each) => path.join(folder, each)) as [
      string,
      string,
      string,
    ];
    writeFileSync(file, gunzipSync(readFileSync(path.join(goldens, `${name}.gz`))));
    writeFileSync(inputs, makeNpy([3, 12, 12, 3], Float32Array.from(facts.samples)));
    const report = await importModel({ file, design });
    expect(report).toMatchObject({ unknown: [], parameters: facts.parameters + SHARED });
    expect(report.notes).toEqual([expect.stringMatching(/^Called more than once.* shared\.$/)]);
    expect(JSON.parse(readFileSync(design, 'utf8'))).toMatchObject({
      name: 'made',
      training: { loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] },
    });
    const { outputs } = await predict(design, { inputs, runtime: 'cpu' });
    const values = outputs[0]!.values;
    expect(values.length).toBe(facts.outputs.length);
    expect(Math.max(...values.map((value, i) => Math.abs(value - facts.outputs[i]!)))).toBeLessThan(1e-5);
  });
});
