import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import type { JsonObject } from '../../src/core/document';
import { buildModel } from '../../src/trainer/model/buildModel';
import { Streams } from '../../src/trainer/random/streams';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { expand, golden, type Case, type Group } from './cases';
import { digest, isClose, noise, weightNoise } from './noise';
import { tensorflowPlaces } from '../unit/trainer/tensorflow';

/** What Keras computes for a layer, as digests; see `training.py`. */
interface Computed {
  readonly shape: readonly number[];
  readonly output: readonly number[];
  readonly learning?: readonly number[];
  readonly gradients: readonly number[];
  readonly moved?: readonly number[];
}

const groups = golden<readonly Group[]>('cases');
const computed = golden<readonly (readonly (Computed | null)[])[]>('computed');

const BATCH = 11;
const UNKNOWN_SIZE = 5;

for (const runtime of ['cpu', 'wasm', 'tensorflow'] as const)
  describe.skipIf(runtime === 'tensorflow' && !tensorflowPlaces)(`layers compute what Keras computes, on ${runtime}`, () => {
    beforeAll(() => startRuntime(runtime, tensorflowPlaces));
    const types = new Set(groups.map(({ type }) => type));
    it.each([...types])('%s', (type) => {
      const problems: unknown[] = [];
      let count = 0;
      groups.forEach((group, i) => {
        if (group.type !== type || group.stricter) return;
        expand(group).forEach((one, j) => {
          const wanted = computed[i]?.[j];
          if (!wanted) return;
          count++;
          const wrong = differences(one, wanted);
          if (wrong) problems.push({ case: JSON.stringify(one), ...wrong });
        });
      });
      expect(problems.slice(0, 5), `${problems.length} of ${count} differ`).toEqual([]);
      if (type !== 'Input') expect(count).toBeGreaterThan(0);
    });
  });

const RANDOM = new Set(['Dropout', 'AlphaDropout', 'GaussianDropout', 'GaussianNoise', 'SpatialDropout1D', 'SpatialDropout2D']);

/** Layers that draw random numbers while they learn: Keras draws others. */
function isRandom(layer: JsonObject): boolean {
  const inner = [layer.layer, layer.backward_layer].filter((each) => typeof each === 'object' && each !== null);
  return (
    (typeof layer.type === 'string' && RANDOM.has(layer.type)) ||
    Boolean(layer.dropout) ||
    Boolean(layer.recurrent_dropout) ||
    inner.some((each) => isRandom(each as JsonObject))
  );
}

function differences({ layer, inputs }: Case, wanted: Computed): object | undefined {
  const shapes = inputs.map((shape) => shape.map((size) => size ?? UNKNOWN_SIZE));
  const names = shapes.map((_, i) => `in${i}`);
  const layers = [...shapes.map((shape, i) => ({ name: names[i], type: 'Input', shape })), { name: 'it', ...layer, inputs: names }];
  const model = buildModel(analyzeText(JSON.stringify({ layerwise: 1, layers })), new Streams(1));
  const values = (tensor: tf.Tensor) => tensor.dataSync() as Float32Array;
  tf.engine().startScope();
  try {
    model.weights.forEach(({ path, variable }, i) => variable.assign(tf.tensor(weightNoise(path, variable.shape, 10 + i), variable.shape)));
    const batch = shapes.map((shape, i) => {
      const made = noise([BATCH, ...shape], 100 + i);
      return tf.tensor(layer.type === 'Embedding' ? made.map((value) => Math.floor(((value + 1) / 2) * Number(layer.input_dim))) : made, [
        BATCH,
        ...shape,
      ]);
    });
    const { output } = model.forward(batch, { training: false }).outputs[0]!;
    const learning = !isRandom(layer);
    let learned: tf.Tensor | undefined;
    // Whole numbers have no gradient.
    const given = layer.type === 'Embedding' ? [] : batch;
    const trainable = model.weights.filter((weight) => weight.trainable).map(({ variable }) => variable);
    const total = () => {
      learned = model.forward(batch, { training: learning }).outputs[0]!.output;
      tf.keep(learned);
      return tf.sum(tf.mul(learned, tf.tensor(noise(learned.shape, 77), learned.shape)));
    };
    const { grads } = tf.engine().gradients(total, [...given, ...trainable], null as never, true);
    const followed = grads.map((gradient, i) => gradient ?? tf.zerosLike([...given, ...trainable][i]!));
    const gradients = given.length > 0 ? followed : [...batch.map((each) => tf.zerosLike(each)), ...followed];
    const found = {
      output: digest([values(output)]),
      learning: digest([values(learned!)]),
      gradients: digest(gradients.map(values)),
      moved: digest(model.weights.filter((weight) => !weight.trainable).map(({ variable }) => values(variable))),
    };
    const sizes = gradients.reduce((sum, { size }) => sum + size, 0);
    const right =
      output.shape.slice(1).join() === wanted.shape.join() &&
      isClose(found.output, wanted.output, output.size) &&
      isClose(found.learning, wanted.learning ?? wanted.output, output.size) &&
      isClose(found.gradients, wanted.gradients, sizes) &&
      (!wanted.moved || isClose(found.moved, wanted.moved, 10));
    learned!.dispose();
    return right ? undefined : { found: { shape: output.shape.slice(1), ...found }, wanted };
  } catch (error) {
    return { error: String(error), wanted };
  } finally {
    tf.engine().endScope();
    model.dispose();
  }
}
