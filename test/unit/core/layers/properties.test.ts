import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shape } from '../../../../src/core/diagnostics';
import type { Json, JsonObject } from '../../../../src/core/document';
import type { Field, FieldKind } from '../../../../src/core/layers/fields';
import { layerTypes } from '../../../../src/core/layers/index';
import type { LayerType } from '../../../../src/core/layers/layerType';
import { registries } from '../../../../src/core/layers/registries';
import { readValues } from '../../../../src/core/layers/values';

/** Values of a kind, most of them right: small numbers, so that layers meet their limits often. */
function valueOf(kind: FieldKind): fc.Arbitrary<Json> {
  const small = fc.integer({ min: -1, max: 6 });
  switch (kind.kind) {
    case 'integer':
      return small;
    case 'number':
      return fc.constantFrom(0, 0.1, 0.5, 1, 2);
    case 'numbers':
      return fc.array(fc.constantFrom(0, 0.1, 1), { maxLength: 3 });
    case 'boolean':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...kind.choices);
    case 'integers':
      return fc.oneof(small, fc.array(small, { minLength: kind.length ?? 0, maxLength: kind.length ?? 3 }));
    case 'padding2d':
      return fc.oneof(small, fc.array(fc.oneof(small, fc.array(small, { minLength: 2, maxLength: 2 })), { minLength: 2, maxLength: 2 }));
    case 'named':
      return fc.constantFrom(...registries[kind.registry].map(({ name }) => name));
    case 'layer':
      return fc.constantFrom<Json>({ type: 'LSTM', units: 2 }, { type: 'GRU', units: 2, go_backwards: true }, { type: 'Dense', units: 2 });
    case 'string':
    case 'factor':
    case 'strings':
    case 'namedList':
      return fc.constant('text');
  }
}

const fieldsOf = (fields: readonly Field[]): fc.Arbitrary<JsonObject> =>
  fc.record(Object.fromEntries(fields.map(({ name, value }) => [name, valueOf(value)])), {
    requiredKeys: fields.filter((field) => field.default === undefined).map(({ name }) => name),
  });

const shape: fc.Arbitrary<Shape> = fc.array(fc.option(fc.integer({ min: 1, max: 9 }), { freq: 9 }), { maxLength: 4 });

const layers = fc
  .constantFrom(...layerTypes.values())
  .chain((type) => fc.record({ type: fc.constant(type), fields: fieldsOf(type.fields), inputs: inputsOf(type) }));

function inputsOf({ arity }: LayerType): fc.Arbitrary<readonly Shape[]> {
  if (arity === 'many') return fc.array(shape, { minLength: 2, maxLength: 3 });
  return fc.array(shape, { minLength: arity, maxLength: arity });
}

describe('any layer on any input', () => {
  it('is refused, or has sizes of at least 1 and counts that are numbers', () => {
    let inferred = 0;
    fc.assert(
      fc.property(layers, ({ type, fields, inputs }) => {
        const { values, problems } = readValues(type, fields);
        if (problems.length > 0) return;
        const made = type.infer({ name: 'it', values, inputNames: inputs.map(String), inputs });
        if ('problem' in made) return;
        inferred++;
        for (const size of made.output) expect(size === null || (Number.isSafeInteger(size) && size >= 1)).toBe(true);
        for (const { shape } of made.weights) for (const size of shape) expect(Number.isSafeInteger(size) && size >= 1).toBe(true);
        expect(made.multiplyAdds === null || (Number.isSafeInteger(made.multiplyAdds) && made.multiplyAdds >= 0)).toBe(true);
        expect(made.arithmetic === undefined).toBe(made.weights.length === 0);
        expect(new Set(made.weights.map(({ name }) => name)).size).toBe(made.weights.length);
      }),
      { numRuns: 5000 },
    );
    expect(inferred).toBeGreaterThan(500);
  });

  it('takes any JSON as a field without an error thrown', () => {
    const type = fc.constantFrom(...layerTypes.values());
    fc.assert(
      fc.property(
        type.chain((one) =>
          fc.record({
            one: fc.constant(one),
            fields: fc.record(Object.fromEntries(one.fields.map(({ name }) => [name, fc.jsonValue({ maxDepth: 2 })]))),
            input: shape,
          }),
        ),
        ({ one, fields, input }) => {
          const { values, problems } = readValues(one, fields as JsonObject);
          if (problems.length === 0 && one.arity === 1) one.infer({ name: 'it', values, inputNames: ['in'], inputs: [input] });
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('never makes something that is not a number of the largest sizes', () => {
    const largest = Number.MAX_SAFE_INTEGER;
    const huge: readonly { layer: JsonObject & { type: string }; input: Shape }[] = [
      { layer: { type: 'Dense', units: largest }, input: [largest] },
      { layer: { type: 'Conv3D', filters: largest, kernel_size: largest, padding: 'same' }, input: [largest, largest, largest, largest] },
      { layer: { type: 'Flatten' }, input: Array.from({ length: 40 }, () => largest) },
      { layer: { type: 'LSTM', units: largest }, input: [largest, largest] },
      { layer: { type: 'UpSampling2D', size: largest }, input: [largest, largest, largest] },
    ];
    for (const { layer, input } of huge) {
      const type = layerTypes.get(layer.type);
      const made = type?.infer({ name: 'it', values: readValues(type, layer).values, inputNames: ['in'], inputs: [input] });
      if (!made || 'problem' in made) throw new Error(`${layer.type} is refused`);
      const numbers = [...made.output, ...made.weights.flatMap((weight) => weight.shape), made.multiplyAdds];
      expect(numbers.filter((number) => typeof number !== 'number' || Number.isNaN(number))).toEqual([]);
    }
  });
});
