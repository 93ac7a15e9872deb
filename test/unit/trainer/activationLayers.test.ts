import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeText } from '../../../src/core/analyze';
import type { JsonObject } from '../../../src/core/document';
import { kerasProgram } from '../../../src/core/keras/program';
import { buildModel } from '../../../src/trainer/model/buildModel';
import type { ForwardOptions } from '../../../src/trainer/model/model';
import { Streams } from '../../../src/trainer/random/streams';
import { startRuntime } from '../../../src/trainer/runtime/runtime';

const COUNT = 20_000;

function outputOf(layer: JsonObject, x: tf.Tensor, options: ForwardOptions, seed = 1): Float32Array {
  const layers = [
    { name: 'in', type: 'Input', shape: x.shape.slice(1) },
    { name: 'it', ...layer },
  ];
  const model = buildModel(analyzeText(JSON.stringify({ layerwise: 1, layers })), new Streams(seed));
  model.draws.forEach((draw) => (draw.seed = tf.tensor1d([...draw.next()], 'int32')));
  return model.forward([x], options).outputs[0]!.output.dataSync() as Float32Array;
}

describe('randomized leaky ReLU (Xu et al., 2015)', () => {
  beforeAll(() => startRuntime('wasm'));
  const layer = { type: 'RReLU', lower: 0.1, upper: 0.5 };
  const negative = () => tf.fill([1, COUNT], -1);

  it('draws a slope for each value in training: uniform between lower and upper', () => {
    const slopes = outputOf(layer, negative(), { training: true }).map((value) => -value);
    const mean = slopes.reduce((sum, value) => sum + value, 0) / COUNT;
    const variance = slopes.reduce((sum, value) => sum + (value - mean) ** 2, 0) / COUNT;
    expect(Math.min(...slopes)).toBeGreaterThanOrEqual(0.1);
    expect(Math.max(...slopes)).toBeLessThan(0.5);
    expect(mean).toBeCloseTo(0.3, 2);
    expect(variance).toBeCloseTo(0.4 ** 2 / 12, 3);
    expect(outputOf(layer, negative(), { training: true })).toEqual(slopes.map((value) => -value));
    expect(outputOf(layer, negative(), { training: true }, 2)).not.toEqual(slopes.map((value) => -value));
  });

  it('takes their mean in prediction, unless randomness is asked for; what is above 0 stays', () => {
    expect([...outputOf(layer, tf.tensor2d([[-2, 3]]), { training: false })]).toEqual([Math.fround(-0.6), 3]);
    expect(new Set(outputOf(layer, negative(), { training: false, random: true })).size).toBeGreaterThan(COUNT / 2);
    expect([...outputOf(layer, tf.tensor2d([[0, 3]]), { training: true })]).toEqual([0, 3]);
  });

  it('is a LeakyReLU of that slope to Keras', () => {
    const layers = [
      { name: 'in', type: 'Input', shape: [2] },
      { name: 'it', ...layer },
    ];
    expect(kerasProgram(analyzeText(JSON.stringify({ layerwise: 1, layers })))).toContain(
      'layers.LeakyReLU(negative_slope=0.3, name="it")',
    );
  });
});

describe('glu', () => {
  const found = (...more: JsonObject[]) => {
    const layers = [{ name: 'in', type: 'Input', shape: [4, 6] }, ...more];
    const { diagnostics, layers: made } = analyzeText(JSON.stringify({ layerwise: 1, layers }));
    return { shape: made.at(-1)!.output, problems: diagnostics.map(({ code }) => code) };
  };
  const gate = (activation: JsonObject | string): JsonObject => ({ name: 'gate', type: 'Activation', activation });

  it('halves an axis, in an Activation layer', () => {
    expect(found(gate('glu'))).toEqual({ shape: [4, 3], problems: [] });
    expect(found(gate({ type: 'glu', axis: 1 }))).toEqual({ shape: [2, 6], problems: [] });
    expect(found({ name: 'd', type: 'Dense', units: 5 }, gate('glu')).problems).toEqual(['shape.dimension-mismatch']);
    expect(found(gate({ type: 'glu', axis: 4 })).problems).toEqual(['field.wrong-value']);
  });

  it('is refused where a layer could not say its shape in Keras', () => {
    expect(found({ name: 'd', type: 'Dense', units: 4, activation: 'glu' }).problems).toEqual(['field.wrong-value']);
  });
});
