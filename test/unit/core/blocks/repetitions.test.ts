import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { repetitionsOf } from '../../../../src/core/blocks/repetitions';

const analysis = analyzeText(
  JSON.stringify({
    layerwise: 1,
    blocks: {
      pair: {
        layers: [
          { name: 'a', type: 'Dense', units: 4 },
          { name: 'act', type: 'ReLU' },
        ],
      },
      stage: {
        layers: [
          { name: 'unit', type: 'Block', block: 'pair', repeat: 2 },
          { name: 'end', type: 'Dense', units: 4, repeat: 2 },
        ],
      },
    },
    layers: [
      { name: 'x', type: 'Input', shape: [4] },
      { name: 's', type: 'Block', block: 'stage', repeat: 2 },
      { name: 'deep', type: 'Dense', units: 4, repeat: 3 },
      { name: 'once', type: 'Block', block: 'pair' },
    ],
  }),
);
const names = (id: string) => repetitionsOf(analysis, id).map(({ name, layers }) => `${name}: ${layers.join(' ')}`);

describe('the repetitions of', () => {
  test('a block and a layer', () => {
    expect(names('s').map((line) => line.split(': ')[0])).toEqual(['s_1', 's_2']);
    expect(repetitionsOf(analysis, 's').flatMap(({ layers }) => layers)).toEqual(analysis.layers.slice(1, 13).map(({ name }) => name));
    expect(names('deep')).toEqual(['deep_1: deep_1', 'deep_2: deep_2', 'deep_3: deep_3']);
    expect(names('once')).toEqual(['once: once_a once_act']);
    expect(names('x')).toEqual(['x: x']);
    expect(names('nobody')).toEqual([]);
  });
  test('what stands in a block that is repeated', () => {
    expect(names('s_1_unit_1_a').map((line) => line.split(': ')[0])).toEqual([
      's_1_unit_1_a',
      's_1_unit_2_a',
      's_2_unit_1_a',
      's_2_unit_2_a',
    ]);
    expect(repetitionsOf(analysis, 's_1_unit').map(({ name }) => name)).toEqual(['s_1_unit_1', 's_1_unit_2', 's_2_unit_1', 's_2_unit_2']);
    expect(repetitionsOf(analysis, 's_1_unit').map(({ layers }) => layers.join(' '))).toEqual([
      's_1_unit_1_a s_1_unit_1_act',
      's_1_unit_2_a s_1_unit_2_act',
      's_2_unit_1_a s_2_unit_1_act',
      's_2_unit_2_a s_2_unit_2_act',
    ]);
    expect(names('s_1_end')).toHaveLength(4);
  });
});
