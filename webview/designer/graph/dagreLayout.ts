import { Graph, layout } from '@dagrejs/dagre';
import { CARD_WIDTH, COLUMN_GAP, withoutSkips, type Link, type Placement, type Spot, type Structure } from './layout';

/** From this many layers on the exact ranker takes too long. */
const EXACT_RANKS = 400;

/** Rows and columns of a graph with branches, few crossings. Heights do not matter to it: rows are placed afterwards. */
export function dagrePlacement({ nodes, edges }: Structure): Placement {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: 'TB',
    nodesep: COLUMN_GAP,
    edgesep: 40,
    ranksep: 40,
    ranker: nodes.length > EXACT_RANKS ? 'longest-path' : 'network-simplex',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of nodes) graph.setNode(id, { width: CARD_WIDTH.branch, height: 20 });
  for (const { from, to, input } of withoutSkips({ nodes, edges }).edges) if (from !== to) graph.setEdge(from, to, {}, String(input));
  layout(graph);
  const spots = nodes.map((id) => ({ id, ...(graph.node(id) as { x: number; y: number }) }));
  const rows = [...new Set(spots.map(({ y }) => Math.round(y)))].sort((a, b) => a - b);
  const ranks = new Map(rows.map((y, rank) => [y, rank]));
  const middle = (Math.min(...spots.map(({ x }) => x)) + Math.max(...spots.map(({ x }) => x))) / 2;
  const side = crossesPorts(edges, new Map(spots.map(({ id, x }) => [id, x]))) > 0 ? -1 : 1;
  return Object.fromEntries(
    spots.map(({ id, x, y }): [string, Spot] => [id, { rank: ranks.get(Math.round(y)) ?? 0, x: Math.round((x - middle) * side) }]),
  );
}

/** Above 0: more pairs of inputs stand against the order of their ports than with it, so the mirror image is better. */
function crossesPorts(edges: readonly Link[], x: ReadonlyMap<string, number>): number {
  const inputs = new Map<string, number[]>();
  for (const { from, to } of [...edges].sort((a, b) => a.input - b.input)) {
    const own = inputs.get(to);
    if (own) own.push(x.get(from) ?? 0);
    else inputs.set(to, [x.get(from) ?? 0]);
  }
  let balance = 0;
  for (const places of inputs.values())
    for (let i = 1; i < places.length; i++) balance += Math.sign((places[i - 1] ?? 0) - (places[i] ?? 0));
  return balance;
}
