import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { asTold, fold, pathTo } from '../../../../src/core/blocks/fold';

const residual = {
  layers: [
    { name: 'in', type: 'Input' },
    { name: 'hidden', type: 'Dense', units: 8 },
    { name: 'add', type: 'Add', inputs: ['in', 'hidden'] },
  ],
};
const stage = {
  layers: [
    { name: 'unit', type: 'Block', block: 'residual', repeat: 2 },
    { name: 'wide', type: 'Dense', units: 9 },
    { name: 'narrow', type: 'Dense', units: 8 },
  ],
};
const layers = [
  { name: 'pixels', type: 'Input', shape: [8] },
  { name: 's', type: 'Block', block: 'stage', repeat: 3 },
  { name: 'deep', type: 'Dense', units: 4, repeat: 5 },
  { name: 'classes', type: 'Dense', units: 2 },
];
const analysis = analyzeText(JSON.stringify({ layerwise: 1, blocks: { residual, stage }, layers }));
const seen = (...open: string[]) => fold(analysis, new Set(open));
const edges = (...open: string[]) => seen(...open).edges.map(({ from, to }) => `${from} → ${to}`);

describe('a design is looked at', () => {
  test('with each block as one layer', () => {
    expect(seen().layers.map(({ id }) => id)).toEqual(['pixels', 's', 'deep', 'classes']);
    expect(edges()).toEqual(['pixels → s', 's → deep', 'deep → classes']);
    expect(seen().frames).toEqual([]);
    expect(seen().totals).toBe(analysis.totals);
  });
  test('with a block opened in its place, the first repetition for all', () => {
    expect(edges('s')).toEqual([
      'pixels → s',
      's → s_1_unit',
      's_1_unit → s_1_wide',
      's_1_wide → s_1_narrow',
      's_1_narrow → deep',
      'deep → classes',
    ]);
    expect(seen('s').frames).toEqual([{ id: 's', members: ['s_1_unit', 's_1_wide', 's_1_narrow'], height: 0 }]);
  });
  test('with one opened in another', () => {
    expect(edges('s', 's_1_unit')).toEqual([
      'pixels → s',
      's → s_1_unit',
      's_1_unit → s_1_unit_1_hidden',
      's_1_unit → s_1_unit_1_add',
      's_1_unit_1_hidden → s_1_unit_1_add',
      's_1_unit_1_add → s_1_wide',
      's_1_wide → s_1_narrow',
      's_1_narrow → deep',
      'deep → classes',
    ]);
    expect(seen('s', 's_1_unit').frames).toMatchObject([
      { id: 's', height: 1 },
      { id: 's_1_unit', parent: 's', height: 0 },
    ]);
    // What is in a closed one stays closed.
    expect(edges('s_1_unit')).toEqual(edges());
  });
  test('and says what shape goes along', () => {
    expect(seen('s').edges[1]).toEqual({ from: 's', to: 's_1_unit', input: 0, shape: [8] });
    expect(seen('s').edges[4]?.shape).toEqual([8]);
  });
  test('without blocks it is what it is', () => {
    const flat = analyzeText(JSON.stringify(analysis.design));
    expect(fold(flat, new Set(['s']))).toEqual({ ...flat, flat, frames: [] });
  });
});

test('a problem is on what is shown, in each use of a block', () => {
  const wrong = {
    layers: [
      { name: 'a', type: 'Dense', units: 0 },
      { name: 'b', type: 'ReLU' },
    ],
  };
  const use = (name: string) => ({ name, type: 'Block', block: 'wrong', repeat: 2 });
  const text = JSON.stringify({ layerwise: 1, blocks: { wrong }, layers: [layers[0], use('x'), use('y')] });
  const on = (...open: string[]) => fold(analyzeText(text), new Set(open)).diagnostics.map(({ layer }) => layer);
  expect(on()).toEqual(['x', 'y']);
  expect(on('y')).toEqual(['x', 'y_1_a']);
  // What mends it is about the layer itself.
  const folded = fold(analyzeText(text), new Set());
  expect(asTold(folded, folded.diagnostics[1]!)).toMatchObject({ diagnostic: { layer: 'x_1_a' }, layer: { id: 'x_1_a', type: 'Dense' } });
});

test('the way to a layer opens what it is in', () => {
  expect(pathTo(analysis, 'pixels')).toEqual({ open: [], id: 'pixels' });
  expect(pathTo(analysis, 's')).toEqual({ open: [], id: 's' });
  expect(pathTo(analysis, 's_3_unit_2_add')).toEqual({ open: ['s', 's_1_unit'], id: 's_1_unit_1_add' });
  expect(pathTo(analysis, 's_2_unit')).toEqual({ open: ['s'], id: 's_1_unit' });
  expect(pathTo(analysis, 'deep_4')).toEqual({ open: [], id: 'deep' });
  expect(pathTo(analysis, 'nobody')).toEqual({ open: [], id: 'nobody' });
});

test('what is shown is connected with what is shown, whatever is open', () => {
  const names = analysis.instances.map(({ id }) => id);
  fc.assert(
    fc.property(fc.subarray(names), (open) => {
      const view = fold(analysis, new Set(open));
      const ids = view.layers.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { from, to } of view.edges) expect([from, to].every((id) => ids.includes(id))).toBe(true);
      expect(view.outputs).toEqual(['classes']);
      for (const { id } of [...analysis.layers, ...analysis.instances]) {
        const path = pathTo(analysis, id);
        expect(fold(analysis, new Set(path.open)).layers.map((layer) => layer.id)).toContain(path.id);
      }
    }),
  );
});
