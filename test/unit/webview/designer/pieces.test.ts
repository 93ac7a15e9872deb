import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dagrePlacement } from '../../../../webview/designer/graph/dagreLayout';
import { decompose } from '../../../../webview/designer/graph/decompose';
import { CARD_WIDTH, COLUMN_GAP, withoutSkips, type Link, type Placement, type Structure } from '../../../../webview/designer/graph/layout';
import { piecesPlacement } from '../../../../webview/designer/graph/piecesPlacement';

const structure = (nodes: string, ...edges: readonly string[]): Structure => ({
  nodes: [...nodes],
  edges: edges.map((edge, i) => ({
    from: edge[0] ?? '',
    to: edge[1] ?? '',
    input: edges.slice(0, i).filter((other) => other[1] === edge[1]).length,
  })),
});

/** Every layer has a spot, below all that it takes, and no two stand on each other. */
function expectRight({ nodes, edges }: Structure, placement: Placement | undefined): void {
  expect(new Set(Object.keys(placement ?? {}))).toEqual(new Set(nodes));
  const spots = placement!;
  for (const { from, to } of edges) expect(spots[from]!.rank).toBeLessThan(spots[to]!.rank);
  const rows = new Map<number, number[]>();
  for (const { rank, x } of Object.values(spots)) rows.set(rank, [...(rows.get(rank) ?? []), x]);
  for (const row of rows.values()) {
    const sorted = row.toSorted((a, b) => a - b);
    sorted.forEach((x, i) => i > 0 && expect(x - sorted[i - 1]!).toBeGreaterThanOrEqual(CARD_WIDTH.branch + COLUMN_GAP - 1));
  }
}

/** A model as a tree of rows and forks: `true` is a layer. */
type Shape = true | { readonly row: readonly Shape[] } | { readonly fork: readonly Shape[] };
const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant<Shape>(true),
    fc.array(tie('shape'), { minLength: 1, maxLength: 4 }).map((row): Shape => ({ row })),
    fc.array(tie('shape'), { minLength: 2, maxLength: 4 }).map((fork): Shape => ({ fork })),
  ),
}));

/** A design that is built as the tree says, in which every fork begins and ends with a layer. */
function built(whole: Shape): Structure {
  const nodes: string[] = [];
  const edges: Link[] = [];
  const layer = (...takes: readonly string[]): string => {
    const id = `l${nodes.push('') - 1}`;
    nodes[nodes.length - 1] = id;
    takes.forEach((from, input) => edges.push({ from, to: id, input }));
    return id;
  };
  const build = (part: Shape, from: string): string => {
    if (part === true) return layer(from);
    if ('row' in part) return part.row.reduce((at, one) => build(one, at), from);
    return layer(...part.fork.map((one) => build(one, from)));
  };
  build(whole, layer());
  return { nodes, edges };
}

describe('a graph of rows and forks', () => {
  it('has a spot for each layer, whatever its form', () => {
    fc.assert(
      fc.property(shape, (whole) => expectRight(built(whole), piecesPlacement(withoutSkips(built(whole))))),
      { numRuns: 200 },
    );
  });
  it('stands in the order of the ports where branches meet', () => {
    const placement = piecesPlacement(structure('abcd', 'ab', 'ac', 'cd', 'bd'))!;
    expect(placement.c!.x).toBeLessThan(placement.b!.x);
  });
  it('has an input beside the branch close to where it is taken, and an output that leaves early close to where it leaves', () => {
    const placement = piecesPlacement(structure('abcdi', 'ab', 'bc', 'cd', 'id'))!;
    expect([placement.i?.rank, placement.d?.rank]).toEqual([2, 3]);
    const early = piecesPlacement(structure('abcdo', 'ab', 'bc', 'cd', 'ao'))!;
    expect([early.a?.rank, early.o?.rank]).toEqual([0, 1]);
  });
  it('may have outputs that leave, and inputs that come in, in the middle of a fork', () => {
    const fork = structure('abcdefo', 'ab', 'ac', 'bd', 'ce', 'df', 'ef', 'bo');
    expectRight(fork, piecesPlacement(fork));
    const late = structure('abcdefi', 'ab', 'ac', 'bd', 'ce', 'df', 'ef', 'id');
    expectRight(late, piecesPlacement(late));
    expect(piecesPlacement(late)?.i?.rank).toBe(1);
    const withEnds = fc
      .tuple(shape, fc.array(fc.nat(), { maxLength: 4 }), fc.array(fc.nat(), { maxLength: 4 }))
      .map(([whole, outs, ins]) => {
        const { nodes, edges } = built(whole);
        const at = (one: number): string => nodes[one % nodes.length] ?? '';
        const inputsOf = (id: string): number => edges.filter(({ to }) => to === id).length;
        return {
          nodes: [...nodes, ...outs.map((_, i) => `o${i}`), ...ins.map((_, i) => `i${i}`)],
          edges: [
            ...edges,
            ...outs.map((one, i) => ({ from: at(one), to: `o${i}`, input: 0 })),
            ...ins.map((one, i) => ({ from: `i${i}`, to: at(one), input: inputsOf(at(one)) + i })),
          ],
        };
      });
    fc.assert(
      fc.property(withEnds, (graph) => expectRight(graph, piecesPlacement(withoutSkips(graph)) ?? dagrePlacement(graph))),
      { numRuns: 100 },
    );
  });
  it('of ten thousand layers, forks in forks, is placed without recursion', () => {
    const nodes = ['n0'];
    const edges: Link[] = [];
    // Each fork is the first branch of the next one.
    for (let i = 1; i < 10_000; i += 2) {
      nodes.push(`n${i}`, `n${i + 1}`);
      edges.push({ from: 'n0', to: `n${i}`, input: 0 });
      edges.push({ from: `n${i - 1}`, to: `n${i + 1}`, input: 0 }, { from: `n${i}`, to: `n${i + 1}`, input: 1 });
    }
    expectRight({ nodes, edges }, piecesPlacement({ nodes, edges }));
  });
  it('is none where ways cross, and where they go in a circle', () => {
    expect(piecesPlacement(structure('abcdef', 'ab', 'ac', 'bd', 'be', 'cd', 'ce', 'df', 'ef'))).toBeUndefined();
    expect(piecesPlacement(structure('abc', 'ab', 'bc', 'ca'))).toBeUndefined();
  });
});

describe('a graph with ways that cross', () => {
  const crossed = structure('abcdefgh', 'ab', 'ac', 'bd', 'be', 'cd', 'ce', 'df', 'ef', 'fg', 'gh');
  it('leaves only those to dagre', () => {
    const { nodes } = decompose(crossed);
    expect(nodes).toEqual([...'abcdef']);
    expectRight(crossed, dagrePlacement(crossed));
  });
  it('has a spot for each layer', () => {
    const random = fc.array(fc.array(fc.nat(), { minLength: 0, maxLength: 3 }), { minLength: 1, maxLength: 14 }).map((takes): Structure => {
      const nodes = takes.map((_, i) => `n${i}`);
      const edges = takes.flatMap((from, i) =>
        i === 0 ? [] : [...new Set(from.map((one) => one % i))].map((one, input) => ({ from: `n${one}`, to: `n${i}`, input })),
      );
      return { nodes, edges };
    });
    fc.assert(
      fc.property(random, (graph) => expectRight(graph, dagrePlacement(graph))),
      { numRuns: 100 },
    );
  });
});
