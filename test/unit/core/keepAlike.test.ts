import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advise } from '../../../src/core/advice/advise';
import type { Analysis } from '../../../src/core/analysis';
import { analyzeText } from '../../../src/core/analyze';
import { applyEdit, applyTextEdits } from '../../../src/core/edit';
import { randomDesign } from './edit/randomDesign';

const RUNS = { numRuns: 60 * Number(process.env.RUNS ?? 1) };

/** Analysed as if nothing had been read before. */
function afresh(text: string): Analysis {
  for (const i of [1, 2, 3]) analyzeText(`{ "layerwise": 1, "name": "${i}", "layers": [] }`);
  return analyzeText(text);
}

const chain = (units: readonly number[]): string =>
  JSON.stringify({
    layerwise: 1,
    layers: [{ name: 'in', type: 'Input', shape: [4] }, ...units.map((size, i) => ({ name: `d${i}`, type: 'Dense', units: size }))],
  });

test('a design read after another one comes to the same as if it were read alone', () => {
  fc.assert(
    fc.property(randomDesign(true), randomDesign(true), fc.nat(7), fc.nat(7), (one, other, from, count) => {
      const mixed = { ...one, layers: (one.layers as object[]).toSpliced(from, count, ...(other.layers as object[])) };
      const texts = [one, mixed, one, other, mixed].map((design) => JSON.stringify(design));
      const found = texts.map((text) => {
        const analysis = analyzeText(text);
        return { analysis, advice: advise(analysis) };
      });
      texts.forEach((text, i) => {
        const analysis = afresh(text);
        expect(found[i]).toEqual({ analysis, advice: advise(analysis) });
      });
    }),
    RUNS,
  );
});

test('layers that an edit does not reach are the same objects', () => {
  const text = chain([8, 8, 8, 8]);
  const before = analyzeText(text);
  const result = applyEdit(text, { type: 'setField', layer: 'd1', field: 'units', value: 3 });
  const after = analyzeText(result.ok ? applyTextEdits(text, result.edits) : '');
  expect(after.layers.map((layer, i) => layer === before.layers[i])).toEqual([true, true, false, false, true]);
});

test('layers behind a new one keep what was worked out, at their new place', () => {
  const text = chain([8, 8, 8]);
  const before = analyzeText(text);
  const result = applyEdit(text, { type: 'addLayer', layerType: 'Dropout', position: { after: 'd0' } });
  const { layers } = analyzeText(result.ok ? applyTextEdits(text, result.edits) : '');
  expect(layers.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  expect(layers[4]?.layer).toBe(before.layers[3]?.layer);
  expect(layers[4]?.output).toBe(before.layers[3]?.output);
});
