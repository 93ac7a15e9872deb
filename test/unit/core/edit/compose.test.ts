import fc from 'fast-check';
import { expect, it } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { applyEdit, applyTextEdits } from '../../../../src/core/edit';
import { composed } from '../../../../src/core/edit/compose';
import type { TextEdit } from '../../../../src/core/edits';
import { dense, input, textOf } from '../../webview/designer/designs';

/** Edits of a text that do not overlap, from any numbers. */
function editsOf(length: number, numbers: readonly number[]): TextEdit[] {
  const places = [...new Set(numbers.map((number) => number % (length + 1)))].toSorted((a, b) => a - b);
  return places.flatMap((offset, i) => {
    const next = places[i + 1] ?? length;
    return i % 2 === 0 ? [{ offset, length: Math.max(0, Math.min(3, next - offset - 1)), content: 'xyz'.slice(0, offset % 4) }] : [];
  });
}

it('several rounds of edits come to one', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.array(fc.array(fc.nat(1000), { maxLength: 8 }), { maxLength: 5 }), (text, rounds) => {
      let now = text;
      const edits = rounds.map((numbers) => {
        const round = editsOf(now.length, numbers);
        now = applyTextEdits(now, round);
        return round;
      });
      const one = composed(text.length, edits);
      expect(applyTextEdits(text, one)).toBe(now);
      for (const [i, edit] of one.entries())
        expect(edit.offset).toBeGreaterThanOrEqual((one[i - 1]?.offset ?? -1) + (one[i - 1]?.length ?? 0));
    }),
  );
});

it('several edits are one change, and what they do not touch is not in it', () => {
  const text = textOf(input('x', 4), dense('h', 3), dense('y', 2));
  const result = applyEdit(text, {
    type: 'several',
    edits: [
      { type: 'setField', layer: 'h', field: 'activation', value: 'relu' },
      { type: 'addLayer', layerType: 'BatchNormalization', position: { after: 'h' } },
      { type: 'setField', layer: 'h', field: 'activation' },
    ],
  });
  if (!result.ok) throw new Error(result.reason);
  const after = applyTextEdits(text, result.edits);
  expect(analyzeText(after).order).toEqual(['x', 'h', 'batch_normalization', 'y']);
  expect(result.edits).toHaveLength(1);
  expect(result.edits[0]?.length).toBe(0);
});

it('one that is refused refuses all', () => {
  const edits = [
    { type: 'setName', name: 'new' },
    { type: 'setField', layer: 'nobody', field: 'units', value: 1 },
  ] as const;
  expect(applyEdit(textOf(input('x', 4)), { type: 'several', edits }).ok).toBe(false);
});

it('fields of many layers are set in one go, several of one layer after each other', () => {
  const text = textOf(input('x', 4), dense('h', 3), dense('y', 2));
  const set = (layer: string, field: string, value: string | boolean) => ({ type: 'setField', layer, field, value }) as const;
  const edits = [
    set('h', 'activation', 'relu'),
    set('y', 'use_bias', false),
    set('h', 'kernel_initializer', 'he_normal'),
    set('h', 'activation', 'elu'),
  ];
  const result = applyEdit(text, { type: 'several', edits });
  if (!result.ok) throw new Error(result.reason);
  const layers = analyzeText(applyTextEdits(text, result.edits)).layers.map(({ layer }) => layer);
  expect(layers[1]).toEqual({ name: 'h', type: 'Dense', units: 3, activation: 'elu', kernel_initializer: 'he_normal' });
  expect(layers[2]).toEqual({ name: 'y', type: 'Dense', units: 2, use_bias: false });
});
