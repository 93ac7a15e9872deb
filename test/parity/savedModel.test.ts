import * as tf from '@tensorflow/tfjs-core';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import { readArrayFile } from '../../src/trainer/data/arrayFile';
import { writeFolder } from '../../src/trainer/export/outputFile';
import { exportSavedModel } from '../../src/trainer/export/savedModel';
import { buildModel } from '../../src/trainer/model/buildModel';
import { Streams } from '../../src/trainer/random/streams';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { makeNpy, temporaryFolder } from '../unit/trainer/data/makeFiles';
import { kerasPython } from './kerasPython';
import { noise, weightNoise } from './noise';

const layers = [
  { name: 'in', type: 'Input', shape: [8, 8, 2] },
  { name: 'conv', type: 'Conv2D', filters: 3, kernel_size: 3, activation: 'relu' },
  { name: 'bn', type: 'BatchNormalization' },
  { name: 'pool', type: 'MaxPooling2D' },
  { name: 'flat', type: 'Flatten' },
  { name: 'out', type: 'Dense', units: 3, activation: 'softmax' },
];
const shape = [5, 8, 8, 2];

it.skipIf(!kerasPython)(
  'TensorFlow gives of a SavedModel what Layerwise gives',
  async () => {
    const folder = temporaryFolder();
    await startRuntime('cpu');
    const analysis = analyzeText(JSON.stringify({ layerwise: 1, name: 'saved', layers }));
    const model = buildModel(analysis, new Streams(1));
    const arrays = model.weights.map(({ path: name, variable }, i) => {
      const values = weightNoise(name, variable.shape, 10 + i);
      variable.assign(tf.tensor(values, variable.shape));
      return { name, shape: variable.shape, values };
    });
    const inputs = noise(shape, 3);
    writeFileSync(path.join(folder, 'inputs.npy'), makeNpy(shape, inputs));
    const [ours] = model.forward([tf.tensor(inputs, shape)], { training: false }).outputs;
    const expected = ours!.output.dataSync();
    const { content } = await exportSavedModel({ name: 'saved', analysis, arrays }, { places: { python: kerasPython! } });
    await writeFolder(path.join(folder, 'saved'), content as ReadonlyMap<string, Uint8Array>);
    const { status, stderr } = spawnSync(kerasPython!, [path.join(import.meta.dirname, 'savedModel.py'), folder], { encoding: 'utf8' });
    expect(status, stderr.slice(-2000)).toBe(0);
    const { values } = await readArrayFile({ file: path.join(folder, 'outputs.npy') });
    expect(values.length).toBe(expected.length);
    expect(Math.max(...expected.map((value, i) => Math.abs(value - values[i]!)))).toBeLessThan(1e-5);
  },
  120_000,
);

describe('without a Python that has TensorFlow', () => {
  it('says what is missing and where it comes from', async () => {
    const analysis = analyzeText(JSON.stringify({ layerwise: 1, layers }));
    await expect(exportSavedModel({ name: 'x', analysis, arrays: [] }, { places: {} })).rejects.toMatchObject({
      message: 'A SavedModel is written by TensorFlow for Python, and there is none here.',
      details: { next: expect.stringContaining('layerwise setup') as string },
    });
  });
});
