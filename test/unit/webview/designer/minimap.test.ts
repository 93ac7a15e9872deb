import { describe, expect, it } from 'vitest';
import { cardsOf } from '../../../../webview/designer/graph/cards';
import { chainPlacement } from '../../../../webview/designer/graph/layout';
import { MAP, mapMarks, mapScale, mapSlider } from '../../../../webview/designer/graph/minimap';
import { structureOf } from '../../../../webview/designer/graph/picture';
import { draw } from '../../../../webview/designer/graph/routes';
import { analysisOf, dense, input } from './designs';

/** A chain whose layer in the middle has an error. */
function chain(count: number) {
  const layers = Array.from({ length: count }, (_, i) => dense(`d${i}`, i === count >> 1 ? -1 : 8));
  const analysis = analysisOf(input('in', 8), ...layers);
  const structure = structureOf(analysis);
  const heights = structure.nodes.map(() => 58);
  const drawing = draw(structure, chainPlacement(structure)!, { width: 420, gap: 35, heights });
  return { drawing, cards: cardsOf({ analysis, mode: 'parameters', width: 420 }, new Map()) };
}

describe('the minimap', () => {
  it('holds a graph of any length in its room', () => {
    for (const count of [20, 3000]) {
      const { drawing, cards } = chain(count);
      const scale = mapScale(drawing.bounds, 600);
      expect(scale.height).toBeLessThanOrEqual(600);
      expect(scale.width).toBeLessThanOrEqual(MAP.width);
      const { marks } = mapMarks(drawing, cards, scale);
      expect(Math.max(...marks.map(({ y }) => y))).toBeLessThanOrEqual(600);
      expect(marks.length).toBeLessThanOrEqual(601);
    }
  });
  it('marks a problem, however many layers share its row', () => {
    const { drawing, cards } = chain(3000);
    const { problems } = mapMarks(drawing, cards, mapScale(drawing.bounds, 600));
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors).toHaveLength(1);
    expect(Math.abs(errors[0]!.y - 300)).toBeLessThan(4);
  });
  it('shows where the view is, as something that can be taken hold of', () => {
    const { drawing } = chain(3000);
    const { bounds } = drawing;
    const scale = mapScale(bounds, 600);
    const view = { x: bounds.x, y: bounds.height / 2 - 400, width: bounds.width, height: 800 };
    const box = mapSlider(view, bounds, scale);
    expect(box.height).toBeGreaterThanOrEqual(14);
    expect(box.y + box.height / 2).toBeCloseTo(300, 0);
    expect(box.width).toBe(scale.width);
  });
});
