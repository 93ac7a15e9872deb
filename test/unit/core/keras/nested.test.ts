import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import type { Json, JsonObject } from '../../../../src/core/document';
import { readModel } from '../../../../src/core/keras/read/readModel';
import { serialize } from '../../../../src/core/serialize';

type Ref = readonly [layer: string, node: number, tensor: number];
interface Item {
  readonly name: string;
  readonly model?: Model;
  readonly type?: 'Dense' | 'Add';
  readonly units?: number;
  readonly calls: readonly (readonly Ref[])[];
}
interface Model {
  readonly inputs: readonly string[];
  readonly items: readonly Item[];
  readonly outputs: readonly Ref[];
}

/** As Keras 2 writes it, the shorter way. */
function written({ inputs, items, outputs }: Model, name: string): JsonObject {
  const layers: readonly Json[] = [
    ...inputs.map((input) => ({ class_name: 'InputLayer', name: input, config: { name: input, batch_input_shape: [null, 4] }, inbound_nodes: [] })), // prettier-ignore
    ...items.map((item): JsonObject => {
      const own: JsonObject = item.model
        ? written(item.model, item.name)
        : { class_name: item.type!, config: { name: item.name, ...(item.units !== undefined && { units: item.units }) } };
      return { ...own, name: item.name, inbound_nodes: item.calls.map((refs) => refs.map((ref) => [...ref, {}])) };
    }),
  ];
  return { class_name: 'Functional', config: { name, layers, input_layers: inputs.map((input) => [input, 0, 0]), output_layers: outputs as Json } }; // prettier-ignore
}

/** What a model computes, as formulas. */
function computed({ inputs, items, outputs }: Model, given: readonly string[]): readonly string[] {
  const values = new Map(inputs.map((input, i) => [`${input},0,0`, given[i]!]));
  for (const { name, model, type, units, calls } of items)
    calls.forEach((refs, node) => {
      const taken = refs.map((ref) => values.get(ref.join())!);
      const results = model ? computed(model, taken) : [`${type}${units ?? ''}(${taken.join()})`];
      results.forEach((result, tensor) => values.set([name, node, tensor].join(), result));
    });
  return outputs.map((ref) => values.get(ref.join())!);
}

/** The same of a design. */
function computedBy(text: string): readonly string[] {
  const { layers, order, outputs } = analyzeText(text);
  const values = new Map<string, string>();
  for (const id of order) {
    const { type, inputs, layer } = layers.find((each) => each.id === id)!;
    values.set(id, type === 'Input' ? layer.name : `${type}${Number(layer.units) || ''}(${inputs.map((from) => values.get(from)).join()})`);
  }
  return outputs.map((id) => values.get(id)!);
}

/** A model of some parts, some of which are models, used once or twice. Numbers say what is taken. */
const modelOf = (depth: number, prefix: string): fc.Arbitrary<Model> =>
  fc
    .record({
      width: fc.integer({ min: 1, max: 2 }),
      parts: fc.array(fc.record({ kind: fc.nat(depth > 0 ? 3 : 1), inner: depth > 0 ? modelOf(depth - 1, `${prefix}i`) : fc.constant(undefined), twice: fc.boolean(), from: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }) }), { minLength: 1, maxLength: 4 }), // prettier-ignore
      ends: fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 2 }),
    })
    .map(({ width, parts, ends }) => {
      const inputs = Array.from({ length: width }, (_, i) => `${prefix}in${i}`);
      const known: Ref[] = inputs.map((input): Ref => [input, 0, 0]);
      const items = parts.map(({ kind, inner, twice, from }, i): Item => {
        const name = `${prefix}l${i}`;
        const take = (count: number, at: number): readonly Ref[] => Array.from({ length: count }, (_, j) => known[from[at + j]! % known.length]!); // prettier-ignore
        const model = kind > 1 ? inner : undefined;
        const count = model ? model.inputs.length : kind === 1 ? 2 : 1;
        const calls = [take(count, 0), ...(twice ? [take(count, 2)] : [])];
        calls.forEach((_, node) => (model?.outputs ?? [0]).forEach((__, tensor) => known.push([name, node, tensor])));
        return { name, calls, ...(model ? { model } : kind === 1 ? { type: 'Add' as const } : { type: 'Dense' as const, units: i + 1 }) };
      });
      const outputs = [...new Set(ends.map((end) => known[known.length - 1 - (end % known.length)]!))];
      return { inputs, items, outputs };
    });

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
