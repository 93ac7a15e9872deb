import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findConflicts, resolution, resolved } from '../../../../src/core/diff/conflict';
import { canTakeBoth, readConflicts } from '../../../../src/core/diff/describeConflict';
import { applyTextEdits } from '../../../../src/core/edit';
import { analyzeText } from '../../../../src/core/analyze';
import { describe } from '../../../../src/core/describe';

const top = '{\n  "layerwise": 1,\n  "layers": [\n    { "name": "x", "type": "Input", "shape": [4] },\n';
const bottom = '    { "name": "classes", "type": "Dense", "units": 2 }\n  ]\n}\n';
const hunk = (ours: string, theirs: string, base?: string): string =>
  `<<<<<<< HEAD\n${ours}${base === undefined ? '' : `||||||| parent of 12ab\n${base}`}=======\n${theirs}>>>>>>> wider\n`;
const units = (count: number): string => `    { "name": "hidden", "type": "Dense", "units": ${count} },\n`;
const dropout = '    { "name": "drop", "type": "Dropout", "rate": 0.5 },\n';

test('a conflict is read with its sides, their labels and what both began with', () => {
  const text = top + hunk(units(8), units(16), units(4)) + bottom;
  const [conflict, ...others] = findConflicts(text);
  expect(others).toEqual([]);
  expect(conflict).toMatchObject({ ours: units(8), theirs: units(16), base: units(4), oursLabel: 'HEAD', theirsLabel: 'wider' });
  expect(applyTextEdits(text, [resolution(conflict!, 'theirs')])).toBe(top + units(16) + bottom);
  expect(findConflicts(top + '<<<<<<< HEAD\n' + units(8) + bottom)).toEqual([]);
});

test('line ends of Windows stay', () => {
  const text = (top + hunk(units(8), units(16)) + bottom).replaceAll('\n', '\r\n');
  expect(applyTextEdits(text, [resolution(findConflicts(text)[0]!, 'ours')])).toBe((top + units(8) + bottom).replaceAll('\n', '\r\n'));
});

test('what stands against what is told in words, and what each side would give', () => {
  const text = top + hunk(units(8), units(16) + dropout) + bottom;
  const found = readConflicts(text)!;
  expect(found.stories[0]?.differences).toEqual([
    { what: 'Dense hidden: units', ours: '8', theirs: '16' },
    { what: 'Dropout drop', ours: 'not there', theirs: 'there' },
  ]);
  expect(found.ours.words).toBe('58 parameters, no errors');
  expect(found.theirs.words).toBe('114 parameters, no errors');
  expect(readConflicts(top + units(8) + bottom)).toBeUndefined();
});

test('both can be taken where that is a design: two new layers, not two values of one key', () => {
  const layers = top + hunk(units(8), dropout) + bottom;
  expect(readConflicts(layers)?.stories[0]?.choices).toEqual(['ours', 'theirs', 'both']);
  const last = top + hunk(units(8).replace('},', '}'), dropout.replace('},', '}')) + '  ]\n}\n';
  const both = applyTextEdits(last, [resolution(findConflicts(last)[0]!, 'both')]);
  expect(analyzeText(both).layers.map(({ name }) => name)).toEqual(['x', 'hidden', 'drop']);
  const keys = '{\n  "layerwise": 1,\n' + hunk('  "name": "a",\n', '  "name": "b",\n') + '  "layers": []\n}\n';
  expect(canTakeBoth(keys, findConflicts(keys), 0)).toBe(false);
  const names = top + hunk(units(8), units(16)) + bottom;
  expect(readConflicts(names)?.stories[0]?.choices).toEqual(['ours', 'theirs']);
});

test('a text with a conflict says so, at its place', () => {
  const text = top + hunk(units(8), units(16)) + bottom;
  const { diagnostics } = analyzeText(text);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.place.offset).toBe(text.indexOf('<<<<<<<'));
  expect(describe(diagnostics[0]!)).toMatch(/^Git could not merge this and left a conflict between HEAD and wider here/);
});

test('a side that is no design by itself says so', () => {
  const text = top + hunk('    {\n', units(16)) + bottom;
  expect(readConflicts(text)?.ours).toMatchObject({ readable: false, words: 'cannot be read as a design' });
});

test('texts with conflicts taken back from one side are that side', () => {
  const lines = fc.array(fc.constantFrom('a\n', 'b\n', '=\n', '\n'), { maxLength: 4 }).map((parts) => parts.join(''));
  const parts = fc.array(fc.record({ text: lines, conflict: fc.option(fc.tuple(lines, lines)) }), { maxLength: 5 });
  fc.assert(
    fc.property(parts, (all) => {
      const text = all.map((part) => part.text + (part.conflict ? hunk(...part.conflict) : '')).join('');
      const side = (which: 0 | 1): string => all.map((part) => part.text + (part.conflict?.[which] ?? '')).join('');
      expect(resolved(text, findConflicts(text), () => 'ours')).toBe(side(0));
      expect(resolved(text, findConflicts(text), () => 'theirs')).toBe(side(1));
      expect(resolved(text, findConflicts(text), () => undefined)).toBe(text);
    }),
  );
});
