import { describe, expect, it } from 'vitest';
import { layerTypes } from '../../../../src/core/layers/index';
import { readValues } from '../../../../src/core/layers/values';
import { isProblem, registries, resolveNamed } from '../../../../src/core/layers/registries';
import type { JsonObject } from '../../../../src/core/document';
import type { Shape } from '../../../../src/core/diagnostics';

function infer(layer: JsonObject & { type: string }, ...inputs: Shape[]) {
  const type = layerTypes.get(layer.type);
  if (!type) throw new Error(`no layer type ${layer.type}`);
  const { values, problems } = readValues(type, layer);
  expect(problems).toEqual([]);
  return type.infer({ name: 'it', values, inputNames: inputs.map((_, i) => `in${i}`), inputs });
}

describe('the registry of layers', () => {
  it('gives Dense its kernel and bias', () => {
    expect(infer({ type: 'Dense', units: 300 }, [784])).toEqual({
      output: [300],
      weights: [
        { name: 'kernel', shape: [784, 300], stem: 'kernel', trainable: true },
        { name: 'bias', shape: [300], stem: 'bias', trainable: true },
      ],
      multiplyAdds: 235_200,
      work: [[784, 300]],
      arithmetic: '784 × 300 + 300',
    });
  });

  it('refuses a rank that the type does not take, with what was expected and found', () => {
    expect(infer({ type: 'Conv2D', filters: 32, kernel_size: 3 }, [28, 28])).toEqual({
      problem: 'shape.rank-mismatch',
      facts: { layer: 'it', type: 'Conv2D', expected: '3 dimensions (height, width, channels)', found: [28, 28] },
    });
  });
});

describe('things chosen by name', () => {
  it('takes a name, an alias or an object with arguments', () => {
    for (const value of ['he_normal', 'HeNormal', { type: 'he_normal', seed: 3 }]) {
      const resolved = resolveNamed('initializer', value);
      expect(isProblem(resolved) ? undefined : resolved.entry.name).toBe('he_normal');
    }
    expect(resolveNamed('initializer', { type: 'VarianceScaling', scale: 2 })).toMatchObject({
      values: { scale: 2, mode: 'fan_in', distribution: 'truncated_normal', seed: null },
    });
  });

  it.each<[string, JsonObject, string, string]>([
    ['a clip of zero', { clipnorm: 0 }, 'clipnorm', 'a number above 0'],
    ['two ways of clipping', { clipnorm: 1, clipvalue: 1 }, 'clipvalue', 'no more than one of clipnorm, global_clipnorm, clipvalue'],
    ['weights to keep out that are no list', { exclude_from_weight_decay: 'bias' }, 'exclude_from_weight_decay', 'a list of texts'],
  ])('refuses %s', (_, more, field, expected) => {
    expect(resolveNamed('optimizer', { type: 'SGD', ...more })).toMatchObject({
      problems: [{ code: 'field.wrong-value', facts: { type: 'SGD', field, expected, found: more[field] }, path: [field] }],
    });
  });

  it('says what was meant', () => {
    expect(resolveNamed('optimizer', 'Adamm')).toEqual({
      problems: [
        {
          code: 'training.unknown-name',
          facts: { field: 'optimizer', found: 'Adamm', suggestion: 'Adam', known: registries.optimizer.map(({ name }) => name) },
          path: [],
        },
      ],
    });
  });
});
