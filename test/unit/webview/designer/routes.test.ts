import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainPlacement, simplePlacement, withoutSkips, type Link, type Structure } from '../../../../webview/designer/graph/layout';
import { draw, type Box, type Drawing } from '../../../../webview/designer/graph/routes';

const sizes = { width: 372, gap: 36 };
const drawn = (structure: Structure, heights: Record<string, number> = {}): Drawing =>
  draw(structure, chainPlacement(withoutSkips(structure)) ?? simplePlacement(withoutSkips(structure)), {
    ...sizes,
    heights: structure.nodes.map((id) => heights[id] ?? 34),
  });
const chain: Structure = {
  nodes: ['a', 'b', 'c'],
  edges: [
    { from: 'a', to: 'b', input: 0 },
    { from: 'b', to: 'c', input: 0 },
  ],
};

/** The corners of a path; a rounded corner gives the points before and after it. */
const points = (path: string): { x: number; y: number }[] =>
  [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
const inside = (box: Box, x: number, y: number): boolean =>
  x > box.x + 1 && x < box.x + box.width - 1 && y > box.y + 1 && y < box.y + box.height - 1;

function crossesACard({ boxes, routes }: Drawing): boolean {
  return routes.some(({ path }) => {
    const corners = points(path);
    return corners.some((from, i) => {
      const to = corners[i + 1];
      if (!to) return false;
      return [0, 0.25, 0.5, 0.75, 1].some((share) =>
        Object.values(boxes).some((box) => inside(box, from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)),
      );
    });
  });
}

describe('rows', () => {
  it('follow each other with the gap between them', () => {
    const { boxes } = drawn(chain, { b: 58 });
    expect([boxes.a?.y, boxes.b?.y, boxes.c?.y]).toEqual([0, 34 + 36, 34 + 36 + 58 + 36]);
  });
  it('have more room above a merge', () => {
    const merge: Structure = {
      nodes: ['a', 'b', 'm'],
      edges: [
        { from: 'a', to: 'm', input: 0 },
        { from: 'b', to: 'm', input: 1 },
      ],
    };
    expect(drawn(merge).boxes.m?.y).toBe(34 + 48);
  });
});

describe('edges', () => {
  it('do not run into each other where one arrives below another that leaves', () => {
    const crossed: Structure = {
      nodes: ['b', 'c', 'd', 'e'],
      edges: [
        { from: 'b', to: 'd', input: 0 },
        { from: 'c', to: 'd', input: 1 },
        { from: 'b', to: 'e', input: 0 },
        { from: 'c', to: 'e', input: 1 },
      ],
    };
    const spots = { b: { rank: 0, x: 0 }, c: { rank: 0, x: 480 }, d: { rank: 1, x: 460 }, e: { rank: 1, x: 20 } };
    const heights = [34, 34, 34, 34];
    const { routes } = draw(crossed, spots, { width: 372, gap: 35, heights });
    const corners = routes.map(({ path }) => points(path));
    const starts = corners.map((corner) => corner[0]?.x);
    routes.forEach(({ end }, i) => {
      const other = starts.findIndex((x, j) => j !== i && x === end.x);
      expect(other).toBe(-1);
    });
  });
  it('of a chain are straight and end at the card, with the shape at their right', () => {
    const [route] = drawn(chain).routes;
    expect(route?.path).toBe('M0 34L0 65');
    expect(route?.end).toEqual({ x: 0, y: 70 });
    expect(route?.label).toEqual({ x: 8, y: 51, centered: false });
  });
  it('enter a merge by one port an input, in their order', () => {
    const merge: Structure = {
      nodes: ['a', 'b', 'm'],
      edges: [
        { from: 'a', to: 'm', input: 1 },
        { from: 'b', to: 'm', input: 0 },
      ],
    };
    const { routes } = drawn(merge);
    const end = (from: string): number => routes.find((route) => route.from === from)?.end.x ?? NaN;
    expect(end('b')).toBeLessThan(end('a'));
  });
  it('of a skip run beside the cards, on the side of their port', () => {
    const skip: Structure = { ...chain, edges: [...chain.edges, { from: 'a', to: 'c', input: 1 }] };
    const lane = points(drawn(skip).routes.find(({ from, to }) => from === 'a' && to === 'c')?.path ?? '').map(({ x }) => x);
    expect(Math.max(...lane)).toBeGreaterThan(372 / 2);
  });
  it('of a fork say their shape once', () => {
    const fork: Structure = {
      nodes: ['a', 'b', 'c'],
      edges: [
        { from: 'a', to: 'b', input: 0 },
        { from: 'a', to: 'c', input: 0 },
      ],
    };
    expect(drawn(fork).routes.filter(({ label }) => label)).toHaveLength(1);
  });
  it('never run behind a card, whatever the graph', () => {
    const graph = fc.integer({ min: 2, max: 14 }).chain((count) =>
      fc.array(fc.tuple(fc.nat(count - 2), fc.nat(count - 2)), { maxLength: 20 }).map((pairs): Structure => {
        const seen = new Set<string>();
        const taken = new Map<number, number>();
        const edges: Link[] = [];
        for (const [a, b] of pairs) {
          const [from, to] = [Math.min(a, b), Math.max(a, b) + 1];
          if (seen.has(`${from} ${to}`)) continue;
          seen.add(`${from} ${to}`);
          edges.push({ from: `n${from}`, to: `n${to}`, input: taken.get(to) ?? 0 });
          taken.set(to, (taken.get(to) ?? 0) + 1);
        }
        return { nodes: Array.from({ length: count }, (_, i) => `n${i}`), edges };
      }),
    );
    fc.assert(
      fc.property(graph, (structure) => !crossesACard(drawn(structure))),
      { numRuns: 300 },
    );
  });
});
