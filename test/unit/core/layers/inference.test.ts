import { describe, expect, it } from 'vitest';
import type { Shape } from '../../../../src/core/diagnostics';
import type { JsonObject } from '../../../../src/core/document';
import { layerTypes } from '../../../../src/core/layers/index';
import type { Inference, Refusal } from '../../../../src/core/layers/layerType';
import { readValues } from '../../../../src/core/layers/values';

function infer(layer: JsonObject & { type: string }, ...inputs: Shape[]): Inference | Refusal {
  const type = layerTypes.get(layer.type);
  if (!type) throw new Error(`no layer type ${layer.type}`);
  const { values, problems } = readValues(type, layer);
  expect(problems).toEqual([]);
  return type.infer({ name: 'it', values, inputNames: inputs.map((_, i) => `in${i}`), inputs });
}

describe('multiply-adds of one sample', () => {
  const cost = (layer: JsonObject & { type: string }, ...inputs: Shape[]) => {
    const made = infer(layer, ...inputs);
    return 'problem' in made ? made.problem : made.multiplyAdds;
  };
  it('count the products of weights, place by place', () => {
    expect(cost({ type: 'Dense', units: 300 }, [784])).toBe(784 * 300);
    expect(cost({ type: 'Dense', units: 4 }, [5, 3])).toBe(5 * 3 * 4);
    expect(cost({ type: 'Conv2D', filters: 32, kernel_size: 3 }, [28, 28, 1])).toBe(26 * 26 * 3 * 3 * 32);
    expect(cost({ type: 'Conv2D', filters: 8, kernel_size: 3, groups: 4, padding: 'same' }, [8, 8, 16])).toBe(64 * 9 * 4 * 8);
    expect(cost({ type: 'DepthwiseConv2D', kernel_size: 3, padding: 'same' }, [8, 8, 16])).toBe(64 * 9 * 16);
    expect(cost({ type: 'SeparableConv2D', filters: 32, kernel_size: 3, padding: 'same' }, [8, 8, 16])).toBe(64 * (9 * 16 + 16 * 32));
    expect(cost({ type: 'Conv2DTranspose', filters: 4, kernel_size: 3, strides: 2 }, [7, 7, 2])).toBe(49 * 9 * 2 * 4);
    expect(cost({ type: 'LSTM', units: 4 }, [10, 3])).toBe(10 * 4 * (3 + 4) * 4);
    expect(cost({ type: 'GRU', units: 4 }, [10, 3])).toBe(10 * 3 * (3 + 4) * 4);
    expect(cost({ type: 'Bidirectional', layer: { type: 'LSTM', units: 4 } }, [10, 3])).toBe(2 * 10 * 4 * (3 + 4) * 4);
    expect(cost({ type: 'TimeDistributed', layer: { type: 'Dense', units: 4 } }, [10, 3])).toBe(10 * 3 * 4);
    expect(cost({ type: 'Dot', axes: 1 }, [5, 3], [5, 4])).toBe(5 * 3 * 4);
    expect(cost({ type: 'BatchNormalization' }, [28, 28])).toBe(784);
    expect(cost({ type: 'Flatten' }, [28, 28])).toBe(0);
  });
  it('are not known where a size is not fixed', () => {
    expect(cost({ type: 'Conv1D', filters: 4, kernel_size: 3 }, [null, 3])).toBeNull();
    expect(cost({ type: 'LSTM', units: 4 }, [null, 3])).toBeNull();
  });
});

describe('the sum behind the parameters', () => {
  const sum = (layer: JsonObject & { type: string }, ...inputs: Shape[]) => {
    const made = infer(layer, ...inputs);
    return 'problem' in made ? made.problem : made.arithmetic;
  };
  it('shows where they come from', () => {
    expect(sum({ type: 'Dense', units: 300 }, [784])).toBe('784 × 300 + 300');
    expect(sum({ type: 'Conv2D', filters: 32, kernel_size: 3 }, [28, 28, 1])).toBe('3 × 3 × 1 × 32 + 32');
    expect(sum({ type: 'BatchNormalization' }, [784])).toBe('4 × 784');
    expect(sum({ type: 'LayerNormalization' }, [300])).toBe('2 × 300');
    expect(sum({ type: 'LSTM', units: 64 }, [10, 32])).toBe('4 × ((32 + 64) × 64 + 64)');
    expect(sum({ type: 'GRU', units: 64 }, [10, 32])).toBe('3 × ((32 + 64) × 64 + 2 × 64)');
    expect(sum({ type: 'SimpleRNN', units: 64 }, [10, 32])).toBe('32 × 64 + 64 × 64 + 64');
    expect(sum({ type: 'Bidirectional', layer: { type: 'SimpleRNN', units: 4 } }, [10, 3])).toBe('2 × (3 × 4 + 4 × 4 + 4)');
    expect(sum({ type: 'Flatten' }, [28, 28])).toBeUndefined();
  });
});

describe('refusals say what was expected and found', () => {
  const cases: readonly (readonly [JsonObject & { type: string }, readonly Shape[], Refusal])[] = [
    [
      { type: 'Dense', units: 3 },
      [[4, null]],
      { problem: 'shape.unknown-dimension', facts: { layer: 'it', type: 'Dense', found: [4, null] } },
    ],
    [
      { type: 'Conv2D', filters: 4, kernel_size: 3, dilation_rate: 2 },
      [[4, 9, 1]],
      {
        problem: 'shape.empty-output',
        facts: { layer: 'it', type: 'Conv2D', found: [4, 9, 1], detail: 'a window of 5 × 5 does not fit with padding "valid"' },
      },
    ],
    [
      { type: 'Conv2D', filters: 6, kernel_size: 3, groups: 4 },
      [[9, 9, 8]],
      {
        problem: 'field.wrong-value',
        facts: { type: 'Conv2D', field: 'groups', expected: 'a divisor of 8 channels and of 6 filters', found: 4 },
        field: 'groups',
      },
    ],
    [
      { type: 'Reshape', target_shape: [5, -1] },
      [[28, 28]],
      {
        problem: 'shape.dimension-mismatch',
        facts: { layer: 'it', type: 'Reshape', expected: 'a multiple of 5 values for 5 × ?, not 784', found: [28, 28] },
      },
    ],
    [
      { type: 'Add' },
      [[4, 3], [4]],
      {
        problem: 'shape.merge-mismatch',
        facts: {
          layer: 'it',
          type: 'Add',
          inputs: [
            { name: 'in0', shape: [4, 3] },
            { name: 'in1', shape: [4] },
          ],
        },
      },
    ],
    [
      { type: 'BatchNormalization', axis: 3 },
      [[4, 3]],
      {
        problem: 'field.wrong-value',
        facts: { type: 'BatchNormalization', field: 'axis', expected: 'an axis of the input: 1 to 2, or -2 to -1', found: 3 },
        field: 'axis',
      },
    ],
    [
      { type: 'Dense', units: 3, bias_initializer: 'orthogonal' },
      [[4]],
      {
        problem: 'field.wrong-value',
        facts: {
          type: 'Dense',
          field: 'bias_initializer',
          expected: 'another initializer: orthogonal needs a weight of at least 2 dimensions, and this one has 1',
          found: 'orthogonal',
        },
        field: 'bias_initializer',
      },
    ],
    [
      { type: 'Dense', units: 3, bias_constraint: { type: 'max_norm', axis: 1 } },
      [[4]],
      {
        problem: 'field.wrong-value',
        facts: { type: 'Dense', field: 'bias_constraint', expected: 'an axis of the weight: 0 to 0', found: 1 },
        field: 'bias_constraint',
      },
    ],
    [
      { type: 'LSTM', units: 3 },
      [[4]],
      { problem: 'shape.rank-mismatch', facts: { layer: 'it', type: 'LSTM', expected: '2 dimensions (steps, features)', found: [4] } },
    ],
    [
      { type: 'TimeDistributed', layer: { type: 'Conv2D', filters: 1, kernel_size: 2 } },
      [[4, 5]],
      {
        problem: 'shape.rank-mismatch',
        facts: { layer: 'it', type: 'Conv2D', expected: '3 dimensions (height, width, channels)', found: [5] },
        field: 'layer',
      },
    ],
    [
      {
        type: 'Bidirectional',
        layer: { type: 'LSTM', units: 2 },
        backward_layer: { type: 'LSTM', units: 3, go_backwards: true },
        merge_mode: 'sum',
      },
      [[4, 5]],
      {
        problem: 'field.wrong-value',
        facts: { type: 'Bidirectional', field: 'backward_layer', expected: 'units 2, as of layer', found: 'units 3' },
        field: 'backward_layer',
      },
    ],
  ];
  for (const [layer, inputs, refusal] of cases) {
    it(`${layer.type} on ${JSON.stringify(inputs)}`, () => {
      expect(infer(layer, ...inputs)).toEqual(refusal);
    });
  }
});

describe('Bidirectional with a backward layer of its own', () => {
  it('gives the outputs of both, whatever their sizes', () => {
    const layer = { type: 'LSTM', units: 2 };
    const made = infer({ type: 'Bidirectional', layer, backward_layer: { type: 'LSTM', units: 3, go_backwards: true } }, [4, 5]);
    expect(made).toMatchObject({ output: [5] });
  });
});
