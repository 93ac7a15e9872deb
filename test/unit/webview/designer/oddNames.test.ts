import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { fold } from '../../../../src/core/blocks/fold';
import { visiblePart } from '../../../../webview/designer/canvas/visible';
import { dagrePlacement } from '../../../../webview/designer/graph/dagreLayout';
import { designSvg } from '../../../../webview/designer/graph/designSvg';
import { simplePlacement, withoutSkips, type Placement, type Structure } from '../../../../webview/designer/graph/layout';
import { pictureOf, structureOf } from '../../../../webview/designer/graph/picture';
import { piecesPlacement } from '../../../../webview/designer/graph/piecesPlacement';
import { slotsFor } from '../../../../webview/designer/graph/slots';
import { neighbour } from '../../../../webview/designer/state/navigate';
import { ODD_DESIGN, plainly } from '../../oddNames';

const layouts: readonly [string, (structure: Structure) => Placement | undefined][] = [
  ['rows and forks', (structure) => piecesPlacement(withoutSkips(structure)) ?? simplePlacement(structure)],
  ['dagre', dagrePlacement],
  ['simple', simplePlacement],
];

/** What is drawn, without names but for their places. */
function drawn(text: string, place: (structure: Structure) => Placement | undefined, open: boolean) {
  const analysis = analyzeText(text);
  const folded = fold(analysis, new Set(open ? analysis.instances.map(({ id }) => id) : []));
  const structure = structureOf(folded);
  const placement = place(structure)!;
  const healthy = new Set(['constructor', plainly('constructor')]);
  const picture = pictureOf({ analysis: folded, structure, placement, mode: 'parameters', healthy }, undefined);
  const { boxes, routes, bounds } = picture.drawing;
  const all = visiblePart(picture.drawing, { x: bounds.x - 500, y: -500, width: bounds.width + 1000, height: bounds.height + 1000 });
  const map = { nodes: structure.nodes, edges: structure.edges, placement };
  return {
    ids: structure.nodes,
    boxes: structure.nodes.map((id) => boxes[id]),
    seen: structure.nodes.map((id) => all.boxes[id]),
    routes: routes.map(({ path, middle, label }) => ({ path, middle, label })),
    frames: picture.frames.map(({ x, y, width, height }) => ({ x, y, width, height })),
    counts: structure.nodes.map((id) => picture.cards.get(id)?.count),
    slots: slotsFor([structure.nodes[1]!], picture).map(({ at }) => at),
    ways: structure.nodes.map((id) => structure.nodes.indexOf(neighbour(map, id, 'next') ?? '')),
  };
}

describe.each(layouts)('%s', (_, place) => {
  test.each([false, true])('blocks open: %s', (open) => {
    const { ids, ...odd } = drawn(ODD_DESIGN, place, open);
    const { ids: others, ...plain } = drawn(plainly(ODD_DESIGN), place, open);
    expect(ids.map(plainly)).toEqual(others);
    expect(odd).toEqual(plain);
    expect(odd.boxes.every((box) => box !== undefined)).toBe(true);
  });
});

test('a layer that is not there has no place, whatever it is called', () => {
  const structure = { nodes: ['a', 'b'], edges: [{ from: 'a', to: 'b', input: 0 }] };
  for (const [, place] of layouts) {
    const placement = place(structure)!;
    for (const name of ['__proto__', 'constructor', 'toString']) expect(placement[name]).toBeUndefined();
  }
});

test('as a picture in a file', () => {
  const svg = (text: string) => designSvg(analyzeText(text), 'design', { theme: 'light', unfolded: true });
  expect(svg(ODD_DESIGN)).toContain('>constructor<');
  expect(svg(ODD_DESIGN).match(/<rect/g)).toHaveLength(svg(plainly(ODD_DESIGN)).match(/<rect/g)!.length);
});
