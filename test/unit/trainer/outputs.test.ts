import path from 'node:path';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/document';
import type { RunEvent } from '../../../src/core/training/events';
import { evaluate } from '../../../src/trainer/evaluate';
import { predict } from '../../../src/trainer/predict';
import { train } from '../../../src/trainer/train';
import { layerwise } from '../cli/inProcess';
import { makeNpy, write } from './data/makeFiles';
import { all, first, tinyDesign } from './tinyDesign';

const SAMPLES = 100;
const layers: JsonObject[] = [
  { name: 'in', type: 'Input', shape: [6] },
  { name: 'hidden', type: 'Dense', units: 8, activation: 'relu' },
  { name: 'classes', type: 'Dense', units: 3, activation: 'softmax' },
  { name: 'back', type: 'Dense', units: 6, inputs: ['hidden'] },
];
const data = {
  inputs: 'inputs.idx',
  targets: 'targets.idx',
  scale: '1/255',
  target: { back: 'input' },
  validation: { last_fraction: 0.2 },
};
const training = {
  data,
  loss: { classes: 'sparse_categorical_crossentropy', back: 'mse' },
  loss_weights: { back: 0.2 },
  metrics: { classes: ['accuracy'] },
};

async function run(options: Parameters<typeof train>[0]): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  await train(options, (event) => events.push(event));
  return events;
}

test('a run with an auxiliary output: its curves, its evaluation, its predictions', async () => {
  const tiny = tinyDesign(SAMPLES, { layers, training });
  const options = tiny.options();
  const events = await run(options);
  const keys = ['loss', 'classes_loss', 'back_loss', 'classes_accuracy'];
  expect(first(events, 'started')!.metrics).toEqual(keys);
  expect(Object.keys(all(events, 'steps')[0]!.values)).toEqual(keys);
  const { logs } = all(events, 'epoch').at(-1)!;
  expect(Object.keys(logs)).toEqual([...keys, ...keys.map((key) => `val_${key}`)]);
  for (const prefix of ['', 'val_'])
    expect(logs[`${prefix}loss`]).toBeCloseTo(logs[`${prefix}classes_loss`]! + 0.2 * logs[`${prefix}back_loss`]!, 5);
  expect((await evaluate(options.folder, { runtime: 'cpu' })).logs.classes_loss).toBeGreaterThan(0);

  const inputs = path.join(tiny.folder, 'inputs.idx');
  const { outputs, samples } = await predict(options.folder, { inputs, runtime: 'cpu', limit: 5 });
  expect([samples, ...outputs.map(({ name, shape, values }) => [name, shape, values.length])]).toEqual([
    5,
    ['classes', [3], 15],
    ['back', [6], 30],
  ]);
  const { out } = await layerwise('predict', options.folder, '--inputs', inputs, '--limit', '5', '--runtime', 'cpu', '--json');
  const said = JSON.parse(out) as { outputs: { classes: number[][]; back: number[][] } };
  expect(said.outputs.classes[0]!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  expect(said.outputs.back[4]).toHaveLength(6);
});

test('it goes on where it was cut off, to the same weights', async () => {
  const tiny = tinyDesign(SAMPLES, { layers, training });
  const whole = first(await run(tiny.options({ epochs: 3 })), 'finished')!;
  const begun = tiny.options({ epochs: 2 });
  await run(begun);
  const gone = first(await run({ ...begun, resume: true, epochs: 3 }), 'finished')!;
  expect(gone.weightsSha256).toBe(whole.weightsSha256);
  expect(gone.history).toEqual(whole.history);
});

test('two inputs, each from a file of its own, scaled in its own way', async () => {
  const tiny = tinyDesign(SAMPLES, {
    layers: [
      { name: 'left', type: 'Input', shape: [6] },
      { name: 'right', type: 'Input', shape: [2] },
      { name: 'both', type: 'Concatenate', inputs: ['left', 'right'] },
      { name: 'classes', type: 'Dense', units: 3, activation: 'softmax' },
    ],
    training: {
      data: {
        inputs: { left: 'inputs.idx', right: 'right.npy' },
        targets: 'targets.idx',
        scale: { left: '1/255' },
        standardize: { right: 'per_pixel' },
        validation: { last: 20 },
      },
    },
  });
  write(
    tiny.folder,
    'right.npy',
    makeNpy(
      [SAMPLES, 2],
      Float32Array.from({ length: 2 * SAMPLES }, (_, i) => 1000 + (i % 7)),
    ),
  );
  const options = tiny.options();
  const events = await run(options);
  expect(events.at(-1)!.type).toBe('finished');
  const [left, right] = [path.join(tiny.folder, 'inputs.idx'), path.join(tiny.folder, 'right.npy')];
  const files = (...given: string[]) =>
    layerwise('predict', options.folder, ...given.flatMap((file) => ['--inputs', file]), '--runtime', 'cpu', '--json');
  const { out } = await files(`left=${left}`, `right=${right}`);
  expect((JSON.parse(out) as { outputs: number[][] }).outputs).toHaveLength(SAMPLES);
  expect((await files(left)).err).toMatch(/has 2 Input layers, and --inputs names one file of inputs.\n.*--inputs left=… --inputs right=…/);
  expect((await files(`left=${left}`)).err).toMatch(/--inputs names no file of inputs for right/);
  expect((await files(`left=${left}`, `wrong=${right}`)).err).toMatch(/no Input layer wrong/);
  expect((await files(left, right)).err).toMatch(/of several files each has the name/);
});

test('samples count as their weights say, in validation that is cut off too', async () => {
  const still = { optimizer: { type: 'SGD', learning_rate: 0 }, shuffle: false, epochs: 1 };
  const files = { inputs: 'inputs.idx', targets: 'targets.idx', scale: '1/255', validation: { last_fraction: 0.2 } };
  const losses = async (values?: Float32Array, more: JsonObject = {}) => {
    const tiny = tinyDesign(SAMPLES, {
      training: { ...still, data: { ...files, ...(values && { sample_weights: 'weights.npy' }) }, ...more },
    });
    if (values) write(tiny.folder, 'weights.npy', makeNpy([values.length], values));
    return run(tiny.options());
  };
  const logs = async (values?: Float32Array) => all(await losses(values), 'epoch')[0]!.logs;
  const [plain, twice] = [await logs(), await logs(new Float32Array(SAMPLES).fill(2))];
  expect(twice.loss! / plain.loss!).toBeCloseTo(2, 5);
  expect(twice.val_loss! / plain.val_loss!).toBeCloseTo(2, 5);
  expect(twice.accuracy).toBe(plain.accuracy);
  const some = Float32Array.from({ length: SAMPLES }, (_, i) => i % 2);
  const [odd, even] = [await logs(some), await logs(some.map((value) => 1 - value))];
  expect(odd.loss! + even.loss!).toBeCloseTo(plain.loss!, 5);

  const failure = async (...given: Parameters<typeof losses>) => first(await losses(...given), 'failed')!.message;
  expect(await failure(new Float32Array(SAMPLES - 1))).toMatch(/inputs.idx holds 100 samples, weights.npy holds 99 sample weights/);
  expect(await failure(new Float32Array(SAMPLES).fill(-1))).toMatch(/weights.npy hold -1 for sample 0/);
  expect(await failure(new Float32Array(SAMPLES).fill(NaN))).toMatch(/The sample weights in weights.npy hold NaN/);
  expect(await failure(new Float32Array(SAMPLES), { class_weight: [1, 2] })).toMatch(/"class_weight" and "sample_weights"/);
});

test('penalties are told apart, and are part of the loss', async () => {
  const penalized = layers
    .slice(0, 3)
    .map((layer) => (layer.name === 'hidden' ? { ...layer, kernel_regularizer: 'l2', activity_regularizer: 'l1' } : layer));
  const phases: JsonObject[] = [{ epochs: 1 }, { freeze: ['hidden'], epochs: 1 }];
  const events = await run(tinyDesign(SAMPLES, { layers: penalized, training: { phases, metrics: ['accuracy'] } }).options());
  const epochs = all(events, 'epoch').map(({ logs }) => logs);
  for (const logs of epochs) {
    expect(logs.regularization_loss).toBeGreaterThan(0);
    expect(logs.val_regularization_loss).toBeGreaterThan(0);
    expect(logs.loss).toBeGreaterThan(logs.regularization_loss!);
  }
  // A frozen kernel has no penalty, what comes out of its layer still has.
  expect(epochs[1]!.val_regularization_loss).toBeLessThan(epochs[0]!.val_regularization_loss!);
});
