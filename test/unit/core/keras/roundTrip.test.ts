import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import type { Json, JsonObject } from '../../../../src/core/document';
import { readModel } from '../../../../src/core/keras/read/readModel';
import { modelConfig } from '../../../../src/core/keras/write/modelConfig';
import { pythonJson } from '../../../../src/core/keras/write/pythonJson';
import { serialize } from '../../../../src/core/serialize';

/** Layers that take any vector of 4 and give one of 4. */
const KINDS: readonly JsonObject[] = [
  { type: 'Dense', units: 4, activation: 'relu', kernel_initializer: 'he_normal' },
  { type: 'Dense', units: 4, use_bias: false, kernel_regularizer: { type: 'l2', l2: 0.003 }, bias_constraint: 'non_neg', trainable: false },
  { type: 'Dense', units: 4, activation: { type: 'leaky_relu', negative_slope: 0.1 }, kernel_initializer: { type: 'constant', value: 1 } },
  { type: 'BatchNormalization', momentum: 0.9, scale: false },
  { type: 'Dropout', rate: 0.5, seed: 3 },
  { type: 'PReLU' },
  { type: 'Rescaling', scale: 2, offset: [1, 2, 3, 4] },
  { type: 'Activation', activation: 'mish' },
];

/** A design whose layers take any of those before them. */
const made = fc
  .array(fc.record({ kind: fc.nat(KINDS.length - 1), from: fc.nat(), other: fc.option(fc.nat(), { nil: undefined }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => {
    const layers: JsonObject[] = [{ name: 'l0', type: 'Input', shape: [4] }];
    for (const { kind, from, other } of parts) {
      const name = `l${layers.length}`;
      const before = (i: number): string => `l${i % layers.length}`;
      const [a, b] = [before(from), before(other ?? 0)];
      const layer: JsonObject =
        other === undefined || a === b ? { ...KINDS[kind]!, name, inputs: [a] } : { name, type: 'Add', inputs: [a, b] };
      layers.push(layer);
    }
    return layers;
  });

/** The model alone, each layer with what it takes: the order of layers side by side is nobody's. */
function meaning(text: string): unknown {
  const { layers, outputs, inputs } = analyzeText(text);
  const used = layers.filter((layer) => layer.used);
  return {
    inputs,
    outputs,
    layers: used.map((layer) => ({ ...layer.layer, inputs: layer.inputs })).sort((a, b) => a.name.localeCompare(b.name)),
  };
}

test.each(['keras3', 'keras2', 'tfjs'] as const)('any design comes back from what is written for %s', (dialect) => {
  fc.assert(
    fc.property(made, (layers) => {
      const text = serialize({ layerwise: 1, name: 'made', layers } as never);
      const analysis = analyzeText(text);
      expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      const { model } = modelConfig(analysis, dialect);
      const { design, unknown, notes } = readModel({ model: JSON.parse(pythonJson(model)) as Json, name: 'x' });
      expect({ unknown, notes }).toEqual({ unknown: [], notes: [] });
      expect(meaning(serialize(design))).toEqual(meaning(text));
    }),
  );
});

test('a whole number that Python is to read as a float is written as one', () => {
  const text = serialize({ layerwise: 1, layers: [{ name: 'in', type: 'Input', shape: [3] }, { name: 'n', type: 'GaussianNoise', stddev: 1 }], training: { loss: 'mse', optimizer: { type: 'Adadelta', learning_rate: 1 } } }); // prettier-ignore
  const written = pythonJson(modelConfig(analyzeText(text), 'keras3').model);
  expect(written).toContain('"stddev":1.0');
  expect(written).toContain('"learning_rate":1.0');
  expect(written).toContain('[null,3]');
});

test('activations with arguments that Keras’s files have no place for are refused', () => {
  const text = serialize({ layerwise: 1, layers: [{ name: 'in', type: 'Input', shape: [3] }, { name: 'd', type: 'Dense', units: 1, activation: { type: 'gelu', approximate: true } }] }); // prettier-ignore
  expect(() => modelConfig(analyzeText(text), 'keras3')).toThrow(/no place for the arguments of the activation gelu \(approximate\)/);
});
