import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { savedModel, TAG, type Attribute, type NodeDef } from '../../../../../src/trainer/capture/tensorflow/graphDef';

/** Every field of a message: its number, and what is there as it lies. */
function fields(bytes: Uint8Array): { readonly [field: number]: (Uint8Array | number)[] } {
  const reader = new PbfReader(bytes);
  const found: { [field: number]: (Uint8Array | number)[] } = {};
  while (reader.pos < reader.length) {
    const tag = reader.readVarint();
    const [field, type] = [tag >> 3, tag & 7];
    const value = type === 2 ? reader.readBytes() : type === 5 ? reader.readFloat() : reader.readVarint(true);
    (found[field] ??= []).push(value);
  }
  return found;
}
const only = (bytes: Uint8Array, ...path: number[]): Uint8Array =>
  path.reduce((message, field) => fields(message)[field]![0] as Uint8Array, bytes);
const text = (bytes: Uint8Array | number | undefined) => Buffer.from(bytes as Uint8Array).toString();

describe('the graph that is written', () => {
  it('is one saved model with its tag, its version and its nodes', () => {
    const nodes: NodeDef[] = [
      { name: 'a', op: 'Placeholder', inputs: [], attributes: { dtype: { type: 1 } } },
      { name: 'b', op: 'Neg', inputs: ['a', '^c'], attributes: {} },
    ];
    const bytes = savedModel({ nodes, functions: [] });
    expect(fields(bytes)[1]).toEqual([1]);
    expect(text(only(bytes, 2, 1, 4))).toBe(TAG);
    const graph = fields(only(bytes, 2, 2));
    expect(fields(graph[4]![0] as Uint8Array)).toEqual({ 1: [1087], 2: [12] });
    const [first, second] = graph[1]!.map((node) => fields(node as Uint8Array));
    expect([text(first![1]![0]), text(first![2]![0]), first![3]]).toEqual(['a', 'Placeholder', undefined]);
    expect(second![3]!.map(text)).toEqual(['a', '^c']);
  });

  const attribute = (value: Attribute) => {
    const entry = fields(
      only(savedModel({ nodes: [{ name: 'n', op: 'Op', inputs: [], attributes: { key: value } }], functions: [] }), 2, 2, 1, 5),
    );
    expect(text(entry[1]![0])).toBe('key');
    return fields(entry[2]![0] as Uint8Array);
  };
  it.each([
    [{ int: -1 }, { 3: [-1] }],
    [{ int: 300 }, { 3: [300] }],
    [{ float: 0.5 }, { 4: [0.5] }],
    [{ bool: true }, { 5: [1] }],
    [{ type: 3 }, { 6: [3] }],
  ] as const)('has the attribute %j', (value, wanted) => expect(attribute(value)).toEqual(wanted));

  it('has words, lists and shapes', () => {
    expect(text(attribute({ string: 'SAME' })[2]![0])).toBe('SAME');
    const list = (value: Attribute) => fields(attribute(value)[1]![0] as Uint8Array);
    expect(list({ ints: [1, 2, -3] })).toEqual({ 3: [1, 2, -3] });
    expect(list({ floats: [0.5] })).toEqual({ 4: [0.5] });
    expect(list({ bools: [true, false] })).toEqual({ 5: [1, 0] });
    expect(list({ types: [1, 3] })).toEqual({ 6: [1, 3] });
    expect(list({ ints: [] })).toEqual({});
    const sizes = fields(attribute({ shape: [-1, 28] })[7]![0] as Uint8Array)[2]!.map((size) => fields(size as Uint8Array)[1]![0]);
    expect(sizes).toEqual([-1, 28]);
  });

  it('has functions: what they take, give and do', () => {
    const bytes = savedModel({
      nodes: [],
      functions: [
        {
          name: 'f',
          inputs: [{ name: 'x', type: 1 }],
          outputs: [{ name: 'y', type: 3, from: 'n:z:0' }],
          nodes: [{ name: 'n', op: 'Op', inputs: ['x'], attributes: { body: { function: 'g' } } }],
          attributes: { _here: { bool: true } },
        },
      ],
    });
    const made = only(bytes, 2, 2, 2, 1);
    expect(text(only(made, 1, 1))).toBe('f');
    expect([text(only(made, 1, 2, 1)), fields(only(made, 1, 2))[3]]).toEqual(['x', [1]]);
    expect([text(only(made, 1, 3, 1)), fields(only(made, 1, 3))[3]]).toEqual(['y', [3]]);
    expect([text(only(made, 3, 1)), text(only(made, 3, 5, 2, 10, 1))]).toEqual(['n', 'g']);
    expect([text(only(made, 4, 1)), text(only(made, 4, 2))]).toEqual(['y', 'n:z:0']);
    expect(text(only(made, 5, 1))).toBe('_here');
  });

  it('has tensors by their bytes, one without a dimension too', () => {
    const bytes = new Uint8Array(Float32Array.of(1, 2).buffer);
    const tensor = fields(attribute({ tensor: { type: 1, shape: [2], bytes } })[8]![0] as Uint8Array);
    expect(tensor[1]).toEqual([1]);
    expect(tensor[4]).toEqual([bytes]);
    const scalar = fields(attribute({ tensor: { type: 3, shape: [], bytes: bytes.subarray(0, 4) } })[8]![0] as Uint8Array);
    expect(scalar[2]).toEqual([new Uint8Array(0)]);
  });
});
