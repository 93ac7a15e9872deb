import type { Indexed } from './ports';

const MERGE_GAP = 48;
/** Between two pieces that run side by side. */
export const TRACK = 9;
export const CORNER = 8;
const CLEAR = 18;

/** A horizontal piece of an edge between two rows. */
export interface Piece {
  readonly gap: number;
  readonly from: number;
  readonly to: number;
  /** Leaves a fork, enters a merge, or changes lanes. */
  readonly kind: 'fork' | 'merge' | 'lane';
  y: number;
}

/** The long way of an edge beside the cards of some rows. */
export interface Lane {
  readonly x: number;
  readonly from: number;
  readonly to: number;
}

export interface Planning extends Indexed {
  /** Of a card. */
  readonly width: number;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly used: Lane[];
}

const NO_PIECES: readonly Piece[] = [];

/** The horizontal pieces of a link; none where it goes straight down. */
export function plan(at: number, planning: Planning): readonly Piece[] {
  const { from, to, ranks, xs, starts, ends, used } = planning;
  const [source, target] = [ranks[from[at]!]!, ranks[to[at]!]!];
  const start = xs[from[at]!]! + starts[at]!;
  const end = xs[to[at]!]! + ends[at]!;
  const forked = starts[at] !== 0;
  if (target === source + 1) {
    const kind = ends[at] === 0 ? (forked ? 'fork' : 'lane') : 'merge';
    return start === end ? NO_PIECES : [{ gap: source, from: start, to: end, kind, y: 0 }];
  }
  // Against the data's direction (a cycle) the way passes its own rows too.
  const [top, bottom] = target > source ? [source + 1, target - 1] : [target, source];
  const lane = freeLane(start, end, top, bottom, planning);
  used.push({ x: lane, from: top, to: bottom });
  const pieces: Piece[] = [];
  if (lane !== start) pieces.push({ gap: source, from: start, to: lane, kind: forked ? 'fork' : 'lane', y: 0 });
  if (lane !== end) pieces.push({ gap: target - 1, from: lane, to: end, kind: ends[at] === 0 ? 'lane' : 'merge', y: 0 });
  return pieces;
}

/** The x nearest to both ends where no card stands in these rows, and no other edge runs. */
function freeLane(
  start: number,
  end: number,
  top: number,
  bottom: number,
  { xs, rows, width, used }: Pick<Planning, 'xs' | 'rows' | 'width' | 'used'>,
): number {
  const half = width / 2 + CLEAR;
  const cards: number[] = [];
  for (let rank = top; rank <= bottom; rank++) for (const node of rows[rank] ?? []) cards.push(xs[node] ?? 0);
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

/** Gives each horizontal piece a height of its own where it would lie on another one, and the gaps their heights. */
export function trackGaps(
  rowCount: number,
  bent: ReadonlyMap<number, readonly Piece[]>,
  plain: number,
): { readonly gaps: readonly number[]; readonly base: (piece: Piece) => number } {
  const gaps = Array.from({ length: rowCount }, () => plain);
  const tracks: Record<Piece['kind'], number>[] = [];
  const all = [...bent.values()].flat();
  const merges = new Set(all.filter(({ kind }) => kind === 'merge').map(({ gap }) => gap));
  for (const [gap, pieces] of grouped(all, (piece) => piece.gap)) {
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

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
