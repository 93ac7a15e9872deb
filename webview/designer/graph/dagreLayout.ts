import { Graph, layout } from '@dagrejs/dagre';
import { decompose, type Piece } from './decompose';
import { CARD_WIDTH, COLUMN_GAP, withoutSkips, type Link, type Placement, type Spot, type Structure } from './layout';
import { placePiece, type Spots } from './piecesPlacement';
import { emptyTable, tableOf } from './tables';

/** From this many layers on the exact ranker takes too long. */
const EXACT_RANKS = 400;

/**
 * Rows and columns of a graph with branches, few crossings. Rows and forks are put together first, so that dagre has to
 * place only what is left. Heights do not matter to it: rows are placed afterwards.
 */
export function dagrePlacement(structure: Structure): Placement {
  const { nodes, spans } = decompose(withoutSkips(structure));
  const pieces = new Map<string, Piece>();
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: 'TB',
    nodesep: COLUMN_GAP,
    edgesep: 40,
    ranksep: 40,
    ranker: nodes.length + spans.length > EXACT_RANKS ? 'longest-path' : 'network-simplex',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  // dagre keeps nodes by name in plain objects, where not every name is free: it gets names of our own.
  const own = (id: string): string => `layer ${id}`;
  for (const id of nodes) graph.setNode(own(id), { width: CARD_WIDTH.branch, height: 20 });
  spans.forEach(({ from, to, piece }, i) => {
    if (!piece) return void (from !== undefined && to !== undefined && graph.setEdge(own(from), own(to)));
    const name = `piece ${i}`;
    pieces.set(name, piece);
    graph.setNode(name, { width: piece.width, height: 20 });
    if (from !== undefined) graph.setEdge(own(from), name);
    if (to !== undefined) graph.setEdge(name, own(to));
  });
  layout(graph);
  const placed = graph.nodes().map((id) => ({ id, ...(graph.node(id) as { x: number; y: number }) }));
  const ranks = ranksOf(placed, pieces);
  const spots: Spots = emptyTable<Spot>();
  for (const { id, x, y } of placed) {
    const spot = { rank: ranks.get(Math.round(y)) ?? 0, x };
    const piece = pieces.get(id);
    if (piece) placePiece(piece, spot, spots);
    else spots[id.slice(own('').length)] = spot;
  }
  return centred(spots, structure.edges);
}

/** The first row of each of dagre's, which is as long as the longest piece in it. */
function ranksOf(placed: readonly { readonly id: string; readonly y: number }[], pieces: ReadonlyMap<string, Piece>): Map<number, number> {
  const lengths = new Map<number, number>();
  for (const { id, y } of placed) {
    const row = Math.round(y);
    lengths.set(row, Math.max(lengths.get(row) ?? 1, pieces.get(id)?.length ?? 1));
  }
  let rank = 0;
  const ranks = new Map<number, number>();
  for (const [row, length] of [...lengths].sort(([a], [b]) => a - b)) {
    ranks.set(row, rank);
    rank += length;
  }
  return ranks;
}

/** The middle at 0, and mirrored where that sets more inputs in the order of their ports. */
function centred(spots: Spots, edges: readonly Link[]): Placement {
  const entries = Object.entries(spots);
  let [left, right] = [Infinity, -Infinity];
  for (const [, { x }] of entries) {
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  const middle = (left + right) / 2;
  const side = crossesPorts(edges, spots) > 0 ? -1 : 1;
  return tableOf(Object.fromEntries(entries.map(([id, { rank, x }]) => [id, { rank, x: Math.round((x - middle) * side) }])));
}

/** Above 0: more pairs of inputs stand against the order of their ports than with it, so the mirror image is better. */
function crossesPorts(edges: readonly Link[], spots: Spots): number {
  const inputs = new Map<string, number[]>();
  for (const { from, to } of [...edges].sort((a, b) => a.input - b.input)) {
    const own = inputs.get(to);
    if (own) own.push(spots[from]?.x ?? 0);
    else inputs.set(to, [spots[from]?.x ?? 0]);
  }
  let balance = 0;
  for (const places of inputs.values())
    for (let i = 1; i < places.length; i++) balance += Math.sign((places[i - 1] ?? 0) - (places[i] ?? 0));
  return balance;
}
