import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { fold } from '../../../../src/core/blocks/fold';
import { applyEdit } from '../../../../src/core/edit';
import { crossingWords } from '../../../../webview/designer/canvas/moves';
import { besideOf, onBranch, waysOf } from '../../../../webview/designer/graph/beside';
import { chainPlacement, withoutSkips } from '../../../../webview/designer/graph/layout';
import { pictureOf, structureOf } from '../../../../webview/designer/graph/picture';
import { foldedAt, nearestSlot, slotsFor } from '../../../../webview/designer/graph/slots';

const text = JSON.stringify({
  layerwise: 1,
  blocks: {
    residual: {
      layers: [
        { name: 'in', type: 'Input' },
        { name: 'hidden', type: 'Dense', units: 8 },
        { name: 'add', type: 'Add', inputs: ['in', 'hidden'] },
      ],
    },
    stage: {
      layers: [
        { name: 'unit', type: 'Block', block: 'residual', repeat: 2 },
        { name: 'end', type: 'Dense', units: 8 },
        { name: 'last', type: 'Block', block: 'residual' },
      ],
    },
  },
  layers: [
    { name: 'pixels', type: 'Input', shape: [8] },
    { name: 's', type: 'Block', block: 'stage' },
    { name: 'tail', type: 'Dense', units: 8 },
  ],
});
const analysis = analyzeText(text);

/** The picture with these blocks unfolded. */
function picture(...open: string[]) {
  const folded = fold(analysis, new Set(open));
  const structure = structureOf(folded);
  const placement = chainPlacement(withoutSkips(structure))!;
  return pictureOf({ analysis: folded, structure, placement, mode: 'parameters', healthy: new Set() }, undefined);
}
const all = picture('s', 's_unit', 's_last');

describe('where a card can be dropped', () => {
  const places = (chosen: string[], where = all) =>
    slotsFor(chosen, where).map(({ position, frame }) => {
      const words = 'edge' in position ? `${position.edge.from}>${position.edge.to}` : 'after' in position ? `after ${position.after}` : '';
      return frame === undefined ? words : `${frame}: ${words}`;
    });
  test('in the blocks that are unfolded, behind what they end with, and outside', () => {
    expect(places(['tail'])).toEqual([
      'pixels>s',
      's: s>s_unit',
      's_unit: s_unit>s_unit_1_hidden',
      's_unit: s_unit>s_unit_1_add',
      's_unit: s_unit_1_hidden>s_unit_1_add',
      's_unit: after s_unit_1_add',
      's: s_unit_1_add>s_end',
      's: s_end>s_last',
      's_last: s_last>s_last_hidden',
      's_last: s_last>s_last_add',
      's_last: s_last_hidden>s_last_add',
      's_last: after s_last_add',
      's: after s_last',
    ]);
    expect(places(['tail'], picture())).toEqual(['pixels>s']);
  });
  test('a layer that ends its block can go out of it, nothing goes into itself', () => {
    expect(places(['s_last_add'])).toContain('s: after s_last');
    expect(places(['s_last_add'])).not.toContain('s_last: after s_last_add');
    expect(places(['s'])).toEqual(['after tail']);
    expect(places(['s_unit']).filter((place) => place.startsWith('s_unit'))).toEqual([]);
  });
  test('each of them is a move that is made or refused in a sentence, and every one has a place of its own', () => {
    const ids = all.analysis.layers.map(({ id }) => id);
    let moved = 0;
    for (const layer of ids) {
      const slots = slotsFor([layer], all);
      expect(new Set(slots.map(({ at }) => `${at.x} ${at.y}`)).size).toBe(slots.length);
      for (const { position, at } of slots) {
        const result = applyEdit(text, { type: 'moveLayer', layer, position });
        if (result.ok) moved += 1;
        else expect(result.reason).toMatch(/takes 2 layers|where samples come in|stays there|cannot go into|only layer|Input/);
        expect(nearestSlot(slots, at, 10)?.position).toBe(position);
      }
    }
    expect(moved).toBeGreaterThan(40);
    expect(nearestSlot(slotsFor(['tail'], all), { x: 0, y: 9000 }, 160)).toBeUndefined();
  });
  test('inside is above the line around the block, outside below it', () => {
    const frame = all.frames.find(({ id }) => id === 's_unit')!;
    const [inside, outside] = [{ after: 's_unit_1_add' }, { edge: { from: 's_unit_1_add', to: 's_end' } }].map(
      (position) => slotsFor(['tail'], all).find((slot) => JSON.stringify(slot.position) === JSON.stringify(position))!.at.y,
    );
    expect(inside).toBeLessThan(frame.y + frame.height);
    expect(outside).toBeGreaterThan(frame.y + frame.height);
  });
});

test('a folded block under the pointer is known, so that it can open', () => {
  const folded = picture('s');
  const middle = (id: string) => {
    const { x, y, width, height } = folded.drawing.boxes[id]!;
    return { x: x + width / 2, y: y + height / 2 };
  };
  expect(foldedAt(['tail'], folded, middle('s_unit'))).toBe('s_unit');
  expect(foldedAt(['s_unit'], folded, middle('s_unit'))).toBeUndefined();
  expect(foldedAt(['tail'], folded, middle('s'))).toBeUndefined();
  expect(foldedAt(['tail'], folded, middle('pixels'))).toBeUndefined();
});

test('one place up or down goes into an unfolded block, through it and out of it', () => {
  const beside = (layer: string, goal: string | undefined, up: boolean, where = all) => besideOf(where.analysis, layer, goal, up);
  expect(beside('tail', 's_last_add', true)).toEqual({ after: 's_last' });
  expect(beside('tail', 's', true, picture())).toEqual({ before: 's' });
  expect(beside('s_end', 's_unit_1_add', true)).toEqual({ after: 's_unit_1_add' });
  expect(beside('s_end', 's_unit', true, picture('s'))).toEqual({ before: 's_unit' });
  expect(beside('s_end', 's_last', false)).toEqual({ edge: { from: 's_last', to: 's_last_hidden' } });
  expect(beside('s_last_add', 'tail', false)).toEqual({ after: 's_last' });
  expect(beside('s_unit_1_hidden', 's_unit', true)).toEqual({ before: 's_unit' });
  expect(beside('s_unit_1_hidden', 's_unit_1_add', false)).toEqual({ after: 's_unit_1_add' });
  expect(beside('tail', undefined, false)).toBeUndefined();
});

test('before a merge the connection from above is meant', () => {
  const above = () => 's_unit_1_hidden';
  expect(onBranch({ before: 's_unit_1_add' }, all.analysis, above)).toEqual({ edge: { from: 's_unit_1_hidden', to: 's_unit_1_add' } });
  expect(onBranch({ before: 's_end' }, all.analysis, above)).toEqual({ before: 's_end' });
  expect(onBranch({ after: 's_unit_1_add' }, all.analysis, above)).toEqual({ after: 's_unit_1_add' });
});

test('the menu has the ways into the blocks beside, folded or not, and out', () => {
  const ways = (...layers: string[]) => waysOf(picture().analysis, layers).map(({ kind, name, position }) => [kind, name, position]);
  expect(ways('tail')).toEqual([['up', 's', { after: 's_last' }]]);
  expect(ways('s_end')).toEqual([
    ['up', 'unit', { after: 's_unit_1_add' }],
    ['down', 'last', { edge: { from: 's_last', to: 's_last_hidden' } }],
    ['out', 's', { after: 's' }],
  ]);
});

test('what a move changes besides the place is said before it is made', () => {
  expect(crossingWords(analysis, 'tail', { after: 's_last_hidden' })).toEqual(['Into the block residual, in all 3 places where it is.']);
  expect(crossingWords(analysis, 's_last_hidden', { after: 's_end' })).toEqual([
    'Out of the block residual, in all 3 places where it is.',
    'Into the block stage.',
  ]);
  expect(crossingWords(analysis, 's_end', { after: 'tail' })).toEqual(['Out of the block stage.']);
  expect(crossingWords(analysis, 's_end', { after: 's_unit' })).toEqual([]);
});
