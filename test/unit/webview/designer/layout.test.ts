import { describe, expect, it } from 'vitest';
import { dagrePlacement } from '../../../../webview/designer/graph/dagreLayout';
import { connectable } from '../../../../webview/designer/graph/connectable';
import { chainPlacement, simplePlacement, withoutSkips, type Structure } from '../../../../webview/designer/graph/layout';

const structure = (nodes: string, ...edges: readonly string[]): Structure => ({
  nodes: [...nodes],
  edges: edges.map((edge, i) => ({
    from: edge[0] ?? '',
    to: edge[1] ?? '',
    input: edges.slice(0, i).filter((other) => other[1] === edge[1]).length,
  })),
});
const ranks = (placement: Readonly<Record<string, { rank: number }>> | undefined): Record<string, number> =>
  Object.fromEntries(Object.entries(placement ?? {}).map(([id, { rank }]) => [id, rank]));

describe('a chain', () => {
  it('goes straight down in the direction of the data, whatever the order of the file', () => {
    const placement = chainPlacement(structure('cab', 'ab', 'bc'));
    expect(ranks(placement)).toEqual({ a: 0, b: 1, c: 2 });
    expect(Object.values(placement ?? {}).every(({ x }) => x === 0)).toBe(true);
  });
  it('is no chain once a layer is taken twice, or takes two', () => {
    expect(chainPlacement(structure('abc', 'ab', 'ac'))).toBeUndefined();
    expect(chainPlacement(structure('abc', 'ac', 'bc'))).toBeUndefined();
  });
  it('is no chain where it bites its tail', () => {
    expect(chainPlacement(structure('ab', 'ab', 'ba'))).toBeUndefined();
  });
  it('of 10,000 layers is placed without trouble', () => {
    const nodes = Array.from({ length: 10_000 }, (_, i) => `l${i}`);
    const edges = nodes.slice(1).map((to, i) => ({ from: nodes[i] ?? '', to, input: 0 }));
    expect(chainPlacement(withoutSkips({ nodes, edges }))?.l9999).toEqual({ rank: 9999, x: 0 });
  });
});

describe('skips', () => {
  it('are connections beside which there is a longer way', () => {
    const { edges } = withoutSkips(structure('abcd', 'ab', 'bc', 'cd', 'ad'));
    expect(edges.map(({ from, to }) => from + to)).toEqual(['ab', 'bc', 'cd']);
  });
  it('leave branches with layers of their own alone', () => {
    expect(withoutSkips(structure('abcd', 'ab', 'ac', 'bd', 'cd')).edges).toHaveLength(4);
  });
  it('of residual blocks, one inside the other too, leave a chain', () => {
    expect(ranks(chainPlacement(withoutSkips(structure('abcde', 'ab', 'bc', 'ac', 'cd', 'de', 'ce', 'ae'))))).toEqual({
      a: 0,
      b: 1,
      c: 2,
      d: 3,
      e: 4,
    });
  });
});

describe('branches', () => {
  const fork = structure('abcde', 'ab', 'ac', 'bd', 'cd', 'de');
  it.each([
    ['dagre', dagrePlacement],
    ['the simple placement', simplePlacement],
  ])('stand side by side with %s', (_, place) => {
    const placement = place(fork);
    expect(ranks(placement)).toEqual({ a: 0, b: 1, c: 1, d: 2, e: 3 });
    expect(Math.abs((placement.b?.x ?? 0) - (placement.c?.x ?? 0))).toBeGreaterThanOrEqual(372);
  });
  it('stand in the order of the ports where they meet', () => {
    const placement = dagrePlacement(structure('abcd', 'ab', 'ac', 'cd', 'bd'));
    expect(placement.c?.x).toBeLessThan(placement.b?.x ?? 0);
  });
  it('of a cycle are placed all the same', () => {
    expect(Object.keys(dagrePlacement(structure('abc', 'ab', 'bc', 'ca')))).toHaveLength(3);
    expect(Object.keys(simplePlacement(structure('abc', 'ab', 'bc', 'ca')))).toHaveLength(3);
  });
});

describe('what can be connected', () => {
  const fork = structure('abcde', 'ab', 'ac', 'bd', 'cd', 'de');
  it('as an input is nothing that comes after, and nothing that is taken already', () => {
    expect([...connectable(fork, 'd', 'input')]).toEqual(['a']);
    expect([...connectable(fork, 'b', 'input')]).toEqual(['c']);
  });
  it('as an output is nothing that comes before, and nothing that takes it already', () => {
    expect([...connectable(fork, 'b', 'output')]).toEqual(['c', 'e']);
    expect([...connectable(fork, 'e', 'output')]).toEqual([]);
  });
});
