import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../src/core/document';
import { layerTypes } from '../../../../src/core/layers/index';
import { isDefault } from '../../../../src/core/layers/readFields';
import { readValues } from '../../../../src/core/layers/values';

function read(layer: JsonObject & { type: string }) {
  const type = layerTypes.get(layer.type);
  if (!type) throw new Error(`no layer type ${layer.type}`);
  return readValues(type, layer);
}

/** What is wrong with one field of a Conv2D that is right otherwise. */
const wrong = (fields: JsonObject) => read({ type: 'Conv2D', filters: 4, kernel_size: 3, ...fields }).problems;

describe('values of a layer', () => {
  it('have defaults, and one integer for all axes is spread', () => {
    expect(read({ type: 'Conv2D', name: 'c', filters: 4, kernel_size: 3 }).values).toMatchObject({
      filters: 4,
      kernel_size: [3, 3],
      strides: [1, 1],
      padding: 'valid',
      kernel_initializer: 'glorot_uniform',
      bias_regularizer: null,
    });
    expect(read({ type: 'Conv1D', filters: 4, kernel_size: [5] }).values).toMatchObject({ kernel_size: [5], strides: [1] });
    expect(read({ type: 'LayerNormalization' }).values).toMatchObject({ axis: [-1] });
  });

  it('spread padding to both sides of both axes', () => {
    const sides = (padding: Json) => read({ type: 'ZeroPadding2D', padding }).values.padding;
    expect(sides(1)).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(sides([1, [0, 2]])).toEqual([
      [1, 1],
      [0, 2],
    ]);
  });

  it('fill in the defaults of a wrapped layer too', () => {
    const { values } = read({ type: 'Bidirectional', layer: { type: 'LSTM', units: 4 } });
    expect(values).toMatchObject({
      merge_mode: 'concat',
      layer: { type: 'LSTM', units: 4, return_sequences: false, recurrent_initializer: 'orthogonal' },
    });
  });
});

describe('what is wrong with a field', () => {
  it('names what was expected and what was found', () => {
    expect(wrong({ padding: 'vallid' })).toEqual([
      {
        code: 'field.wrong-value',
        facts: { type: 'Conv2D', field: 'padding', expected: '"valid" or "same"', found: 'vallid', suggestion: 'valid' },
        path: ['padding'],
      },
    ]);
    expect(wrong({ filters: 2.5 })).toMatchObject([{ facts: { expected: 'a whole number of at least 1', found: 2.5 }, path: ['filters'] }]);
    expect(wrong({ strides: [1, 0] })).toMatchObject([
      { facts: { expected: 'a whole number of at least 1, or a list of 2 whole numbers of at least 1', found: [1, 0] } },
    ]);
    expect(wrong({ use_bias: 'yes' })).toMatchObject([{ facts: { expected: 'true or false' } }]);
    expect(read({ type: 'Dropout', rate: 2 }).problems).toMatchObject([{ facts: { expected: 'a number between 0 and 1', found: 2 } }]);
  });

  it('points into objects: an argument of an initializer, a field of a wrapped layer', () => {
    expect(wrong({ kernel_initializer: { type: 'VarianceScaling', mode: 'fan' } })).toMatchObject([
      { code: 'field.wrong-value', facts: { type: 'variance_scaling', field: 'mode' }, path: ['kernel_initializer', 'mode'] },
    ]);
    expect(wrong({ kernel_initializer: { type: 'he_normal', sead: 1 } })).toMatchObject([
      { code: 'field.unknown', facts: { field: 'sead', suggestion: 'seed' }, path: ['kernel_initializer', 'sead'], key: true },
    ]);
    expect(read({ type: 'TimeDistributed', layer: { type: 'Dense', units: 0 } }).problems).toMatchObject([
      { code: 'field.wrong-value', facts: { type: 'Dense', field: 'units' }, path: ['layer', 'units'] },
    ]);
    expect(read({ type: 'Bidirectional', layer: { type: 'Lstm', units: 2 } }).problems).toMatchObject([
      { facts: { expected: 'a layer of the type SimpleRNN, LSTM, GRU', found: 'Lstm', suggestion: 'LSTM' }, path: ['layer', 'type'] },
    ]);
  });

  it('tells a field that is missing from one that is not known', () => {
    expect(read({ type: 'Dense', unit: 3 }).problems).toEqual([
      { code: 'field.required', facts: { type: 'Dense', field: 'units' }, path: [] },
      { code: 'field.unknown', facts: { type: 'Dense', field: 'unit', suggestion: 'units' }, path: ['unit'], key: true },
    ]);
  });

  it('leaves the common keys to others, but not inputs of a wrapped layer', () => {
    expect(read({ type: 'Flatten', name: 'f', inputs: ['a'], trainable: false }).problems).toEqual([]);
    const wrapped = read({ type: 'TimeDistributed', layer: { type: 'Flatten', name: 'f', inputs: ['a'] } });
    expect(wrapped.problems).toMatchObject([{ code: 'field.unknown', path: ['layer', 'inputs'] }]);
  });
});

describe('whether a value is the default', () => {
  const field = (type: string, name: string) => {
    const found = layerTypes.get(type)?.fields.find((one) => one.name === name);
    if (!found) throw new Error(`${type} has no ${name}`);
    return found;
  };
  it('does not depend on how it is written', () => {
    expect(isDefault(field('Conv2D', 'strides'), 1)).toBe(true);
    expect(isDefault(field('Conv2D', 'strides'), [1, 2])).toBe(false);
    expect(isDefault(field('Dense', 'bias_initializer'), 'Zeros')).toBe(true);
    expect(isDefault(field('Dense', 'bias_initializer'), { type: 'zeros' })).toBe(true);
    expect(isDefault(field('Dense', 'bias_initializer'), 'ones')).toBe(false);
    expect(isDefault(field('Embedding', 'embeddings_initializer'), { type: 'random_uniform', minval: -0.1 })).toBe(false);
    expect(isDefault(field('Dense', 'activation'), null)).toBe(true);
    expect(isDefault(field('Dense', 'units'), 1)).toBe(false);
  });
});
