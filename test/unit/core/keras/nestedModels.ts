// Models that hold models, made at random, and what they compute.
import fc from 'fast-check';
import type { Json, JsonObject } from '../../../../src/core/document';

export type Ref = readonly [layer: string, node: number, tensor: number];
export interface Item {
  readonly name: string;
  readonly model?: Model;
  readonly type?: 'Dense' | 'Add';
  readonly units?: number;
  readonly calls: readonly (readonly Ref[])[];
}
export interface Model {
  readonly inputs: readonly string[];
  readonly items: readonly Item[];
  readonly outputs: readonly Ref[];
}

/** As Keras 2 writes it, the shorter way. */
export function written({ inputs, items, outputs }: Model, name: string): JsonObject {
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

const long = new Map<string, string>();
/** A formula; a long one by its number: written out, what is taken twice again and again would fit into no string. */
export function short(formula: string): string {
  if (formula.length < 200) return formula;
  const number = long.get(formula) ?? `#${long.size}`;
  long.set(formula, number);
  return number;
}

/** What a model computes, as formulas. */
export function computed({ inputs, items, outputs }: Model, given: readonly string[]): readonly string[] {
  const values = new Map(inputs.map((input, i) => [`${input},0,0`, given[i]!]));
  for (const { name, model, type, units, calls } of items)
    calls.forEach((refs, node) => {
      const taken = refs.map((ref) => values.get(ref.join())!);
      const results = model ? computed(model, taken) : [short(`${type}${units ?? ''}(${taken.join()})`)];
      results.forEach((result, tensor) => values.set([name, node, tensor].join(), result));
    });
  return outputs.map((ref) => values.get(ref.join())!);
}

/** A model of some parts, some of which are models, used once or twice. Numbers say what is taken. */
export const modelOf = (depth: number, prefix: string): fc.Arbitrary<Model> =>
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
