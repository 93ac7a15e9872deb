import { expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { applyEdit, applyTextEdits } from '../../../../src/core/edit';
import { offeredPenalties, penaltiesOf, setPenalty } from '../../../../src/core/training/layerPenalties';

const dense = (name: string, more: object = {}) => ({ name, type: 'Dense', units: 2, ...more });
const l2 = { type: 'l2', l2: 0.001 };
const text = JSON.stringify({
  layerwise: 1,
  layers: [
    { name: 'x', type: 'Input', shape: [4] },
    dense('a', { kernel_regularizer: l2 }),
    dense('b', { kernel_regularizer: l2, kernel_constraint: 'max_norm' }),
    dense('c', { kernel_regularizer: null }),
  ],
});
const { layers } = analyzeText(text);

test('the same penalty on several layers is one, changed and taken away as one', () => {
  const groups = penaltiesOf(layers);
  expect(groups.map(({ field, value, layers: on }) => [field.name, value, on.map(({ name }) => name)])).toEqual([
    ['kernel_regularizer', l2, ['a', 'b']],
    ['kernel_constraint', 'max_norm', ['b']],
  ]);
  const result = applyEdit(text, setPenalty(groups[0]?.layers ?? [], 'kernel_regularizer', undefined));
  const after = result.ok ? applyTextEdits(text, result.edits) : '';
  expect(penaltiesOf(analyzeText(after).layers).map(({ field }) => field.name)).toEqual(['kernel_constraint']);
});

test('one can be put on all layers that have none', () => {
  expect(offeredPenalties(layers).map(({ field, layers: free }) => [field.name, free.map(({ name }) => name)])).toEqual([
    ['kernel_regularizer', ['c']],
    ['activity_regularizer', ['a', 'b', 'c']],
    ['kernel_constraint', ['a', 'c']],
  ]);
});
