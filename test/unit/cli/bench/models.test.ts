import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { modelDesign, MODELS, OPTIMIZERS, rowDesign, type ModelName } from '../../../../src/cli/bench/models';
import { rivalModel } from '../../../../src/cli/bench/rivalModel';
import { analyzeText } from '../../../../src/core/analyze';
import type { Design } from '../../../../src/core/document';

const EXAMPLES: Readonly<Record<ModelName, string>> = { leaky: 'leaky', bn: 'mnist-bn', selu100: 'selu-100', cnn: 'cnn' };
const PARAMETERS: Readonly<Record<ModelName, number>> = { leaky: 266_610, bn: 271_346, selu100: 1_256_410, cnn: 12_810 };

test.each(MODELS)('%s is the net of the examples', (name) => {
  const file = path.resolve(import.meta.dirname, '../../../../examples', `${EXAMPLES[name]}.layerwise.json`);
  const example = JSON.parse(readFileSync(file, 'utf8')) as Design;
  expect(modelDesign(name).layers).toEqual(example.layers);
});

test.each(MODELS)('%s can be trained as each row wants it', (name) => {
  for (const optimizer of OPTIMIZERS) {
    const { diagnostics, totals, design } = analyzeText(JSON.stringify(rowDesign(modelDesign(name), 128, optimizer)));
    expect(diagnostics).toEqual([]);
    expect(totals.total).toBe(PARAMETERS[name]);
    expect(design?.training).toMatchObject({ batch_size: 128, optimizer: { type: optimizer } });
  }
});

test("a row leaves a design's own optimizer, and its validation part out", () => {
  const design = modelDesign('leaky');
  const own: Design = {
    ...design,
    training: { ...design.training, optimizer: 'RMSprop', data: { dataset: 'mnist', validation: { first: 5 } } },
  };
  expect(rowDesign(own, 16, undefined).training).toMatchObject({ optimizer: 'RMSprop', batch_size: 16, data: { dataset: 'mnist' } });
  expect(rowDesign(own, 16, undefined).training?.data).not.toHaveProperty('validation');
});

test('the others are told only what is used, inputs first', () => {
  const design: Design = {
    layerwise: 1,
    layers: [
      { name: 'sum', type: 'Add', inputs: ['a', 'b'] },
      { name: 'in', type: 'Input', shape: [4] },
      { name: 'a', type: 'Dense', units: 3, inputs: ['in'], trainable: false },
      { name: 'b', type: 'Dense', units: 3, inputs: ['in'], kernel_initializer: 'he_normal' },
      { name: 'unused', type: 'Dense', units: 9, inputs: ['in'] },
    ],
    outputs: ['sum'],
    training: { loss: 'mse', batch_size: 8 },
  };
  const model = rivalModel(analyzeText(JSON.stringify(design)));
  expect(model.layers.map(({ id }) => id).join()).toBe('in,a,b,sum');
  expect(model.layers[1]).toEqual({ id: 'a', type: 'Dense', inputs: ['in'], fields: { units: 3, trainable: false } });
  expect(model).toMatchObject({
    output: 'sum',
    parameters: 30,
    training: { loss: 'mse', optimizer: 'RMSprop', metrics: [], batch_size: 8 },
  });
});
