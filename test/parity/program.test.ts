import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/core/analysis';
import { analyzeText } from '../../src/core/analyze';
import type { JsonObject } from '../../src/core/document';
import { kerasProgram } from '../../src/core/keras/program';
import { makeIdx, makeNpy, temporaryFolder } from '../unit/trainer/data/makeFiles';
import { describeCase, expand, golden, type Group } from './cases';
import { kerasPython } from './kerasPython';
import { noise } from './noise';

const examples = path.resolve(import.meta.dirname, '../../examples');
const folder = temporaryFolder();
const designs = new Map<string, Analysis>();

function add(name: string, text: string): void {
  const analysis = analyzeText(text);
  expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  designs.set(name, analysis);
  writeFileSync(path.join(folder, `${name}.py`), kerasProgram(analysis));
}

interface Built {
  readonly error?: string;
}
const built = (): { readonly [name: string]: Built } => JSON.parse(readFileSync(path.join(folder, 'built.json'), 'utf8')) as never;

/** The last case of each group of layers that Keras takes: the one with the most fields that are not the default. */
function layerCases() {
  return golden<readonly Group[]>('cases').flatMap((group, i) => {
    if (group.stricter || group.type === 'Input') return [];
    const last = expand(group).findLast((one) => describeCase(one).made);
    return last ? [{ name: `case-${i}`, ...last }] : [];
  });
}

const FILES = { inputs: 'x.npy', targets: 'y.idx', scale: '1/2', standardize: 'per_pixel', validation: { last_fraction: 0.25 } };
/** Trainings that use what a program can say. */
const trainings: { readonly [name: string]: JsonObject } = {
  plain: {
    data: FILES,
    loss: 'sparse_categorical_crossentropy',
    optimizer: { type: 'SGD', learning_rate: { type: 'OneCycle', max_learning_rate: 0.1 } },
    metrics: ['accuracy'],
    epochs: 1,
    batch_size: 4,
  },
  full: {
    data: { ...FILES, validation: { first: 4 } },
    loss: { type: 'sparse_categorical_crossentropy', from_logits: false },
    optimizer: {
      type: 'AdamW',
      learning_rate: { type: 'ExponentialDecay', initial_learning_rate: 0.01, decay_steps: 10, decay_rate: 0.5 },
      exclude_from_weight_decay: ['bias'],
      clipnorm: 1,
    },
    metrics: [{ type: 'sparse_top_k_categorical_accuracy', k: 2 }, 'accuracy'],
    callbacks: [{ type: 'EarlyStopping', patience: 2, restore_best_weights: true }, { type: 'TerminateOnNaN' }],
    class_weight: [1, 2, 0.5],
    seed: 3,
    epochs: 2,
  },
  several: {
    data: { ...FILES, positive: { first: [0] }, target: { back: 'input' } },
    loss: { 'which one': 'sparse_categorical_crossentropy', first: 'binary_crossentropy', back: { type: 'huber', delta: 2 } },
    loss_weights: { back: 0.2 },
    metrics: { 'which one': ['accuracy'], back: ['mae', 'mse'] },
    epochs: 2,
  },
};
/** Other layers than those below. */
const layersOf: { readonly [name: string]: readonly JsonObject[] } = {
  several: [
    { name: 'my input', type: 'Input', shape: [6] },
    { name: 'hidden', type: 'Dense', units: 5, activation: 'relu' },
    { name: 'which one', type: 'Dense', units: 3, activation: 'softmax' },
    { name: 'first', type: 'Dense', units: 1, activation: 'sigmoid', inputs: ['hidden'] },
    { name: 'gates', type: 'Dense', units: 12, inputs: ['hidden'] },
    { name: 'back', type: 'Activation', activation: 'glu' },
  ],
};
const layers: readonly JsonObject[] = [
  { name: 'my input', type: 'Input', shape: [6] },
  { name: '1st', type: 'Dense', units: 5, activation: { type: 'leaky_relu', negative_slope: 0.1 }, kernel_regularizer: { type: 'l2', l2: 0.001 } },
  { name: 'model', type: 'Dense', units: 3, activation: 'softmax', kernel_initializer: { type: 'variance_scaling', mode: 'fan_avg' }, kernel_constraint: { type: 'max_norm', max_value: 1 } },
]; // prettier-ignore

describe.skipIf(!kerasPython)('a program for Keras', () => {
  beforeAll(() => {
    for (const file of readdirSync(examples).filter((name) => name.endsWith('.layerwise.json')))
      add(path.basename(file, '.layerwise.json'), readFileSync(path.join(examples, file), 'utf8'));
    for (const { name, layer, inputs } of layerCases()) {
      const names = inputs.map((_, i) => `in${i}`);
      const all = [...inputs.map((shape, i) => ({ name: names[i], type: 'Input', shape })), { name: 'it', ...layer, inputs: names }];
      add(name, JSON.stringify({ layerwise: 1, layers: all }));
    }
    const script = path.join(import.meta.dirname, 'program.py');
    const { status, stderr } = spawnSync(kerasPython!, [script, folder], { encoding: 'utf8', env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' } }); // prettier-ignore
    expect(status, stderr.slice(-2000)).toBe(0);
  });

  it('builds the model that Layerwise says, for every example and every type of layer', () => {
    const found = built();
    const wrong = [...designs].flatMap(([name, { design, layers: all, outputs, totals }]) => {
      const shapes = outputs.map((id) => all.find((layer) => layer.id === id)!.output);
      const said = { name: design?.name ?? 'model', total: totals.total, trainable: totals.trainable, shapes };
      return JSON.stringify(found[name]) === JSON.stringify(said) ? [] : [{ name, said, found: found[name], program: kerasProgram(designs.get(name)!) }]; // prettier-ignore
    });
    expect(wrong.slice(0, 3), `${wrong.length} of ${designs.size} differ`).toEqual([]);
    expect(designs.size).toBeGreaterThan(60);
  });

  it.each(Object.keys(trainings))('trains, and its data are read, cut and scaled: %s', (name) => {
    const place = path.join(folder, `trained-${name}`);
    mkdirSync(place);
    writeFileSync(path.join(place, 'x.npy'), makeNpy([16, 6], noise([16, 6], 1)));
    writeFileSync(
      path.join(place, 'y.idx'),
      makeIdx(
        [16],
        Array.from({ length: 16 }, (_, i) => i % 3),
      ),
    );
    const analysis = analyzeText(
      JSON.stringify({ layerwise: 1, name: 'a/b "c"', layers: layersOf[name] ?? layers, training: trainings[name] }),
    );
    expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const program = `${kerasProgram(analysis)}    assert abs(x_train.mean()) < 1e-6 and x_valid.shape == (4, 6) and y_train.shape == (12,)\n`;
    writeFileSync(path.join(place, 'program.py'), program);
    const { status, stderr } = spawnSync(kerasPython!, ['program.py'], { cwd: place, encoding: 'utf8' });
    expect(status, `${program}\n${stderr.slice(-3000)}`).toBe(0);
  });
});
