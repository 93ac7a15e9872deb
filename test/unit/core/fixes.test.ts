import { expect, it } from 'vitest';
import { analyzeText } from '../../../src/core/analyze';
import { applyEdit, applyTextEdits } from '../../../src/core/edit';
import { fixesFor } from '../../../src/core/fixes';
import { dense, input, textOf } from '../webview/designer/designs';

it.each([
  ['an unknown type', textOf(input('x', 4), { name: 'h', type: 'Dens', units: 3 }), 'Use Dense'],
  ['an unknown field', textOf(input('x', 4), dense('h', 3, { unit: 3 })), 'Remove unit'],
  ['a wrong word', textOf(input('x', 8, 8, 3), { name: 'c', type: 'Conv2D', filters: 2, kernel_size: 3, padding: 'sam' }), 'Use same'],
  ['a wrong value', textOf(input('x', 4), dense('h', 3, { use_bias: 'yes' })), 'Use the default'],
  ['a missing field', textOf(input('x', 4), { name: 'h', type: 'Dense' }), 'Set units to 32'],
  ['an input with another name', textOf(input('first', 4), dense('h', 3, { inputs: ['frist'] })), 'Take first'],
  [
    'an image without channels',
    textOf(input('x', 28, 28), { name: 'c', type: 'Conv2D', filters: 2, kernel_size: 3 }),
    'Reshape to 28 × 28 × 1 before it',
  ],
])('%s is mended by one edit', (_, text, title) => {
  const analysis = analyzeText(text);
  const [diagnostic] = analysis.diagnostics;
  const layer = analysis.layers.find(({ id }) => id === diagnostic?.layer);
  const fix = diagnostic && fixesFor(diagnostic, layer).find((one) => one.title === title);
  expect(fix?.title).toBe(title);
  const result = fix && applyEdit(text, fix.edit);
  const after = result?.ok ? analyzeText(applyTextEdits(text, result.edits)) : undefined;
  expect(after?.diagnostics.filter(({ severity, code }) => severity === 'error' && code === diagnostic?.code)).toEqual([]);
});
