import { COLUMN_GAP, type Link, type Placement, type Structure } from './layout';

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
}

/** The drawn graph: a box a card and a path an edge. */
export interface Drawing {
  readonly boxes: Readonly<Record<string, Box>>;
  readonly routes: readonly Route[];
  /** Around all of it. */
  readonly bounds: Box;
  readonly placement: Placement;
}

export interface Sizes {
  readonly width: number;
  readonly heights: Readonly<Record<string, number>>;
  /** Between two rows. */
  readonly gap: number;
}

const MERGE_GAP = 48;
const TRACK = 9;
const CORNER = 8;
const PORT_STEP = { input: 80, output: 120 } as const;
const CLEAR = 18;
/** The middle of a label that stands between a card and where its ways part. */
const ABOVE_TURN = 9;

/** A horizontal piece of an edge between two rows. */
interface Piece {
  readonly gap: number;
  readonly from: number;
  readonly to: number;
  /** Leaves a fork, enters a merge, or changes lanes. */
  readonly kind: 'fork' | 'merge' | 'lane';
  y: number;
}

/** Places the rows, and routes the edges at right angles between and beside the cards, never behind one. */
export function draw(structure: Structure, placement: Placement, sizes: Sizes): Drawing {
  const { nodes } = structure;
  const edges = structure.edges.filter(({ from, to }) => placement[from] && placement[to]);
  const rows: string[][] = [];
  for (const id of nodes) {
    const rank = placement[id]?.rank;
    if (rank !== undefined) (rows[rank] ??= []).push(id);
  }
  const ends = portsOfInputs(edges, sizes.width);
  const starts = portsOfOutputs(edges, placement, ends, sizes.width);
  keepApart(edges, placement, starts, ends);
  const used: Lane[] = [];
  const plans = edges.map((edge) => plan(edge, { placement, rows, sizes, starts, ends, used }));
  const { gaps, base } = trackGaps(rows.length, plans, sizes.gap);

  const boxes: { [id: string]: Box } = {};
  const rowBottoms: number[] = [];
  let y = 0;
  rows.forEach((row, rank) => {
    let bottom = y;
    for (const id of row) {
      const height = sizes.heights[id] ?? 34;
      boxes[id] = { x: (placement[id]?.x ?? 0) - sizes.width / 2, y, width: sizes.width, height };
      bottom = Math.max(bottom, y + height);
    }
    rowBottoms[rank] = bottom;
    y = bottom + (gaps[rank] ?? sizes.gap);
  });
  const straight = edges.filter((edge) => starts.get(edge) === 0).map(({ from }) => from);
  const labelled = new Set(straight);
  const routes = plans.map((one) => route(one, { boxes, rowBottoms, base, labelled }));
  return { boxes, routes, bounds: around(Object.values(boxes), used), placement };
}

/** The long way of an edge beside the cards of some rows. */
interface Lane {
  readonly x: number;
  readonly from: number;
  readonly to: number;
}

interface Plan {
  readonly edge: Link;
  readonly start: number;
  readonly end: number;
  /** The x of the long way down beside the cards. */
  readonly lane: number;
  readonly pieces: readonly Piece[];
}

interface Planning {
  readonly placement: Placement;
  readonly rows: readonly (readonly string[])[];
  readonly sizes: Sizes;
  readonly starts: ReadonlyMap<Link, number>;
  readonly ends: ReadonlyMap<Link, number>;
  readonly used: Lane[];
}

const NO_PIECES: readonly Piece[] = [];

function plan(edge: Link, { placement, rows, sizes, starts, ends, used }: Planning): Plan {
  const source = placement[edge.from]?.rank ?? 0;
  const target = placement[edge.to]?.rank ?? 0;
  const start = (placement[edge.from]?.x ?? 0) + (starts.get(edge) ?? 0);
  const end = (placement[edge.to]?.x ?? 0) + (ends.get(edge) ?? 0);
  const forked = starts.get(edge) !== 0;
  const into: Piece['kind'] = ends.get(edge) === 0 ? (forked ? 'fork' : 'lane') : 'merge';
  if (target === source + 1)
    return { edge, start, end, lane: end, pieces: start === end ? NO_PIECES : [{ gap: source, from: start, to: end, kind: into, y: 0 }] };
  // Against the data's direction (a cycle) the way passes its own rows too.
  const [top, bottom] = target > source ? [source + 1, target - 1] : [target, source];
  const lane = freeLane(start, end, top, bottom, { placement, rows, sizes, used });
  used.push({ x: lane, from: top, to: bottom });
  const pieces: Piece[] = [];
  if (lane !== start) pieces.push({ gap: source, from: start, to: lane, kind: forked ? 'fork' : 'lane', y: 0 });
  if (lane !== end) pieces.push({ gap: target - 1, from: lane, to: end, kind: ends.get(edge) === 0 ? 'lane' : 'merge', y: 0 });
  return { edge, start, end, lane, pieces };
}

/** The x nearest to both ends where no card stands in these rows, and no other edge runs. */
function freeLane(
  start: number,
  end: number,
  top: number,
  bottom: number,
  { placement, rows, sizes, used }: Pick<Planning, 'placement' | 'rows' | 'sizes' | 'used'>,
): number {
  const half = sizes.width / 2 + CLEAR;
  const cards: number[] = [];
  for (let rank = top; rank <= bottom; rank++) for (const id of rows[rank] ?? []) cards.push(placement[id]?.x ?? 0);
  const lanes = used.filter((lane) => lane.from <= bottom && lane.to >= top).map((lane) => lane.x);
  const free = (x: number): boolean =>
    cards.every((card) => Math.abs(card - x) >= half - 0.5) && lanes.every((lane) => Math.abs(lane - x) >= TRACK);
  const columns = [...new Set(cards)];
  const candidates = [start, end, ...columns.flatMap((x) => [x - half, x + half]), ...lanes.flatMap((x) => [x - 2 * TRACK, x + 2 * TRACK])];
  const open = candidates.filter(free);
  const far = Math.max(...cards, ...lanes) + half;
  const cost = (x: number): number => Math.abs(x - start) + Math.abs(x - end) + (x < start && x < end ? 1 : 0);
  return open.length === 0 ? far : open.reduce((best, x) => (cost(x) < cost(best) ? x : best));
}

/**
 * The output that goes straight on leaves from the middle, those to the left and right from beside it; a skip leaves on
 * the side where it arrives.
 */
function portsOfOutputs(edges: readonly Link[], placement: Placement, ends: ReadonlyMap<Link, number>, width: number): Map<Link, number> {
  const ports = new Map<Link, number>();
  for (const group of grouped(edges, ({ from }) => from).values()) {
    const here = placement[group[0]?.from ?? ''];
    const towards = (edge: Link): number => {
      const target = placement[edge.to];
      const aside = (target?.x ?? 0) - (here?.x ?? 0);
      const skips = (target?.rank ?? 0) - (here?.rank ?? 0) !== 1;
      return Math.abs(aside) < 1 ? (skips ? Math.sign(ends.get(edge) ?? 0) || 1 : 0) : aside;
    };
    const sorted = [...group].sort((a, b) => towards(a) - towards(b));
    const straight = sorted.findIndex((edge) => towards(edge) === 0);
    const middle = straight >= 0 ? straight : (sorted.length - 1) / 2;
    const reach = Math.max(middle, sorted.length - 1 - middle);
    const step = Math.min(PORT_STEP.output, (width / 2 - 30) / Math.max(1, reach));
    sorted.forEach((edge, i) => ports.set(edge, (i - middle) * step));
  }
  return ports;
}

/** An edge that arrives right below where another one leaves would run into it: it arrives a little aside. */
function keepApart(edges: readonly Link[], placement: Placement, starts: ReadonlyMap<Link, number>, ends: Map<Link, number>): void {
  const arriving = edges.filter((edge) => ends.get(edge) !== 0);
  if (arriving.length === 0) return;
  const rowOf = (id: string): number => placement[id]?.rank ?? 0;
  const xOf = (id: string, port: number): number => Math.round((placement[id]?.x ?? 0) + port);
  const leaving = new Map<number, Map<number, Link>>(arriving.map(({ to }) => [rowOf(to) - 1, new Map()]));
  for (const edge of edges) leaving.get(rowOf(edge.from))?.set(xOf(edge.from, starts.get(edge) ?? 0), edge);
  for (const edge of arriving) {
    const end = ends.get(edge) ?? 0;
    const above = leaving.get(rowOf(edge.to) - 1)?.get(xOf(edge.to, end));
    if (above && above !== edge) ends.set(edge, end + TRACK);
  }
}

/** One port an input, in the order of `inputs`. */
function portsOfInputs(edges: readonly Link[], width: number): Map<Link, number> {
  const ports = new Map<Link, number>();
  for (const group of grouped(edges, ({ to }) => to).values()) {
    const step = Math.min(PORT_STEP.input, (width - 80) / Math.max(1, group.length - 1));
    [...group].sort((a, b) => a.input - b.input).forEach((edge, i) => ports.set(edge, (i - (group.length - 1) / 2) * step));
  }
  return ports;
}

/** Gives each horizontal piece a height of its own where it would lie on another one, and the gaps their heights. */
function trackGaps(
  rowCount: number,
  plans: readonly Plan[],
  plain: number,
): { readonly gaps: readonly number[]; readonly base: (piece: Piece) => number } {
  const gaps = Array.from({ length: rowCount }, () => plain);
  const tracks: Record<Piece['kind'], number>[] = [];
  const merges = new Set(plans.flatMap((one) => one.pieces.filter(({ kind }) => kind === 'merge').map(({ gap }) => gap)));
  for (const [gap, pieces] of grouped(
    plans.flatMap((one) => one.pieces),
    (piece) => piece.gap,
  )) {
    const counts: Record<Piece['kind'], number> = { fork: 0, lane: 0, merge: 0 };
    for (const kind of ['fork', 'lane', 'merge'] as const) {
      const levels: { low: number; high: number; from: number; to: number }[][] = [];
      for (const piece of pieces.filter((one) => one.kind === kind)) {
        const span = { low: Math.min(piece.from, piece.to), high: Math.max(piece.from, piece.to), from: piece.from, to: piece.to };
        let level = levels.findIndex((others) => others.every((other) => span.high < other.low - CORNER || span.low > other.high + CORNER));
        if (level < 0) level = levels.push([]) - 1;
        levels[level]?.push(span);
        piece.y = level;
      }
      counts[kind] = levels.length;
    }
    tracks[gap] = counts;
    const extra = (count: number): number => Math.max(0, count - 1) * TRACK;
    const both = (counts.fork > 0 || counts.lane > 0) && counts.merge > 0 ? 20 : 0;
    gaps[gap] = (merges.has(gap) ? MERGE_GAP : plain) + extra(counts.fork) + extra(counts.lane) + extra(counts.merge) + both;
  }
  const base = (piece: Piece): number => {
    const height = gaps[piece.gap] ?? plain;
    const counts = tracks[piece.gap];
    if (piece.kind === 'merge') return height - 19 - ((counts?.merge ?? 1) - 1 - piece.y) * TRACK;
    if (piece.kind === 'fork') return 17 + piece.y * TRACK;
    return 17 + ((counts?.fork ?? 0) + piece.y) * TRACK;
  };
  return { gaps, base };
}

interface Drawn {
  readonly boxes: Readonly<Record<string, Box>>;
  readonly rowBottoms: readonly number[];
  readonly base: (piece: Piece) => number;
  /** Layers whose shape an edge says already. */
  readonly labelled: Set<string>;
}

function route({ edge, start, end, pieces }: Plan, { boxes, rowBottoms, base, labelled }: Drawn): Route {
  const { from } = edge;
  const source = boxes[from];
  const target = boxes[edge.to];
  const top = { x: start, y: (source?.y ?? 0) + (source?.height ?? 0) };
  const tip = { x: end, y: target?.y ?? 0 };
  const points: Point[] = [top];
  for (const piece of pieces) {
    const y = (rowBottoms[piece.gap] ?? (target?.y ?? 0) - 40) + base(piece);
    points.push({ x: piece.from, y }, { x: piece.to, y });
  }
  points.push({ x: end, y: tip.y - 5 });
  const [first] = pieces;
  const turn = points[1] ?? tip;
  const centre = (source?.x ?? 0) + (source?.width ?? 0) / 2;
  let label: Route['label'];
  if (start === centre) {
    const y = first === undefined ? (top.y + tip.y) / 2 - 1 : first.kind === 'merge' ? top.y + 14 : (top.y + turn.y) / 2;
    label = { x: start + 8, y, centered: false };
  } else if (!labelled.has(from)) {
    // A fork without a way straight on: its shape stands between the two ways, above where they turn.
    label = { x: centre, y: top.y + ABOVE_TURN, centered: true };
  }
  if (label) labelled.add(from);
  const middle = first === undefined ? { x: start, y: (top.y + tip.y) / 2 - 1 } : { x: start, y: (top.y + turn.y) / 2 };
  return new DrawnRoute(edge, points, tip, middle, label);
}

/** Room that a label takes beside its point. */
const LABEL = 150;

/** Its path is written when it is asked for: of ten thousand connections few are in view. */
class DrawnRoute implements Route {
  readonly from: string;
  readonly to: string;
  readonly input: number;
  readonly id: string;
  private written?: string;

  constructor(
    { from, to, input }: Link,
    private readonly points: readonly Point[],
    readonly end: Point,
    readonly middle: Point,
    readonly label: Route['label'],
  ) {
    this.from = from;
    this.to = to;
    this.input = input;
    this.id = `${from}\u0000${to}\u0000${input}`;
  }

  get path(): string {
    return (this.written ??= rounded(this.points));
  }

  get bounds(): Box {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const { x, y } of this.points) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    const label = this.label ? LABEL : 0;
    return { x: left - label, y: top, width: right - left + 2 * label, height: bottom - top };
  }
}

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** A path at right angles with round corners. */
function rounded(points: readonly Point[]): string {
  let path = '';
  points.forEach((point, i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (!before) path += `M${point.x} ${point.y}`;
    else if (!after) path += `L${point.x} ${point.y}`;
    else {
      const radius = Math.min(CORNER, distance(before, point) / 2, distance(point, after) / 2);
      const a = towards(point, before, radius);
      const b = towards(point, after, radius);
      path += `L${a.x} ${a.y}Q${point.x} ${point.y} ${b.x} ${b.y}`;
    }
  });
  return path;
}

const distance = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  const share = whole === 0 ? 0 : length / whole;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function around(boxes: readonly Box[], lanes: readonly { readonly x: number }[]): Box {
  let [left, right, bottom] = [0, 0, 0];
  for (const box of boxes) {
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
