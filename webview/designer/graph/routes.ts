import { COLUMN_GAP, type Link, type Placement, type Structure } from './layout';
import { DrawnRoute, NO_TURNS } from './drawnRoute';
import { plan, trackGaps, type Piece, type Planning } from './lanes';
import { keepApart, labelsOf, portsOfInputs, portsOfOutputs, type Indexed } from './ports';
import { emptyTable } from './tables';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Route extends Link {
  readonly id: string;
  /** The line, as an SVG path. */
  readonly path: string;
  /** Where it ends: the tip of the arrow. */
  readonly end: Point;
  /** Left middle of its shape label; `centered`: the middle of it. Absent: another edge says it. */
  readonly label?: Point & { readonly centered: boolean };
  /** Where a layer would go that is put on this edge. */
  readonly middle: Point;
  /** Around the line and its label. */
  readonly bounds: Box;
  /** Whether that touches a window. */
  isIn(window: Box): boolean;
}

export const touch = (a: Box, b: Box): boolean =>
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;

/** The drawn graph: a box a card and a path an edge. */
export interface Drawing {
  readonly boxes: Readonly<Record<string, Box>>;
  /** Ids in the order of the file, and the box of each; absent: it has no place yet. */
  readonly nodes: readonly string[];
  readonly cards: readonly (Box | undefined)[];
  readonly routes: readonly Route[];
  /** Around all of it. */
  readonly bounds: Box;
  readonly placement: Placement;
}

export interface Sizes {
  readonly width: number;
  /** Of each card, in the order of the file. */
  readonly heights: Readonly<ArrayLike<number>>;
  /** Between two rows. */
  readonly gap: number;
}

/** Places the rows, and routes the edges at right angles between and beside the cards, never behind one. */
export function draw(structure: Structure, placement: Placement, sizes: Sizes): Drawing {
  const graph = indexed(structure, placement);
  const { rows, xs } = graph;
  const ends = portsOfInputs(graph, sizes.width);
  const starts = portsOfOutputs(graph, ends, sizes.width);
  keepApart(graph, starts, ends);
  const planning: Planning = { ...graph, width: sizes.width, starts, ends, used: [] };
  const bent = new Map<number, readonly Piece[]>();
  for (let at = 0; at < graph.links.length; at++) {
    const pieces = plan(at, planning);
    if (pieces.length > 0) bent.set(at, pieces);
  }
  const { gaps, base } = trackGaps(rows.length, bent, sizes.gap);

  const cards: (Box | undefined)[] = new Array<Box | undefined>(structure.nodes.length);
  const boxes = emptyTable<Box>();
  const rowBottoms: number[] = [];
  let y = 0;
  rows.forEach((row, rank) => {
    let bottom = y;
    for (const node of row) {
      const height = sizes.heights[node] ?? 34;
      const box = { x: (xs[node] ?? 0) - sizes.width / 2, y, width: sizes.width, height };
      cards[node] = box;
      boxes[structure.nodes[node] ?? ''] = box;
      bottom = Math.max(bottom, y + height);
    }
    rowBottoms[rank] = bottom;
    y = bottom + (gaps[rank] ?? sizes.gap);
  });
  const labels = labelsOf(graph, starts);
  const routes = graph.links.map((link, at): Route => {
    const [source, target] = [cards[graph.from[at]!]!, cards[graph.to[at]!]!];
    const turns = bent.get(at)?.map((piece) => ({ ...piece, y: (rowBottoms[piece.gap] ?? target.y - 40) + base(piece) }));
    return new DrawnRoute(link, source, target, starts[at]!, ends[at]!, turns ?? NO_TURNS, labels[at]!);
  });
  return { boxes, nodes: structure.nodes, cards, routes, bounds: around(cards, planning.used), placement };
}

function indexed({ nodes, edges }: Structure, placement: Placement): Indexed {
  const places = new Map<string, number>();
  const ranks = new Int32Array(nodes.length).fill(-1);
  const xs = new Float64Array(nodes.length);
  const rows: number[][] = [];
  for (let i = 0; i < nodes.length; i++) {
    const id = nodes[i]!;
    places.set(id, i);
    const spot = placement[id];
    if (!spot) continue;
    ranks[i] = spot.rank;
    xs[i] = spot.x;
    (rows[spot.rank] ??= []).push(i);
  }
  const from = new Int32Array(edges.length);
  const to = new Int32Array(edges.length);
  const links: Link[] = [];
  for (const edge of edges) {
    const [a = -1, b = -1] = [places.get(edge.from), places.get(edge.to)];
    if (a < 0 || b < 0 || ranks[a]! < 0 || ranks[b]! < 0) continue;
    from[links.length] = a;
    to[links.length] = b;
    links.push(edge);
  }
  return { links, from, to, ranks, xs, rows };
}

function around(boxes: readonly (Box | undefined)[], lanes: readonly { readonly x: number }[]): Box {
  let [left, right, bottom] = [0, 0, 0];
  for (const box of boxes) {
    if (!box) continue;
    left = Math.min(left, box.x);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  for (const { x } of lanes) {
    left = Math.min(left, x - COLUMN_GAP);
    right = Math.max(right, x + COLUMN_GAP);
  }
  return { x: left, y: 0, width: right - left, height: bottom + 32 };
}
