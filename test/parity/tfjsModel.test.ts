import * as tf from '@tensorflow/tfjs-core';
import type { io } from '@tensorflow/tfjs-core';
// The initializers of tfjs-layers call what tensors have only then.
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import type { JsonObject } from '../../src/core/document';
import { serialize } from '../../src/core/serialize';
import { exportModel } from '../../src/trainer/export/exportModel';
import { importModel } from '../../src/trainer/import/importModel';
import { buildModel } from '../../src/trainer/model/buildModel';
import { Streams } from '../../src/trainer/random/streams';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { readSafetensors } from '../../src/trainer/safetensors';
import { noise } from './noise';
import { temporaryFolder } from '../unit/trainer/data/makeFiles';

const folder = temporaryFolder();
const dense = (name: string, units: number, more: JsonObject = {}): JsonObject => ({ name, type: 'Dense', units, ...more });

const designs: { readonly [name: string]: { readonly shape: readonly number[]; readonly layers: readonly JsonObject[] } } = {
  plain: { shape: [6], layers: [dense('one', 5, { activation: 'relu' }), { name: 'bn', type: 'BatchNormalization' }, dense('two', 3, { use_bias: false, kernel_regularizer: { type: 'l2', l2: 0.1 }, kernel_constraint: 'max_norm' })] }, // prettier-ignore
  pictures: {
    shape: [8, 8, 2],
    layers: [
      {
        name: 'conv',
        type: 'Conv2D',
        filters: 3,
        kernel_size: [3, 3],
        padding: 'same',
        activation: { type: 'leaky_relu', negative_slope: 0.1 },
      },
      { name: 'separable', type: 'SeparableConv2D', filters: 4, kernel_size: [2, 2] },
      { name: 'depthwise', type: 'DepthwiseConv2D', kernel_size: [2, 2] },
      { name: 'leaky', type: 'LeakyReLU', negative_slope: 0.2 },
      { name: 'prelu', type: 'PReLU', shared_axes: [1, 2] },
      { name: 'pool', type: 'MaxPooling2D' },
      { name: 'flat', type: 'Flatten' },
      dense('out', 3, { activation: 'softmax' }),
    ],
  },
  sequences: {
    shape: [5, 4],
    layers: [
      { name: 'both', type: 'Bidirectional', layer: { type: 'LSTM', units: 3, return_sequences: true } },
      { name: 'norm', type: 'LayerNormalization' },
      { name: 'each', type: 'TimeDistributed', layer: { type: 'Dense', units: 4 } },
      { name: 'gru', type: 'GRU', units: 3, reset_after: false },
      dense('out', 2),
    ],
  },
  activations: { shape: [4], layers: [dense('a', 4, { activation: 'silu' }), dense('b', 4, { activation: 'swish' }), dense('c', 4, { activation: 'gelu' }), dense('d', 4, { activation: 'mish' })] }, // prettier-ignore
  branches: {
    shape: [4],
    layers: [
      dense('a', 4, { inputs: ['in'] }),
      dense('b', 4, { inputs: ['in'] }),
      { name: 'sum', type: 'Add', inputs: ['a', 'b'] },
      { name: 'join', type: 'Concatenate', inputs: ['sum', 'a'] },
      dense('out', 2),
    ],
  },
};

function write(name: string): { readonly source: string; readonly text: string } {
  const { shape, layers } = designs[name]!;
  const text = serialize({ layerwise: 1, name, layers: [{ name: 'in', type: 'Input', shape }, ...layers] } as never);
  const source = path.join(folder, `${name}.layerwise.json`);
  writeFileSync(source, text);
  return { source, text };
}

/** What a browser would be given by its address. */
function handler(place: string): io.IOHandler {
  const model = JSON.parse(readFileSync(path.join(place, 'model.json'), 'utf8')) as { modelTopology: object; weightsManifest: { paths: string[]; weights: io.WeightsManifestEntry[] }[] }; // prettier-ignore
  const bytes = Buffer.concat(model.weightsManifest.flatMap(({ paths }) => paths.map((name) => readFileSync(path.join(place, name)))));
  const artifacts = { modelTopology: model.modelTopology, weightSpecs: model.weightsManifest.flatMap(({ weights }) => weights), weightData: new Uint8Array(bytes).buffer }; // prettier-ignore
  return { load: () => Promise.resolve(artifacts) };
}

describe('a model for TensorFlow.js', () => {
  beforeAll(() => startRuntime('cpu'));

  test.each(Object.keys(designs))('is loaded by it, and gives the same: %s', async (name) => {
    const { source, text } = write(name);
    const target = path.join(folder, `${name}-tfjs`);
    await exportModel({ format: 'tfjs', source, target });
    const model = await loadLayersModel(handler(target));
    const analysis = analyzeText(text);
    expect(model.countParams()).toBe(analysis.totals.total);
    const ours = buildModel(analysis, new Streams(0));
    const x = tf.tensor(noise([3, ...designs[name]!.shape], 1), [3, ...designs[name]!.shape]);
    const [mine] = ours.forward([x], { training: false }).outputs;
    const theirs = model.predict(x) as tf.Tensor;
    const far = tf.max(tf.abs(tf.sub(mine!.output, theirs))).dataSync()[0]!;
    expect(far).toBeLessThan(1e-5);
    expect(tf.max(tf.abs(theirs)).dataSync()[0]).toBeGreaterThan(0.01);

    // And back: the same design, with the same weights.
    const design = path.join(folder, `${name}-back.layerwise.json`);
    const report = await importModel({ file: path.join(target, 'model.json'), design });
    expect(report).toMatchObject({ format: 'tfjs', unknown: [], notes: [], parameters: analysis.totals.total });
    const arrays = new Map(readSafetensors(readFileSync(report.weights!)).arrays.map((array) => [array.name, array.values]));
    for (const { path: own, variable } of ours.weights) expect([...arrays.get(own)!]).toEqual([...(variable.dataSync() as Float32Array)]);
    ours.dispose();
    model.dispose();
  });

  test('what it has no layer for is said before anything is written', async () => {
    const source = path.join(folder, 'mish.layerwise.json');
    writeFileSync(source, serialize({ layerwise: 1, layers: [{ name: 'in', type: 'Input', shape: [3] }, dense('d', 2, { activation: 'squareplus' })] } as never)); // prettier-ignore
    const before = readdirSync(folder);
    await expect(exportModel({ format: 'tfjs', source, target: path.join(folder, 'never') })).rejects.toThrow(
      /TensorFlow\.js cannot build this model/,
    );
    expect(readdirSync(folder)).toEqual(before);
  });

  test('a folder with other files in it is not replaced', async () => {
    const { source } = write('plain');
    const target = path.join(folder, 'again');
    await exportModel({ format: 'tfjs', source, target });
    await expect(exportModel({ format: 'tfjs', source, target })).rejects.toThrow(/already/);
    await exportModel({ format: 'tfjs', source, target, overwrite: true });
    writeFileSync(path.join(target, 'notes.txt'), 'mine');
    await expect(exportModel({ format: 'tfjs', source, target, overwrite: true })).rejects.toThrow(/something else in .*notes\.txt/);
    expect(readFileSync(path.join(target, 'notes.txt'), 'utf8')).toBe('mine');
  });
});
