import * as tf from '@tensorflow/tfjs-core';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import type { JsonObject } from '../../src/core/document';
import { serialize } from '../../src/core/serialize';
import { readArrayFile } from '../../src/trainer/data/arrayFile';
import { exportModel } from '../../src/trainer/export/exportModel';
import { importModel } from '../../src/trainer/import/importModel';
import { buildModel } from '../../src/trainer/model/buildModel';
import { Streams } from '../../src/trainer/random/streams';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { readSafetensors, writeSafetensors, type NamedArray } from '../../src/trainer/safetensors';
import { makeNpy, temporaryFolder } from '../unit/trainer/data/makeFiles';
import { describeCase, expand, golden, type Group } from './cases';
import { inTheWordsOfKeras } from './inTheWordsOfKeras';
import { kerasPython } from './kerasPython';
import { noise, weightNoise } from './noise';

const examples = path.resolve(import.meta.dirname, '../../examples');
const folder = temporaryFolder();
const BATCH = 3;

interface Made {
  readonly text: string;
  readonly weights: readonly NamedArray[];
  readonly outputs: readonly Float32Array[];
  readonly inHdf5: boolean;
}
const made = new Map<string, Made>();

interface Facts {
  readonly error?: string;
  readonly total?: number;
  readonly trainable?: number;
  readonly compiled?: boolean;
}
const factsOf = (name: string): { readonly [kind: string]: Facts } => JSON.parse(readFileSync(path.join(folder, name, 'facts.json'), 'utf8')) as never; // prettier-ignore

/** Gives a design weights of noise, computes it for noise, and exports it. */
async function make(name: string, object: JsonObject, inHdf5 = true): Promise<void> {
  const place = path.join(folder, name);
  mkdirSync(place);
  const training = { ...(object.training as JsonObject | undefined), weights: { from: 'noise.safetensors' } };
  const text = serialize({ ...object, training } as never);
  const analysis = analyzeText(text);
  expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const model = buildModel(analysis, new Streams(1));
  const weights = model.weights.map(({ path: own, variable }, i): NamedArray => {
    const values = weightNoise(own.endsWith('/variance') ? 'moving_variance' : own, variable.shape, 10 + i);
    return { name: own, shape: variable.shape, values: own.endsWith('/count') ? new Float32Array([3]) : values };
  });
  model.weights.forEach(({ variable }, i) => variable.assign(tf.tensor(weights[i]!.values, variable.shape)));
  const words = new Map(object.layers instanceof Array ? (object.layers as JsonObject[]).filter(({ type }) => type === 'Embedding').map(({ input_dim }) => ['words', Number(input_dim)]) : []); // prettier-ignore
  const batches = analysis.layers
    .filter(({ type, used }) => type === 'Input' && used)
    .map((input, i) => {
      const shape = [BATCH, ...input.output!.map((size) => size ?? 4)];
      const values = noise(shape, 5 + i).map((value) => (words.size > 0 ? Math.floor(((value + 1) / 2) * words.get('words')!) : value));
      writeFileSync(path.join(place, `inputs-${i}.npy`), makeNpy(shape, values));
      return tf.tensor(values, shape);
    });
  const outputs = tf.tidy(() => model.forward(batches, { training: false }).outputs.map(({ output }) => output.dataSync() as Float32Array));
  tf.dispose(batches);
  model.dispose();
  writeFileSync(path.join(place, 'noise.safetensors'), writeSafetensors({ arrays: weights, metadata: {} }));
  const source = path.join(place, 'made.layerwise.json');
  writeFileSync(source, text);
  await exportModel({ format: 'keras-file', source, target: path.join(place, 'model.keras') });
  await exportModel({ format: 'json', source, target: path.join(place, 'model.json') });
  if (inHdf5) await exportModel({ format: 'h5', source, target: path.join(place, 'model.h5') });
  made.set(name, { text, weights, outputs, inHdf5 });
}

/** The last case of each group of layers: the one with the most fields that are not the default. */
function layerCases() {
  return golden<readonly Group[]>('cases').flatMap((group, i) => {
    if (group.stricter || group.type === 'Input') return [];
    const last = expand(group).findLast((one) => describeCase(one).made && one.inputs.every((shape) => shape.reduce<number>((all, size) => all * (size ?? Infinity), 1) < 10_000)); // prettier-ignore
    return last && !ARGUMENTS.some((name) => JSON.stringify(last.layer).includes(name))
      ? [{ name: `case-${i}-${group.type}`, ...last }]
      : [];
  });
}
/** Keras itself cannot save a seeded AlphaDropout so, and reads one of several axes: such designs are not written. */
const keptOutOfHdf5 = ({ type, seed, axis }: JsonObject): boolean =>
  (type === 'AlphaDropout' && seed !== undefined) || (Array.isArray(axis) && axis.length > 1);

/** Activations whose arguments Keras's files have no place for. */
const ARGUMENTS = ['"celu","', '"squareplus","'];

const example = (name: string): JsonObject => JSON.parse(readFileSync(path.join(examples, name), 'utf8')) as JsonObject;

describe.skipIf(!kerasPython)('files of Keras', () => {
  beforeAll(async () => {
    await startRuntime('cpu');
    for (const name of readdirSync(examples).filter((each) => each.endsWith('.layerwise.json'))) await make(name.replace('.layerwise.json', ''), example(name)); // prettier-ignore
    for (const { name, layer, inputs } of layerCases()) {
      const names = inputs.map((_, i) => `in${i}`);
      const all = [...inputs.map((shape, i) => ({ name: names[i]!, type: 'Input', shape })), { name: 'it', ...layer, inputs: names }];
      await make(name, { layerwise: 1, name, layers: all }, !keptOutOfHdf5(layer));
    }
    const { status, stderr } = spawnSync(kerasPython!, [path.join(import.meta.dirname, 'kerasFiles.py'), folder], { encoding: 'utf8' });
    expect(status, stderr.slice(-2000)).toBe(0);
  }, 600_000);

  it('are loaded by Keras, with the same parameters', () => {
    const wrong = [...made].flatMap(([name, { text, inHdf5 }]) => {
      const { totals } = analyzeText(text);
      const facts = factsOf(name);
      return (inHdf5 ? ['keras', 'h5', 'json'] : ['keras', 'json']).flatMap((kind) => {
        const { error, total, trainable } = facts[kind]!;
        return error === undefined && total === totals.total && trainable === totals.trainable
          ? []
          : [{ name, kind, ...facts[kind], wanted: totals.total }];
      });
    });
    expect(wrong.slice(0, 5), `${wrong.length} differ`).toEqual([]);
    expect(made.size).toBeGreaterThan(80);
  });

  it.each(['keras', 'h5'])('give in Keras what Layerwise computes: .%s', async (kind) => {
    const far: unknown[] = [];
    for (const [name, { outputs, inHdf5 }] of made) {
      if (kind === 'h5' && !inHdf5) continue;
      for (const [i, output] of outputs.entries()) {
        const { values } = await readArrayFile({ file: path.join(folder, name, `${kind}-${i}.npy`) });
        const most = Math.max(...output.map((value, j) => Math.abs(value - values[j]!) / Math.max(1, Math.abs(value))));
        if (!(most < 1e-5) || values.length !== output.length) far.push({ name, i, most });
      }
    }
    expect(far).toEqual([]);
  });

  it.each(['keras', 'h5', 'json'])('come back as the same design with the same weights, saved by Keras: .%s', async (kind) => {
    const wrong: unknown[] = [];
    for (const [name, { text, weights, inHdf5 }] of made) {
      if (kind === 'h5' && !inHdf5) continue;
      const place = path.join(folder, name);
      const design = path.join(place, `${kind}.layerwise.json`);
      const report = await importModel({ file: path.join(place, `again.${kind}`), design });
      const back = JSON.parse(readFileSync(design, 'utf8')) as JsonObject;
      const [one, other] = [
        inTheWordsOfKeras(analyzeText(text).design as unknown as JsonObject, kind !== 'json'),
        inTheWordsOfKeras(back, kind !== 'json'),
      ];
      if (one !== other || report.unknown.length > 0) wrong.push({ name, one, other, report });
      if (kind === 'json' || weights.length === 0) continue;
      const arrays = new Map(readSafetensors(readFileSync(report.weights!)).arrays.map((array) => [array.name, array]));
      const differing = weights.filter(
        (array) => Buffer.compare(bytes(array.values), bytes(arrays.get(array.name)?.values ?? new Float32Array(0))) !== 0,
      );
      if (differing.length > 0) wrong.push({ name, weights: differing.map((array) => array.name) });
    }
    expect(wrong.slice(0, 3), `${wrong.length} differ`).toEqual([]);
  });
});

const bytes = (values: Float32Array): Buffer => Buffer.from(values.buffer, values.byteOffset, values.byteLength);
