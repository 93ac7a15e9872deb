import { describe, expect, test } from 'vitest';
import { repetitionsOf } from '../../../../src/core/blocks/repetitions';
import { repeated as analysis } from './repeated';

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
