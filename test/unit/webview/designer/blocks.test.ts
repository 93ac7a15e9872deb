import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { fold } from '../../../../src/core/blocks/fold';
import { cardsOf } from '../../../../webview/designer/graph/cards';
import { framesOf } from '../../../../webview/designer/graph/frames';
import { chainPlacement, withoutSkips } from '../../../../webview/designer/graph/layout';
import { pictureOf, structureOf } from '../../../../webview/designer/graph/picture';
import { blockGroups } from '../../../../webview/designer/pick/palette';
import { graphCommand } from '../../../../webview/designer/state/keyboard';

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
      ],
    },
  },
  layers: [
    { name: 'pixels', type: 'Input', shape: [8] },
    { name: 's', type: 'Block', block: 'stage' },
    { name: 'deep', type: 'Dense', units: 8, repeat: 5 },
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
const right = ({ x, width }: { readonly x: number; readonly width: number }): number => x + width;
const bottom = ({ y, height }: { readonly y: number; readonly height: number }): number => y + height;

describe('the cards of blocks', () => {
  test('say what stands behind them', () => {
    const { cards } = picture();
    expect(cards.get('s')).toMatchObject({ type: 'stage', local: 's', unfolded: false, depth: 0, place: 2, siblings: 3, count: '216' });
    expect(cards.get('deep')).toMatchObject({ type: 'Dense', repeat: 5, unfolded: undefined, count: '360' });
    expect(cards.get('s')?.label).toBe('Block stage s, 8 to 8, 216 parameters');
    expect(cards.get('deep')?.label).toBe('Dense deep, 5 times, 8 to 8, 360 parameters');
  });
  test('stand in a tree once they are unfolded', () => {
    const { cards } = picture('s', 's_unit');
    const places = [...cards.values()].map(({ local, depth, place, siblings, unfolded }) => [local, depth, place, siblings, unfolded]);
    expect(places).toEqual([
      ['pixels', 0, 1, 3, undefined],
      ['s', 0, 2, 3, true],
      ['unit', 1, 1, 2, true],
      ['hidden', 2, 1, 2, undefined],
      ['add', 2, 2, 2, undefined],
      ['end', 1, 2, 2, undefined],
      ['deep', 0, 3, 3, undefined],
    ]);
    expect(new Set([...cards.values()].map(({ position }) => position)).size).toBe(7);
  });
  test('that are as they were are the same objects', () => {
    const before = new Map([...picture('s').cards.values()].map((card) => [card.id, card]));
    const after = cardsOf({ analysis: fold(analysis, new Set(['s'])), mode: 'parameters', width: 420 }, before);
    expect([...after.values()].map((card) => before.get(card.id) === card)).toEqual([...before.keys()].map(() => true));
  });
});

test('a frame stands around its cards and lanes, and around the frames within', () => {
  const { frames, drawing } = picture('s', 's_unit');
  const [outer, inner] = frames;
  expect(frames.map(({ id }) => id)).toEqual(['s', 's_unit']);
  for (const id of ['s_unit', 's_unit_1_hidden', 's_unit_1_add']) {
    const box = drawing.boxes[id]!;
    expect(inner!.x < box.x && right(inner!) > right(box) && inner!.y < box.y && bottom(inner!) > bottom(box)).toBe(true);
  }
  const lane = drawing.routes.find(({ from, to }) => from === 's_unit' && to === 's_unit_1_add')!;
  expect(inner!.x).toBeLessThan(lane.bounds.x);
  expect(outer!.x < inner!.x && right(outer!) > right(inner!) && outer!.y < inner!.y && bottom(outer!) > bottom(inner!)).toBe(true);
  expect(bottom(outer!)).toBeLessThan(drawing.boxes.deep!.y);
  expect(framesOf(fold(analysis, new Set()), drawing)).toEqual([]);
});

test('what goes into a block and out of it says its own shape', () => {
  const { flows, drawing } = picture('s');
  for (const { id } of drawing.routes) expect(flows.get(id)).toMatchObject({ text: '8', state: 'plain' });
});

test('the palette offers the blocks that may stand there', () => {
  const offered = (id: string, query = ''): readonly string[] =>
    blockGroups(analysis, { after: id }, query).flatMap(({ items }) => items.map(({ name }) => name));
  expect(offered('pixels')).toEqual(['residual', 'stage']);
  expect(offered('s_end')).toEqual(['residual']);
  expect(offered('s_unit_1_add')).toEqual([]);
  expect(offered('pixels', 'res')).toEqual(['residual']);
});

test('keys fold and unfold all', () => {
  const key = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: true };
  expect(graphCommand({ ...key, key: 'ArrowLeft' })).toBe('foldAll');
  expect(graphCommand({ ...key, key: 'ArrowRight' })).toBe('unfoldAll');
});
