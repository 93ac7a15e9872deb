import { describe, expect, it } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { layerTypes } from '../../../../src/core/layers/index';
import { emittedTypes } from '../../../../src/core/onnx/export/layers';
import { toOnnx } from '../../../../src/core/onnx/toOnnx';

const written = (layers: readonly object[], more: object = {}) =>
  toOnnx(analyzeText(JSON.stringify({ layerwise: 1, layers, ...more })), new Map());

describe('a design as ONNX', () => {
  it('has operators for every type of layer', () => {
    expect([...layerTypes.keys()].filter((type) => type !== 'Input' && !emittedTypes.includes(type))).toEqual([]);
  });

  it('has inputs and outputs by their layers, each once, whatever is between them', () => {
    const { graph } = written([
      { name: 'a', type: 'Input', shape: [3] },
      { name: 'b', type: 'Input', shape: [3, null], dtype: 'int32' },
      { name: 'c', type: 'Dropout', rate: 0.5, inputs: ['a'] },
      { name: 'd', type: 'Dropout', rate: 0.1, inputs: ['a'] },
      { name: 'e', type: 'Flatten', inputs: ['b'] },
    ]);
    expect(graph.inputs).toEqual([
      { name: 'a', type: 1, shape: ['batch', 3] },
      { name: 'b', type: 6, shape: ['batch', 3, 'b_2'] },
    ]);
    expect(graph.outputs.map(({ name }) => name)).toEqual(['c', 'd', 'e']);
    const given = graph.nodes.flatMap(({ outputs }) => outputs);
    expect(new Set(given).size).toBe(given.length);
    expect(given).toEqual(expect.arrayContaining(['c', 'd', 'e']));
  });

  it('turns an image once for a whole chain of convolutions, and shares its constants', () => {
    const conv = (name: string) => ({ name, type: 'ZeroPadding2D' });
    const { graph } = written([
      { name: 'in', type: 'Input', shape: [4, 4, 2] },
      { name: 'p', type: 'MaxPooling2D' },
      { name: 'q', type: 'MaxPooling2D' },
      conv('r'),
      conv('s'),
      { name: 'flat', type: 'Flatten' },
    ]);
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Transpose', 'MaxPool', 'MaxPool', 'Pad', 'Pad', 'Transpose', 'Reshape']);
    expect(graph.initializers.length).toBe(2);
  });

  it('is refused without the weights of that very design', () => {
    expect(() => written([{ name: 'x', type: 'Input', shape: [2] }, { name: 'd', type: 'Dense', units: 1 }])).toThrow('The weight d/kernel is missing.'); // prettier-ignore
  });
});
