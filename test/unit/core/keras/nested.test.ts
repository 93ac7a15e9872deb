import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { readModel } from '../../../../src/core/keras/read/readModel';
import { serialize } from '../../../../src/core/serialize';

import { computed, modelOf, short, written, type Item, type Model, type Ref } from './nestedModels';

/** The same of a design. */
function computedBy(text: string): readonly string[] {
  const { layers, order, outputs } = analyzeText(text);
  const values = new Map<string, string>();
  for (const id of order) {
    const { type, inputs, layer } = layers.find((each) => each.id === id)!;
    values.set(
      id,
      type === 'Input' ? layer.name : short(`${type}${Number(layer.units) || ''}(${inputs.map((from) => values.get(from)).join()})`),
    );
  }
  return outputs.map((id) => values.get(id)!);
}

test('a model of models computes the same as blocks, whatever it takes and gives', () => {
  let blocks = 0;
  fc.assert(
    fc.property(modelOf(2, 'm'), (model) => {
      const wanted = [...new Set(computed(model, model.inputs))];
      fc.pre(!wanted.some((formula) => model.inputs.includes(formula)));
      const { design } = readModel({ model: written(model, 'made'), name: 'made' });
      const text = serialize(design);
      expect(analyzeText(text).diagnostics.filter(({ code, severity }) => severity === 'error' && /^(block|graph)\./.test(code))).toEqual(
        [],
      );
      expect([...new Set(computedBy(text))]).toEqual(wanted);
      blocks += Object.keys(design.blocks ?? {}).length;
    }),
    { numRuns: 200 },
  );
  expect(blocks).toBeGreaterThan(100);
});

const stack = (depth: number): Model => ({
  inputs: ['x'],
  items: [depth > 0 ? { name: `m${depth}`, model: stack(depth - 1), calls: [[['x', 0, 0]]] } : { name: 'd', type: 'Dense', units: 2, calls: [[['x', 0, 0]]] }], // prettier-ignore
  outputs: [[depth > 0 ? `m${depth}` : 'd', 0, 0]],
});

test('models deeper in one another than blocks may be stand among the others, and that is said', () => {
  const { design, notes } = readModel({ model: written(stack(60), 'deep'), name: 'deep' });
  expect(design.blocks).toBeUndefined();
  expect(design.layers.map(({ type }) => type)).toEqual(['Input', 'Dense']);
  expect(notes).toEqual(['Models inside of the model that a block cannot stand for: m60. Their layers are among the others.']);
});

test('models with the same layers are one block', () => {
  const part = (name: string, from: string): Item => ({ name, model: stack(0), calls: [[[from, 0, 0]]] });
  const model: Model = { inputs: ['in'], items: [part('one', 'in'), part('two', 'one')], outputs: [['two', 0, 0]] };
  const { design } = readModel({ model: written(model, 'made'), name: 'made' });
  expect(design.blocks).toEqual({ one: { layers: [{ name: 'd', type: 'Dense', units: 2 }] } });
  expect(design.layers.slice(1)).toEqual([
    { name: 'one', type: 'Block', block: 'one' },
    { name: 'two', type: 'Block', block: 'one' },
  ]);
});

test('models of nothing that are called again and again are as many as they are called', () => {
  const calls = Array.from({ length: 50 }, (): readonly Ref[] => [['x', 0, 0]]);
  const many = (depth: number): Model => ({ inputs: ['x'], items: depth > 0 ? [{ name: 'm', model: many(depth - 1), calls }] : [], outputs: [[depth > 0 ? 'm' : 'x', 0, 0]] }); // prettier-ignore
  expect(() => readModel({ model: written(many(6), 'made'), name: 'made' })).toThrow(/more than 20,000 layers/);
});
