import { Graph, layout } from '@dagrejs/dagre';
import { CARD_WIDTH, COLUMN_GAP, type Placement, type Spot, type Structure } from './layout';

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
  for (const { from, to, input } of edges) if (from !== to) graph.setEdge(from, to, {}, String(input));
  layout(graph);
  const spots = nodes.map((id) => ({ id, ...(graph.node(id) as { x: number; y: number }) }));
  const rows = [...new Set(spots.map(({ y }) => Math.round(y)))].sort((a, b) => a - b);
  const ranks = new Map(rows.map((y, rank) => [y, rank]));
  const middle = (Math.min(...spots.map(({ x }) => x)) + Math.max(...spots.map(({ x }) => x))) / 2;
  return Object.fromEntries(
    spots.map(({ id, x, y }): [string, Spot] => [id, { rank: ranks.get(Math.round(y)) ?? 0, x: Math.round(x - middle) }]),
  );
}
