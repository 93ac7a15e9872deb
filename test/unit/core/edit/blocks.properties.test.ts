import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { applyEdit, applyTextEdits, copyLayers } from '../../../../src/core/edit';
import type { Edit, Position } from '../../../../src/core/edits';

const NAMES = ['a', 'b', 'c'];
const repeat = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });
const inner = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom('Dense'), units: fc.constant(4), repeat }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('Add', 'ReLU', 'Input') }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('Block'), block: fc.constantFrom(...NAMES), repeat }) },
);
/** Layers with names of their own, some of which name what they take. */
const list = fc
  .array(fc.tuple(inner, fc.option(fc.array(fc.nat(9), { maxLength: 2 }), { nil: undefined, freq: 4 })), { minLength: 1, maxLength: 4 })
  .map((layers) =>
    layers.map(([layer, inputs], i) => ({ name: `l${i}`, ...layer, ...(inputs && { inputs: inputs.map((at) => `l${at}`) }) })),
  );
const design = fc.record({ a: list, b: list, c: list, layers: list }).map(({ layers, ...blocks }) => {
  const own = Object.fromEntries(Object.entries(blocks).map(([name, of]) => [name, { layers: of }]));
  return JSON.stringify({ layerwise: 1, blocks: own, layers: [{ name: 'in', type: 'Input', shape: [4] }, ...layers] }, null, 2);
});
const picks = fc.array(fc.nat(), { minLength: 4, maxLength: 4 });

function edits(ids: readonly string[], [one = 0, two = 0, three = 0, kind = 0]: readonly number[], copied: string): Edit {
  const id = (n: number): string => ids[n % ids.length] ?? '';
  const position: Position = [{ after: id(two) }, { before: id(two) }, { edge: { from: id(two), to: id(three) } }, { end: true as const }][
    three % 4
  ]!;
  const layers = [...new Set([id(one), id(two), id(three)])];
  const all: readonly Edit[] = [
    { type: 'setField', layer: id(one), field: 'units', value: 5 },
    { type: 'several', edits: layers.map((layer) => ({ type: 'setField', layer, field: 'trainable', value: false })) },
    { type: 'renameLayer', layer: id(one), name: 'fresh' },
    { type: 'addLayer', layerType: 'Dense', position },
    { type: 'addLayer', layerType: 'Block', fields: { block: 'a' }, position },
    { type: 'deleteLayers', layers },
    { type: 'duplicateLayers', layers },
    { type: 'moveLayer', layer: id(one), position },
    { type: 'moveLayers', layers, position },
    { type: 'connect', from: id(one), to: id(two) },
    { type: 'disconnect', from: id(one), to: id(two) },
    { type: 'wrapLayers', layers, block: 'fresh' },
    { type: 'unwrapBlock', layer: id(one) },
    { type: 'renameBlock', block: NAMES[one % 3] ?? '', name: 'fresh' },
    { type: 'repeatLayers', layers },
    { type: 'pasteLayers', text: copied, position },
  ];
  return all[kind % all.length]!;
}

test('any edit of any design with blocks gives a text that can be read, or is refused in a sentence', () => {
  fc.assert(
    fc.property(design, picks, (text, chosen) => {
      const { layers, instances } = analyzeText(text);
      const ids = [...layers, ...instances].map(({ id }) => id);
      const copied = copyLayers(text, [ids[(chosen[0] ?? 0) % ids.length] ?? '']);
      const edit = edits(ids, chosen, copied.ok ? copied.text : '');
      const result = applyEdit(text, edit);
      if (!result.ok) {
        expect(result.reason).toMatch(/^.+\.$/);
        return;
      }
      const after = analyzeText(applyTextEdits(text, result.edits));
      expect(after.written).toBeDefined();
      expect(after.diagnostics.filter(({ code }) => code.startsWith('syntax') || code.startsWith('format'))).toEqual([]);
      const known = new Set([...after.layers, ...after.instances].map(({ id }) => id));
      for (const id of result.select ?? []) expect(known.has(id)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('what is wrapped, taken apart or moved without an error before has none after', () => {
  fc.assert(
    fc.property(design, picks, (text, chosen) => {
      const before = analyzeText(text);
      if (before.diagnostics.some(({ severity }) => severity === 'error')) return;
      const ids = [...before.layers, ...before.instances].map(({ id }) => id);
      for (const kind of [7, 8, 11, 12]) {
        const result = applyEdit(text, edits(ids, [...chosen.slice(0, 3), kind], ''));
        if (!result.ok) continue;
        const after = analyzeText(applyTextEdits(text, result.edits));
        expect(after.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        // A layer that moves into a block that is used twice is there twice.
        if (kind > 8) expect(after.totals).toEqual(before.totals);
      }
    }),
    { numRuns: 400 },
  );
});
