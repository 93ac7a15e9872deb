import { expect, test } from 'vitest';
import { visiblePart } from '../../../../webview/designer/canvas/visible';
import { chainPlacement, withoutSkips, type Structure } from '../../../../webview/designer/graph/layout';
import { draw } from '../../../../webview/designer/graph/routes';

const nodes = Array.from({ length: 1000 }, (_, i) => `n${i}`);
const structure: Structure = {
  nodes,
  edges: [
    ...nodes.slice(1).map((to, i) => ({ from: `n${i}`, to, input: 0 })),
    // Around nearly everything.
    { from: 'n1', to: 'n998', input: 1 },
  ],
};
const drawing = draw(structure, chainPlacement(withoutSkips(structure))!, {
  width: 400,
  gap: 35,
  heights: nodes.map(() => 34),
});
const top = drawing.boxes.n500!.y;
const seen = visiblePart(drawing, { x: -600, y: top, width: 1200, height: 200 });

test('only what a window touches is given to the canvas, with the cards at the ends of its connections', () => {
  const ids = Object.keys(seen.boxes);
  expect(ids).toEqual(expect.arrayContaining(['n500', 'n501', 'n502', 'n503', 'n1', 'n998']));
  expect(ids.length).toBeLessThan(12);
});

test('a connection that passes by is drawn, though both of its cards are far away', () => {
  expect(seen.routes.filter(({ from, to }) => from === 'n1' && to === 'n998')).toHaveLength(1);
  expect(seen.routes.length).toBeLessThan(10);
});
