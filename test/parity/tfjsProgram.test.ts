import type * as tf from '@tensorflow/tfjs';
import { build } from 'esbuild';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/core/analysis';
import { analyzeText } from '../../src/core/analyze';
import { tfjsProgram } from '../../src/core/codegen/tfjsProgram';
import type { JsonObject } from '../../src/core/document';
import { Failure } from '../../src/core/failure';
import { scopeName } from '../../src/core/keras/names';
import { blockDesigns } from './blockDesigns';

const root = path.resolve(import.meta.dirname, '../..');
const examples = path.join(root, 'examples');
// Below the project's own folder, where TypeScript and Node find TensorFlow.js.
const folder = path.join(root, 'out/tfjs-programs');
const designs = new Map<string, Analysis>();
const refused = new Map<string, string>();

function add(name: string, analysis: Analysis): void {
  try {
    writeFileSync(path.join(folder, `${name}.ts`), tfjsProgram(analysis));
    designs.set(name, analysis);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    refused.set(name, error.message);
  }
}

const every: readonly JsonObject[] = [
  { name: 'it is 1', type: 'Input', shape: [8, 8, 2] },
  { name: 'class', type: 'Conv2D', filters: 3, kernel_size: [3, 3], padding: 'same', strides: 2, kernel_regularizer: 'l2', bias_constraint: 'non_neg' },
  { name: 'bn', type: 'BatchNormalization', momentum: 0.9, trainable: false },
  { name: 'a', type: 'LeakyReLU' },
  { name: 'b', type: 'PReLU', shared_axes: [1, 2] },
  { name: 'c', type: 'SeparableConv2D', filters: 4, kernel_size: 3, activation: 'silu' },
  { name: 'd', type: 'DepthwiseConv2D', kernel_size: 2, kernel_initializer: 'he_normal' },
  { name: 'e', type: 'Conv2DTranspose', filters: 2, kernel_size: 2, strides: 2 },
  { name: 'f', type: 'UpSampling2D' },
  { name: 'g', type: 'ZeroPadding2D', padding: [[1, 0], [2, 1]] },
  { name: 'h', type: 'Cropping2D', cropping: 1 },
  { name: 'i', type: 'MaxPooling2D' },
  { name: 'j', type: 'SpatialDropout1D', rate: 0.1, inputs: ['words'] },
  { name: 'text', type: 'Input', shape: [5], dtype: 'int32' },
  { name: 'words', type: 'Embedding', input_dim: 10, output_dim: 4, inputs: ['text'] },
  { name: 'k', type: 'Bidirectional', layer: { type: 'LSTM', units: 3, return_sequences: true }, inputs: ['j'] },
  { name: 'l', type: 'TimeDistributed', layer: { type: 'Dense', units: 4, kernel_constraint: { type: 'max_norm', max_value: 2 } } },
  { name: 'm', type: 'GRU', units: 2, reset_after: false },
  { name: 'n', type: 'Flatten', inputs: ['i'] },
  { name: 'o', type: 'Dense', units: 2, kernel_initializer: { type: 'variance_scaling', mode: 'fan_avg' }, kernel_regularizer: { type: 'l1_l2', l1: 0.1 } },
  { name: 'p', type: 'Add', inputs: ['m', 'o'] },
  { name: 'q', type: 'LayerNormalization' },
  { name: 'r', type: 'Softmax' },
]; // prettier-ignore

describe('a program for TensorFlow.js', () => {
  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    for (const file of readdirSync(examples).filter((name) => /^(?!optimizer|schedule).*\.layerwise\.json$/.test(name)))
      add(path.basename(file, '.layerwise.json'), analyzeText(readFileSync(path.join(examples, file), 'utf8')));
    const analysis = analyzeText(JSON.stringify({ layerwise: 1, name: 'every "kind"', layers: every }));
    expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    add('every', analysis);
    for (const [name, design] of Object.entries(blockDesigns)) add(`blocks-${name}`, analyzeText(JSON.stringify(design)));
  });

  it('is sound TypeScript, strictly', () => {
    const files = [...designs.keys()].map((name) => path.join(folder, `${name}.ts`));
    const program = ts.createProgram(files, {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      noUnusedLocals: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      types: [],
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    });
    const said = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
      const line = file && start !== undefined ? file.text.slice(0, start).split('\n').length : 0;
      return `${path.basename(file?.fileName ?? '')}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 300)}`;
    });
    expect(said).toEqual([]);
  }, 120_000);

  it('builds the model that Layerwise says: its parameters, those that learn, and its outputs', async () => {
    const entry = path.join(folder, 'all.ts');
    // Those that are made in no time.
    const names = [...designs.keys()].filter((name) => designs.get(name)!.totals.total < 60_000);
    writeFileSync(entry, names.map((name, i) => `export { createModel as made${i} } from './${name}';`).join('\n'));
    const outfile = path.join(folder, 'all.cjs');
    await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'cjs', outfile, external: ['@tensorflow/tfjs'], logLevel: 'error' }); // prettier-ignore
    const made = createRequire(import.meta.url)(outfile) as { readonly [name: string]: () => tf.LayersModel };
    const wrong = names.flatMap((name, i) => {
      const { totals, layers, outputs } = designs.get(name)!;
      const model = made[`made${i}`]!();
      const found = {
        total: model.countParams(),
        shapes: model.outputs.map(({ shape }) => shape.slice(1)),
        layers: model.layers.map((layer) => layer.name).sort(),
      };
      model.dispose();
      const said = {
        total: totals.total,
        shapes: outputs.map((id) => layers.find((layer) => layer.id === id)!.output),
        layers: layers.flatMap((layer) => (layer.used ? [scopeName(layer.name)] : [])).sort(),
      };
      return JSON.stringify(found) === JSON.stringify(said) ? [] : [{ name, found, said }];
    });
    expect(wrong).toEqual([]);
    expect(names.length).toBeGreaterThan(4);
  }, 120_000);

  it('reads as a person would have written it', () => {
    expect(readFileSync(path.join(folder, 'cnn.ts'), 'utf8')).toBe(`// The model cnn, written by Layerwise for TensorFlow.js.
import * as tf from '@tensorflow/tfjs';

/** The model, not trained. */
export function createModel(): tf.LayersModel {
  return tf.sequential({
    name: 'cnn',
    layers: [
      tf.layers.inputLayer({ inputShape: [28, 28, 1], name: 'pixels' }),
      tf.layers.conv2d({
        filters: 16,
        kernelSize: 3,
        activation: 'relu',
        kernelInitializer: 'heNormal',
        name: 'conv1',
      }),
      tf.layers.maxPooling2d({ poolSize: 2, name: 'pool1' }),
      tf.layers.conv2d({
        filters: 32,
        kernelSize: 3,
        activation: 'relu',
        kernelInitializer: 'heNormal',
        name: 'conv2',
      }),
      tf.layers.maxPooling2d({ poolSize: 2, name: 'pool2' }),
      tf.layers.flatten({ name: 'flatten' }),
      tf.layers.dropout({ rate: 0.25, name: 'dropout' }),
      tf.layers.dense({
        units: 10,
        activation: 'softmax',
        kernelInitializer: 'glorotUniform',
        name: 'classes',
      }),
    ],
  });
}

/** Trains the model on samples and their targets. */
export async function train(model: tf.LayersModel, samples: tf.Tensor, targets: tf.Tensor): Promise<tf.History> {
  model.compile({
    optimizer: tf.train.adam(0.001),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
  });
  return model.fit(samples, targets, { batchSize: 32, epochs: 3 });
}
`);
  });

  it('is refused where TensorFlow.js has no such thing', () => {
    expect([...refused]).toEqual([]);
    const layers = [{ name: 'x', type: 'Input', shape: [4, 3] }, { name: 'g', type: 'GRU', units: 2 }, { name: 'a', type: 'Activation', activation: 'hard_silu' }, { name: 'd', type: 'Dense', units: 2, activity_regularizer: 'l2' }]; // prettier-ignore
    const program = (last: number) => () => tfjsProgram(analyzeText(JSON.stringify({ layerwise: 1, layers: layers.filter((_, i) => i === 0 || i === last) }))); // prettier-ignore
    expect(program(1)).toThrow("g can't be written for TensorFlow.js: its GRU has no second bias.");
    expect(program(2)).toThrow('it has no activation "hard_silu"');
    expect(program(3)).toThrow('it has no penalties on outputs');
  });
});
