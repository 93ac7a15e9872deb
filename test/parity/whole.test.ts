import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import type { Design } from '../../src/core/document';
import { kerasProgram } from '../../src/core/keras/program';
import type { RunEvent, RuntimeName } from '../../src/core/training/events';
import { loadData } from '../../src/trainer/data/loadData';
import { train } from '../../src/trainer/train';
import { temporaryFolder } from '../unit/trainer/data/makeFiles';
import { tensorflowPlaces } from '../unit/trainer/tensorflow';
import { kerasPython } from './kerasPython';

/**
 * A whole training, ours and Keras's, from the same weights and with the samples in the same order: MNIST's first ones, or
 * with `WHOLE=1` all of them (55,000 and 5,000).
 */
const WHOLE = process.env.WHOLE === '1';
const [TRAINING, VALIDATION, EPOCHS] = WHOLE ? [55_000, 5_000, 3] : [12_800, 1_600, 3];
const examples = path.resolve(import.meta.dirname, '../../examples');
const folder = temporaryFolder();

const example = (name: string): Design => JSON.parse(readFileSync(path.join(examples, `${name}.layerwise.json`), 'utf8')) as Design;

/** Trains and gives what each epoch ended with. */
async function history(design: Design, runtime: RuntimeName, limit?: number): Promise<{ readonly [key: string]: readonly number[] }> {
  const events: RunEvent[] = [];
  const run = path.join(folder, `${design.name}-${runtime}`);
  const options = { designText: JSON.stringify(design), designPath: path.join(folder, 'it.layerwise.json'), folder: run, runtime };
  await train({ ...options, limit, places: tensorflowPlaces }, (event) => events.push(event));
  const ended = events.at(-1)!;
  if (ended.type !== 'finished') throw new Error(JSON.stringify(ended));
  return ended.history;
}

/**
 * How far a value of an epoch may be from Keras's. Rounding that differs grows from step to step, and a loss of validation
 * is that of one set of weights, not a mean over those of an epoch. Of 32 trainings from weights that differ in the last bit
 * the farthest came to a third of these.
 */
const FARTHEST: { readonly [key: string]: number } = { loss: 1e-3, accuracy: 5e-3, val_loss: 1e-2, val_accuracy: 2e-2 };

const models = ['leaky', 'mnist-bn'] as const;
const files = { inputs: 'pixels.idx3', targets: 'classes.idx1', scale: '1/255', validation: { last: VALIDATION } };
const inOrder = (name: string, more: object = {}): Design => {
  const design = example(name);
  return { ...design, training: { ...design.training, data: files, epochs: EPOCHS, shuffle: false, ...more } };
};

const idx = (dimensions: readonly number[], values: Uint8Array): Buffer => {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.set([0, 0, 8, dimensions.length]);
  dimensions.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, values]);
};

beforeAll(async () => {
  const context = {
    folder,
    inputs: [{ name: 'pixels', shape: [28, 28] }],
    outputs: [{ name: 'classes', shape: [10], loss: 'sparse_categorical_crossentropy' }],
  };
  const { training } = await loadData({ dataset: 'mnist' }, context);
  const count = TRAINING + VALIDATION;
  const all = Int32Array.from({ length: count }, (_, i) => i);
  const [pixels, classes] = [new Float32Array(count * 784), new Int32Array(count)];
  training.readInputs(all, pixels);
  training.readTargets(all, classes);
  writeFileSync(path.join(folder, 'pixels.bin'), Uint8Array.from(pixels));
  writeFileSync(path.join(folder, 'classes.bin'), Uint8Array.from(classes));
  writeFileSync(path.join(folder, 'pixels.idx3'), idx([count, 28, 28], Uint8Array.from(pixels)));
  writeFileSync(path.join(folder, 'classes.idx1'), idx([count], Uint8Array.from(classes)));
});

describe.skipIf(!kerasPython)('a whole training', () => {
  beforeAll(() => {
    for (const name of models) writeFileSync(path.join(folder, `${name}.py`), kerasProgram(analyzeText(JSON.stringify(example(name)))));
    const script = path.join(import.meta.dirname, 'whole.py');
    const asked = [script, folder, ...[EPOCHS, TRAINING, VALIDATION].map(String)];
    const { status, stderr } = spawnSync(kerasPython!, asked, { encoding: 'utf8', env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' } });
    expect(status, stderr.slice(-2000)).toBe(0);
  }, 600_000);

  it.each(
    (['wasm', ...(tensorflowPlaces ? (['tensorflow'] as const) : [])] as const).flatMap((runtime) =>
      models.map((name) => [name, runtime] as const),
    ),
  )(
    'of %s on %s comes out as with Keras',
    async (name, runtime) => {
      const keras = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Awaited<ReturnType<typeof history>>;
      const ours = await history(inOrder(name, { weights: { from: `${name}.safetensors` } }), runtime);
      const rows = Object.keys(keras).flatMap((key) =>
        keras[key]!.map((value, i) => ({ key, epoch: i + 1, keras: value, ours: ours[key]![i]! })),
      );
      if (WHOLE)
        console.log(
          name,
          runtime,
          rows.map(({ key, epoch, keras: k, ours: o }) => `${key} ${epoch}: ${k.toFixed(5)} ${o.toFixed(5)}`).join('\n'),
        );
      expect(rows).toHaveLength(4 * EPOCHS);
      const far = rows.filter((row) => Math.abs(row.ours - row.keras) > FARTHEST[row.key]!);
      expect(far).toEqual([]);
    },
    600_000,
  );
});

describe('a hundred layers', () => {
  const deep = (activation: string, initializer: string | undefined): Design => {
    const design = inOrder('selu-100', { data: { ...files, scale: undefined, standardize: 'per_pixel' } });
    const layers = design.layers.map((layer) => {
      const { kernel_initializer: given, ...rest } = layer as typeof layer & { kernel_initializer?: string };
      if (given === undefined) return layer;
      return { ...rest, activation, ...(initializer && { kernel_initializer: initializer }) };
    });
    return { ...design, name: `deep-${activation}`, layers };
  };

  it('of SELU learn steadily, and the same layers of ReLU with default weights hardly at all', async () => {
    const selu = await history(deep('selu', 'lecun_normal'), 'wasm');
    const relu = await history(deep('relu', undefined), 'wasm', TRAINING / 4);
    // The loss of whoever only knows that there are ten classes.
    const chance = Math.log(10);
    if (WHOLE) console.log('selu', selu.loss, 'relu', relu.loss);
    expect(selu.loss!.every(Number.isFinite)).toBe(true);
    expect(selu.loss!.at(-1)).toBeLessThan(selu.loss![0]! - 0.1);
    expect(selu.loss!.at(-1)).toBeLessThan(chance - 0.2);
    expect(relu.loss!.at(-1)).toBeGreaterThan(chance - 0.05);
  }, 600_000);
});
