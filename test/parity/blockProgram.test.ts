import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import { kerasProgram } from '../../src/core/keras/program';
import { scopeName } from '../../src/core/keras/names';
import { readArrayFile } from '../../src/trainer/data/arrayFile';
import { exportModel } from '../../src/trainer/export/exportModel';
import { predict } from '../../src/trainer/predict';
import { writeSafetensors } from '../../src/trainer/safetensors';
import { makeNpy, temporaryFolder } from '../unit/trainer/data/makeFiles';
import { blockDesigns } from './blockDesigns';
import { kerasPython } from './kerasPython';
import { noise, weightNoise } from './noise';

describe.skipIf(!kerasPython)('a program with functions and loops', () => {
  const folder = temporaryFolder();
  const ours = new Map<string, Float32Array>();
  beforeAll(async () => {
    for (const [name, design] of Object.entries(blockDesigns)) {
      const place = path.join(folder, name);
      mkdirSync(place);
      const [source, inputs] = [path.join(place, 'made.layerwise.json'), path.join(place, 'inputs.npy')];
      const text = JSON.stringify({ ...design, training: { weights: { from: 'noise.safetensors' } } });
      const analysis = analyzeText(text);
      expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      const arrays = analysis.layers
        .filter(({ used }) => used)
        .flatMap((layer) => (layer.weights ?? []).map((weight) => ({ name: `${layer.name}/${weight.name}`, shape: weight.shape })))
        .map(({ name: own, shape }, i) => ({ name: own, shape, values: weightNoise(own.endsWith('variance') ? 'moving_variance' : own, shape, i) })); // prettier-ignore
      writeFileSync(path.join(place, 'noise.safetensors'), writeSafetensors({ arrays, metadata: {} }));
      writeFileSync(source, text);
      writeFileSync(inputs, makeNpy([3, 6], noise([3, 6], 4)));
      writeFileSync(path.join(place, 'program.py'), kerasProgram(analysis));
      await exportModel({ format: 'keras-file', source, target: path.join(place, 'model.keras') });
      ours.set(name, (await predict(source, { inputs, runtime: 'cpu' })).outputs[0]!.values);
    }
    const { status, stderr } = spawnSync(kerasPython!, [path.join(import.meta.dirname, 'blockProgram.py'), folder], { encoding: 'utf8' });
    expect(status, stderr.slice(-2000)).toBe(0);
  }, 120_000);

  it.each(Object.keys(blockDesigns))(
    'makes in Keras the same layers, and gives with our weights what Layerwise gives: %s',
    async (name) => {
      const { layers, totals } = analyzeText(JSON.stringify(blockDesigns[name]));
      const about = JSON.parse(readFileSync(path.join(folder, name, 'about.json'), 'utf8')) as {
        names: string[];
        total: number;
        trainable: number;
      };
      const said = layers.filter(({ used }) => used).map((layer) => scopeName(layer.name));
      expect(about.names.filter((each) => each !== 'pixels').sort()).toEqual(said.filter((each) => each !== 'pixels').sort());
      expect([about.total, about.trainable]).toEqual([totals.total, totals.trainable]);
      const { values } = await readArrayFile({ file: path.join(folder, name, 'outputs.npy') });
      const expected = ours.get(name)!;
      expect(values.length).toBe(expected.length);
      expect(Math.max(...expected.map((value, i) => Math.abs(value - values[i]!)))).toBeLessThan(1e-5);
      expect(new Set([...expected].map((value) => value.toFixed(4))).size).toBeGreaterThan(4);
    },
  );
});
