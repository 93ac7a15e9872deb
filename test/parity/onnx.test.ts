import * as tf from '@tensorflow/tfjs-core';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import type { JsonObject } from '../../src/core/document';
import { Failure } from '../../src/core/failure';
import { toOnnx } from '../../src/core/onnx/toOnnx';
import { readArrayFile } from '../../src/trainer/data/arrayFile';
import { onnxBytes } from '../../src/trainer/export/onnxFile';
import { buildModel } from '../../src/trainer/model/buildModel';
import { Streams } from '../../src/trainer/random/streams';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { makeNpy, temporaryFolder } from '../unit/trainer/data/makeFiles';
import { compute, importFile } from './importedOnnx';
import { describeCase, expand, golden, type Group } from './cases';
import { noise, weightNoise } from './noise';
import { onnxPython } from './onnxPython';

const BATCH = 2;
/** In place of a size that is not fixed. */
const ANY = 5;
/** So many cases of each group of layers, spread over all of it. */
const MOST_OF_GROUP = 24;

const folder = temporaryFolder();
const ours = new Map<string, readonly { readonly values: Float32Array; readonly shape: readonly number[] }[]>();
const refused = new Map<string, string>();
const taken = new Map<string, readonly { readonly values: Float32Array; readonly shape: readonly number[] }[]>();

const sizes = (shape: readonly unknown[]): number[] => shape.map((size) => (typeof size === 'number' ? size : ANY));

/** Writes a design with noise as weights and inputs, and computes what it gives here. */
function add(name: string, layers: readonly JsonObject[], more: JsonObject = {}): void {
  const design = { layerwise: 1, name: 'made', layers, ...more };
  const analysis = analyzeText(JSON.stringify(design));
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`${name}: ${JSON.stringify(errors)}`);
  const fixed = layers.map((layer) => (layer.type === 'Input' ? { ...layer, shape: sizes(layer.shape as readonly unknown[]) } : layer));
  const known = analyzeText(JSON.stringify({ ...design, layers: fixed }));
  // With sizes that are open it may be that these do not fit.
  if (known.diagnostics.some(({ severity }) => severity === 'error')) return;
  const model = buildModel(known, new Streams(1));
  model.weights.forEach(({ path: weight, variable }, i) =>
    variable.assign(tf.tensor(weightNoise(weight.replace(/\/variance$/, '/moving_variance'), variable.shape, 10 + i), variable.shape)),
  );
  const words = layers.find(({ type }) => type === 'Embedding')?.input_dim;
  const inputs = fixed
    .filter(({ type }) => type === 'Input')
    .map((input, i) => {
      const shape = [BATCH, ...(input.shape as number[])];
      const values = noise(shape, 5 + i).map((value) => (words === undefined ? value : Math.floor(((value + 1) / 2) * Number(words))));
      return { shape, values };
    });
  const weights = new Map(model.weights.map(({ path: weight, variable }) => [weight, { shape: variable.shape, values: variable.dataSync() as Float32Array }])); // prettier-ignore
  try {
    writeFileSync(path.join(folder, `${name}.onnx`), onnxBytes(toOnnx(analysis, weights)));
    inputs.forEach(({ shape, values }, i) => writeFileSync(path.join(folder, `${name}.in${i}.npy`), makeNpy(shape, values)));
    taken.set(name, inputs);
    const outcome = model.forward(
      inputs.map(({ shape, values }) => tf.tensor(values, shape)),
      { training: false },
    );
    ours.set(
      name,
      outcome.outputs.map(({ output }) => ({ shape: output.shape, values: output.dataSync() as Float32Array })),
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    refused.set(name, error.message);
  }
  model.dispose();
}

const groups = golden<readonly Group[]>('cases').filter(({ type, stricter }) => type !== 'Input' && !stricter);

/** Cases of layers that Keras takes, by name. */
const layerCases = groups.flatMap((group, i) => {
  const made = expand(group).filter((one) => describeCase(one).made);
  const step = Math.max(1, Math.ceil(made.length / MOST_OF_GROUP));
  return made.filter((_, j) => j % step === 0 || j === made.length - 1).map((one, j) => ({ name: `${group.type}-${i}-${j}`, ...one }));
});

const ACTIVATIONS: readonly (string | JsonObject)[] = [
  ...['linear', 'relu', 'relu6', 'leaky_relu', 'elu', 'selu', 'gelu', 'silu', 'mish', 'softplus', 'softsign', 'sigmoid', 'hard_sigmoid'],
  ...['celu', 'hard_silu', 'squareplus', 'sparse_plus', 'sparse_sigmoid', 'log_sigmoid', 'hard_tanh', 'tanh_shrink', 'hard_shrink', 'tanh'],
  ...['soft_shrink', 'exponential', 'softmax', 'log_softmax'],
  { type: 'relu', negative_slope: 0.1, max_value: 0.4, threshold: 0.2 },
  { type: 'gelu', approximate: true },
  { type: 'softmax', axis: 1 },
];

const input = (...shape: (number | null)[]): JsonObject => ({ name: 'in', type: 'Input', shape });
const dense = (name: string, units: number, more: JsonObject = {}): JsonObject => ({ name, type: 'Dense', units, ...more });
const conv = (name: string, more: JsonObject = {}): JsonObject => ({ name, type: 'Conv2D', filters: 4, kernel_size: 3, padding: 'same', ...more }); // prettier-ignore

const networks: { readonly [name: string]: { readonly layers: readonly JsonObject[]; readonly turned: number } } = {
  chain: {
    turned: 2,
    layers: [
      input(12, 12, 2),
      conv('c1', { activation: 'relu' }),
      { name: 'bn', type: 'BatchNormalization' },
      { name: 'act', type: 'ReLU', max_value: 6 },
      { name: 'pool', type: 'MaxPooling2D' },
      { name: 'drop', type: 'SpatialDropout2D', rate: 0.2 },
      conv('c2', { strides: 2, use_bias: false }),
      { name: 'prelu', type: 'PReLU' },
      { name: 'flat', type: 'Flatten' },
      dense('d', 3, { activation: 'softmax' }),
    ],
  },
  residual: {
    turned: 1,
    layers: [
      input(null, null, 3),
      conv('c1'),
      conv('c2', { activation: 'gelu' }),
      { name: 'sum', type: 'Add', inputs: ['c2', 'c1'] },
      { name: 'cat', type: 'Concatenate', inputs: ['sum', 'c1'] },
      { name: 'ln', type: 'Conv2D', filters: 2, kernel_size: 1, activation: 'softmax' },
      { name: 'mean', type: 'GlobalAveragePooling2D' },
      dense('d', 3),
    ],
  },
  twoEnds: {
    turned: 0,
    layers: [
      input(4),
      { name: 'other', type: 'Input', shape: [3] },
      { name: 'both', type: 'Concatenate', inputs: ['in', 'other'] },
      dense('d', 3, { activation: 'softmax' }),
      dense('e', 2, { inputs: ['both'], activation: 'tanh' }),
    ],
  },
  backToPicture: { turned: 2, layers: [input(6, 6, 2), conv('c1'), { name: 'up', type: 'UpSampling2D' }] },
};

interface Told {
  readonly error?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly (readonly [string, readonly (number | string)[]])[];
  readonly transposed?: number;
}
let told: { readonly [name: string]: Told } = {};

describe.skipIf(!onnxPython)('onnxruntime gives of an exported model what Layerwise gives', () => {
  beforeAll(async () => {
    await startRuntime('cpu');
    for (const { name, layer, inputs } of layerCases) {
      const names = inputs.map((_, i) => `in${i}`);
      add(name, [...inputs.map((shape, i) => ({ name: names[i]!, type: 'Input', shape })), { name: 'it', ...layer, inputs: names }]);
    }
    ACTIVATIONS.forEach((activation, i) => {
      add(`activation-${i}`, [input(4, 3), { name: 'a', type: 'Activation', activation }]);
      add(`convolved-${i}`, [input(5, 5, 2), conv('c', { activation }), { name: 'mean', type: 'GlobalMaxPooling2D' }]);
    });
    add('gelu', [input(4, 3), { name: 'it', type: 'SimpleRNN', units: 2, activation: 'gelu' }]);
    for (const [name, { layers }] of Object.entries(networks)) add(name, layers);
    const { status, stderr } = spawnSync(onnxPython!, [path.join(import.meta.dirname, 'runOnnx.py'), folder], { encoding: 'utf8' });
    expect(status, stderr.slice(-2000)).toBe(0);
    told = JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')) as typeof told;
  }, 600_000);

  it('to 1e-5, for every type of layer, every activation and small networks', async () => {
    const wrong: unknown[] = [];
    for (const [name, outputs] of ours) {
      const { error } = told[name]!;
      if (error !== undefined) {
        wrong.push({ name, error, case: layerCases.find((one) => one.name === name)?.layer });
        continue;
      }
      for (const [i, { values, shape }] of outputs.entries()) {
        const found = await readArrayFile({ file: path.join(folder, `${name}.out${i}.npy`) });
        const scale = Math.max(1, ...values.map(Math.abs));
        const farthest = Math.max(...values.map((value, at) => Math.abs(value - found.values[at]!))) / scale;
        if (found.shape.join() !== shape.join() || !(farthest < 1e-5))
          wrong.push({ name, farthest, shape, found: found.shape, case: layerCases.find((one) => one.name === name) });
      }
    }
    expect(wrong.slice(0, 5), `${wrong.length} of ${ours.size} differ: ${wrong.map((each) => (each as { name: string }).name).join(' ')}`).toEqual([]); // prettier-ignore
    expect(ours.size).toBeGreaterThan(300);
  });

  it('turns images where they come in and where they leave only', () => {
    for (const [name, { turned }] of Object.entries(networks)) expect(told[name]!.transposed, name).toBe(turned);
  });

  it('names what comes in and what leaves as the design does, with any number of samples', () => {
    expect(told.chain).toMatchObject({ inputs: ['in'], outputs: [['d', ['batch', 3]]] });
  });

  it('refuses what ONNX has no words for, and nothing else', () => {
    expect([...new Set(refused.values())].sort()).toEqual([
      'it can\'t be written as ONNX: a SimpleRNN there has no activation "gelu".',
      "it can't be written as ONNX: a TimeDistributed needs sizes that are fixed.",
      "it can't be written as ONNX: it asks for masks with mask_zero, and ONNX has none.",
    ]);
  });
});

/** Some cases of these are several operators in ONNX, which are no layer of ours. */
const OTHERWISE = ['Activation', 'BatchNormalization', 'Bidirectional', 'Dot', 'LayerNormalization', 'Normalization', 'Reshape', 'Softmax', 'TimeDistributed', 'activation-15', 'convolved-15']; // prettier-ignore

describe.skipIf(!onnxPython)('an exported model comes back', () => {
  it('with the same outputs, but for what ONNX has in other words', async () => {
    const wrong: unknown[] = [];
    const unknown = new Set<string>();
    for (const [name, outputs] of ours) {
      const found = layerCases.find((one) => one.name === name);
      const imported = await importFile(path.join(folder, `${name}.onnx`));
      if (imported.unknown.length > 0) {
        unknown.add(found?.layer.type ?? name);
        continue;
      }
      const errors = imported.analysis.diagnostics.filter(({ severity }) => severity === 'error');
      if (errors.length > 0) {
        wrong.push({ name, errors, layers: imported.design.layers, case: found });
        continue;
      }
      if (imported.analysis.layers.some(({ output, type }) => type === 'Input' && output!.includes(null))) continue;
      try {
        const [made] = compute(imported, taken.get(name)!);
        const { values } = made!;
        const scale = Math.max(1, ...outputs[0]!.values.map(Math.abs));
        const farthest = Math.max(...outputs[0]!.values.map((value, at) => Math.abs(value - values[at]!))) / scale;
        if (!(farthest < 1e-5)) wrong.push({ name, farthest, layers: imported.design.layers, case: found });
      } catch (error) {
        wrong.push({ name, error: String(error), layers: imported.design.layers, case: found });
      }
    }
    expect([...unknown].sort()).toEqual(OTHERWISE);
    expect(wrong.slice(0, 4), `${wrong.length}: ${wrong.map((each) => (each as { name: string }).name).join(' ')}`).toEqual([]);
  }, 300_000);
});
