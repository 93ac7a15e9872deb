import * as tf from '@tensorflow/tfjs-core';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import type { JsonObject } from '../../src/core/document';
import { RUN_FILES } from '../../src/protocol/runFolder';
import { CheckpointWriter } from '../../src/trainer/checkpoints';
import { readArrayFile } from '../../src/trainer/data/arrayFile';
import { exportWeights } from '../../src/trainer/export/exportWeights';
import { buildModel } from '../../src/trainer/model/buildModel';
import { Streams } from '../../src/trainer/random/streams';
import { predict } from '../../src/trainer/predict';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { makeNpy, temporaryFolder } from '../unit/trainer/data/makeFiles';
import { kerasPython } from './kerasPython';
import { noise, weightNoise } from './noise';

const dense = (name: string, units: number, more: JsonObject = {}): JsonObject => ({ name, type: 'Dense', units, ...more });
const BATCH = 3;
const WORDS = 20;

const designs: { readonly [name: string]: { readonly shape: readonly number[]; readonly layers: readonly JsonObject[] } } = {
  dense: { shape: [6], layers: [dense('one', 5, { activation: 'relu' }), dense('two', 4, { use_bias: false }), dense('three', 3)] },
  normalized: {
    shape: [6],
    layers: [
      { name: 'bn0', type: 'BatchNormalization' },
      dense('one', 5, { activation: 'elu' }),
      { name: 'drop', type: 'Dropout', rate: 0.5 },
      { name: 'bn1', type: 'BatchNormalization', scale: false, trainable: false },
      { name: 'ln', type: 'LayerNormalization' },
      { name: 'prelu', type: 'PReLU' },
      dense('two', 3, { activation: 'softmax', trainable: false }),
    ],
  },
  convolutional: {
    shape: [8, 8, 2],
    layers: [
      { name: 'conv', type: 'Conv2D', filters: 3, kernel_size: 3, activation: 'relu' },
      { name: 'separable', type: 'SeparableConv2D', filters: 4, kernel_size: 2 },
      { name: 'depthwise', type: 'DepthwiseConv2D', kernel_size: 2 },
      { name: 'transposed', type: 'Conv2DTranspose', filters: 2, kernel_size: 2 },
      { name: 'pool', type: 'MaxPooling2D' },
      { name: 'flat', type: 'Flatten' },
      dense('out', 3),
    ],
  },
  recurrent: {
    shape: [5, 4],
    layers: [
      { name: 'both', type: 'Bidirectional', layer: { type: 'LSTM', units: 3, return_sequences: true, dropout: 0.2 } },
      { name: 'each', type: 'TimeDistributed', layer: { type: 'Dense', units: 4 } },
      { name: 'gru', type: 'GRU', units: 3, return_sequences: true },
      { name: 'lstm', type: 'LSTM', units: 4, return_sequences: true },
      { name: 'other', type: 'Bidirectional', layer: { type: 'GRU', units: 3 }, merge_mode: 'sum' },
      dense('out', 2),
    ],
  },
  words: {
    shape: [5],
    layers: [
      { name: 'words', type: 'Embedding', input_dim: WORDS, output_dim: 4 },
      { name: 'rnn', type: 'SimpleRNN', units: 3 },
      dense('out', 2),
    ],
  },
  // Keras counts layers from the input that is farthest from the output: not in the order of this list.
  branches: {
    shape: [4],
    layers: [
      dense('near', 4, { inputs: ['in'] }),
      dense('far1', 4, { inputs: ['in'] }),
      dense('far2', 4),
      dense('far3', 4),
      { name: 'join', type: 'Concatenate', inputs: ['near', 'far3'] },
      dense('wide', 8, { inputs: ['join'] }),
      { name: 'sum', type: 'Add', inputs: ['wide', 'join'] },
    ],
  },
};

/** Makes a run of noise with that design, and exports it; what it predicts for noise is the result. */
async function exportRun(folder: string, { shape, layers }: (typeof designs)[string]): Promise<Float32Array> {
  mkdirSync(path.join(folder, RUN_FILES.checkpoints), { recursive: true });
  const text = JSON.stringify({ layerwise: 1, name: 'made', layers: [{ name: 'in', type: 'Input', shape }, ...layers], training: { data: { dataset: 'mnist' }, loss: 'mse', optimizer: 'SGD' } }); // prettier-ignore
  writeFileSync(path.join(folder, RUN_FILES.design), text);
  writeFileSync(
    path.join(folder, RUN_FILES.record),
    JSON.stringify({ designPath: path.join(folder, 'made.layerwise.json'), settings: { epochs: 1 }, runtime: { name: 'cpu' } }),
  );
  const words = layers.some(({ type }) => type === 'Embedding');
  const values = noise([BATCH, ...shape], 5).map((value) => (words ? Math.floor(((value + 1) / 2) * WORDS) : value));
  const inputs = path.join(folder, 'inputs.npy');
  writeFileSync(inputs, makeNpy([BATCH, ...shape], values));
  const model = buildModel(analyzeText(text), new Streams(1));
  model.weights.forEach(({ path: name, variable }, i) => variable.assign(tf.tensor(weightNoise(name, variable.shape, 10 + i), variable.shape))); // prettier-ignore
  const writer = new CheckpointWriter();
  await writer.save([path.join(folder, RUN_FILES.checkpoints, 'best.safetensors')], model, { epoch: '1' }, () => undefined);
  await writer.settled();
  model.dispose();
  await exportWeights({ folder, format: 'weights.h5', file: path.join(folder, 'run.weights.h5') });
  return (await predict(folder, { inputs, runtime: 'cpu' })).outputs[0]!.values;
}

describe.skipIf(!kerasPython)('Keras gives with exported weights what Layerwise gives', () => {
  const folder = temporaryFolder();
  const ours = new Map<string, Float32Array>();
  beforeAll(async () => {
    await startRuntime('cpu');
    for (const [name, design] of Object.entries(designs)) ours.set(name, await exportRun(path.join(folder, name), design));
    const { status, stderr } = spawnSync(kerasPython!, [path.join(import.meta.dirname, 'exported.py'), folder], { encoding: 'utf8' });
    expect(status, stderr.slice(-2000)).toBe(0);
  });

  it.each(Object.keys(designs))('%s', async (name) => {
    const { values } = await readArrayFile({ file: path.join(folder, name, 'outputs.npy') });
    const expected = ours.get(name)!;
    expect(values.length).toBe(expected.length);
    const farthest = Math.max(...expected.map((value, i) => Math.abs(value - values[i]!)));
    expect(farthest).toBeLessThan(1e-5);
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.01);
    expect(
      readFileSync(path.join(folder, name, 'run.weights.h5'))
        .subarray(1, 4)
        .toString(),
    ).toBe('HDF');
  });
});
