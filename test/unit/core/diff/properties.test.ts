import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LayerAnalysis } from '../../../../src/core/analysis';
import { analyzeText } from '../../../../src/core/analyze';
import { diffDesigns } from '../../../../src/core/diff/diffDesigns';
import type { DesignDiff, ValueChange } from '../../../../src/core/diff/designDiff';
import type { Json } from '../../../../src/core/document';
import { applyEdit, applyTextEdits } from '../../../../src/core/edit';
import type { Edit } from '../../../../src/core/edits';
import { randomDesign, scribble } from '../edit/randomDesign';

const textOf = (value: unknown): string => JSON.stringify(value);
const texts = randomDesign(true).map(textOf);

test('a design does not differ from itself, however it is written', () => {
  fc.assert(
    fc.property(randomDesign(true), fc.integer({ min: 1 }), (design, seed) => {
      const found = diffDesigns(analyzeText(textOf(design)), analyzeText(scribble(design, seed)));
      expect(found.equal).toBe(true);
      expect(found.rows.every(({ side }) => side === 'both')).toBe(true);
    }),
  );
});

test('the rows are the layers of both designs in their order', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const found = diffDesigns(analyzeText(a), analyzeText(b));
      const side = (which: 'before' | 'after'): (LayerAnalysis | undefined)[] =>
        found.rows.filter((row) => row.side === 'both' || row.side === which).map(({ layer }) => found.layers[layer]?.[which]);
      expect(side('before')).toEqual(found.before.layers);
      expect(side('after')).toEqual(found.after.layers);
    }),
  );
});

test('the other way round it is the mirror image', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const there = diffDesigns(analyzeText(a), analyzeText(b));
      const back = diffDesigns(analyzeText(b), analyzeText(a));
      expect(back.equal).toBe(there.equal);
      // What is told by likeness alone may pair other layers of the same kind: what both have is as many all the same.
      expect(back.counts.added - back.counts.removed).toBe(there.counts.removed - there.counts.added);
      expect(back.training.length).toBe(there.training.length);
    }),
  );
});

test('the changes of a layer, made to what it was, give what it is', () => {
  const edit = fc.record({ type: fc.constant('setField' as const), layer: fc.constantFrom('a', 'b', 'c'), field: fc.constantFrom('units', 'note', 'rate'), value: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json> }); // prettier-ignore
  fc.assert(
    fc.property(randomDesign(false).map(textOf), fc.array(edit, { maxLength: 5 }), (text, edits) => {
      const after = edits.reduce(edited, text);
      for (const { before: old, after: now, fields } of diffDesigns(analyzeText(text), analyzeText(after)).layers) {
        if (!old || !now) throw new Error('a layer has gone');
        const made = fields.reduce(changed, old.layer as Json);
        expect(withoutUndefined(made)).toEqual(withoutUndefined(now.layer as Json));
      }
    }),
  );
});

/** An edit of each kind, and what it is told as. */
const told: readonly (readonly [Edit, (diff: DesignDiff) => unknown, unknown])[] = [
  [{ type: 'addLayer', layerType: 'Dropout', position: { after: 'b' } }, ({ counts }) => counts.added, 1],
  [{ type: 'deleteLayers', layers: ['b'] }, ({ counts }) => counts.removed, 1],
  [{ type: 'renameLayer', layer: 'b', name: 'other' }, ({ layers }) => layers.filter(({ renamed }) => renamed).length, 1],
  [{ type: 'setField', layer: 'b', field: 'units', value: 99 }, ({ counts }) => counts.changed, 1],
  [{ type: 'moveLayer', layer: 'a', position: { after: 'c' } }, ({ counts }) => counts.moved, 1],
  [{ type: 'setTraining', path: ['optimizer', 'learning_rate'], value: 0.25 }, ({ counts }) => counts.training, 1],
  [{ type: 'setName', name: 'another' }, ({ design }) => design.length, 1],
];

test.each(told)('%o is told as what it is', (edit, count, expected) => {
  const layers = ['a', 'b', 'c', 'd'].map((name, i) => ({ name, type: 'Dense', units: 3 + i }));
  const text = textOf({ layerwise: 1, layers: [{ name: 'x', type: 'Input', shape: [4] }, ...layers], training: { optimizer: 'SGD' } });
  const found = diffDesigns(analyzeText(text), analyzeText(edited(text, edit)));
  expect(count(found)).toBe(expected);
  const { added, removed, changed: touched, moved, training } = found.counts;
  expect(added + removed + touched + moved + training + found.design.length).toBe(1);
});

function edited(text: string, edit: Edit): string {
  const result = applyEdit(text, edit);
  return result.ok ? applyTextEdits(text, result.edits) : text;
}

function changed(value: Json, { path, before: _, after }: ValueChange): Json {
  const [step, ...rest] = path;
  if (step === undefined) return after as Json;
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item, i) => (i === step ? changed(item, { path: rest, after: after! }) : item));
  const object = typeof value === 'string' ? { type: value } : ((value ?? {}) as { [key: string]: Json });
  return { ...object, [step]: changed(object[String(step)] ?? null, { path: rest, ...(after !== undefined && { after }) }) };
}

const withoutUndefined = (value: Json): unknown => JSON.parse(JSON.stringify(value));
