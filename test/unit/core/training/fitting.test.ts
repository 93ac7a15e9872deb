import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { losses } from '../../../../src/core/training/losses';
import { isProblem, resolveNamed } from '../../../../src/core/layers/registries';
import { fittingLosses, fittingMetrics, namedTargets, outputEnd, type TargetFacts } from '../../../../src/core/training/fitting';

const end = (...layers: object[]) => {
  const analysis = analyzeText(JSON.stringify({ layerwise: 1, layers: [{ name: 'x', type: 'Input', shape: [8] }, ...layers] }));
  return outputEnd(analysis, analysis.outputs[0]) ?? { units: null, activation: '' };
};
const dense = (units: number, activation?: string) => ({ name: 'y', type: 'Dense', units, ...(activation && { activation }) });
const first = (targets: TargetFacts, ...layers: object[]) => fittingLosses(end(...layers), targets)[0]?.value;
const ten: TargetFacts = { kind: 'classes', classes: 10 };

describe('what fits', () => {
  test('softmax and class numbers', () => expect(first(ten, dense(10, 'softmax'))).toBe('sparse_categorical_crossentropy'));
  test('no softmax: logits', () => expect(first(ten, dense(10))).toEqual({ type: 'sparse_categorical_crossentropy', from_logits: true }));
  test('softmax as a layer of its own', () =>
    expect(first(ten, dense(10), { name: 's', type: 'Softmax' })).toBe('sparse_categorical_crossentropy'));
  test('one sigmoid and 0 or 1', () => {
    expect(first({ kind: 'binary' }, dense(1, 'sigmoid'))).toBe('binary_crossentropy');
    expect(first({ kind: 'binary' }, dense(1))).toEqual({ type: 'binary_crossentropy', from_logits: true });
    expect(first({ kind: 'binary' }, dense(2, 'softmax'))).toBe('sparse_categorical_crossentropy');
  });
  test('one-hot', () => expect(first({ kind: 'onehot', classes: 3 }, dense(3, 'softmax'))).toBe('categorical_crossentropy'));
  test('numbers, and counts', () => {
    expect(first({ kind: 'values' }, dense(1))).toBe('mean_squared_error');
    expect(first({ kind: 'values' }, dense(1, 'exponential'))).toBe('poisson');
  });
  test('an autoencoder of scaled pixels', () => {
    expect(first({ kind: 'input', withinOne: true }, dense(8, 'sigmoid'))).toBe('binary_crossentropy');
    expect(first({ kind: 'input' }, dense(8))).toBe('mean_squared_error');
  });
  test('nothing for ten classes over one unit', () => expect(first(ten, dense(1, 'sigmoid'))).toBeUndefined());

  test('only what is in the registries, each with a reason', () => {
    const kinds = ['classes', 'onehot', 'binary', 'input', 'values'] as const;
    const ends = [dense(1, 'sigmoid'), dense(1), dense(10, 'softmax'), dense(10), dense(4, 'exponential')].map((layer) => end(layer));
    for (const one of ends)
      for (const kind of kinds)
        for (const [registry, offers] of [
          ['loss', fittingLosses(one, { kind })],
          ['metric', fittingMetrics(one, { kind })],
        ] as const)
          for (const { name, value, why } of offers) {
            const resolved = resolveNamed(registry, value);
            expect(isProblem(resolved) ? resolved.problems : resolved.entry.name).toBe(name);
            expect(why).not.toBe('');
          }
    expect(losses.length).toBeGreaterThan(10);
  });
});

test('what a data set makes of targets', () => {
  expect(namedTargets({ dataset: 'mnist' })).toEqual({ kind: 'classes', classes: 10 });
  expect(namedTargets({ dataset: 'mnist', classes: [1, 2] })).toEqual({ kind: 'classes', classes: 2 });
  expect(namedTargets({ dataset: 'mnist', positive: [1] })).toEqual({ kind: 'binary' });
  expect(namedTargets({ dataset: 'mnist', target: 'input', scale: '1/255' })).toEqual({ kind: 'input', withinOne: true });
  expect(namedTargets({ inputs: 'a', targets: 'b' })).toBeUndefined();
});
