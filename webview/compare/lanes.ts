import type { Edge } from '../../src/core/analysis';
import type { Side } from '../../src/protocol/compare';
import type { Row } from './rows';

/** The connections of one side, row by row. */
export interface Wires {
  /** A line leads from here to the card right below it on this side. */
  readonly down: Uint8Array;
  /** The line of a card above goes past this row, where this side has nothing. */
  readonly past: Uint8Array;
  /** The line that comes from above ends in this row's card. */
  readonly arrives: Uint8Array;
  /** Skips: bits of the lanes that go down from this row's card, past the row, and up from its card. */
  readonly begins: Uint8Array;
  readonly passes: Uint8Array;
  readonly ends: Uint8Array;
  /** A skip arrives at this row's card. */
  readonly heads: Uint8Array;
  /** How many lanes there are. */
  readonly lanes: number;
}

/** Pixels from the left edge of a side to its cards: lanes are between. */
export const gutterOf = (lanes: number): number => (lanes === 0 ? 16 : 24 + lanes * LANE);
export const LANE = 8;

/** More skips beside each other share the last lane. */
const MOST_LANES = 6;

/** Works out the lines of one side: straight ones to the next card, skips in lanes beside the cards. Nearly linear. */
export function wiresOf(rows: readonly Row[], edges: readonly Edge[], side: Side): Wires {
  const rowOf = new Map<string, number>();
  const stations: number[] = [];
  rows.forEach((row, i) => {
    if (row.kind === 'layer' && (row.side === 'both' || row.side === side)) {
      const id = row.layer[side]?.id;
      if (id === undefined) return;
      rowOf.set(id, i);
      stations.push(i);
    } else if (row.kind === 'fold') {
      for (const id of row.ids[side]) rowOf.set(id, i);
      stations.push(i);
    }
  });
  const next = new Map(stations.map((row, i) => [row, stations[i + 1]]));
  const make = (): Uint8Array => new Uint8Array(rows.length);
  const wires = { down: make(), past: make(), arrives: make(), begins: make(), passes: make(), ends: make(), heads: make() };
  const skips: { from: number; to: number }[] = [];
  const seen = new Set<string>();
  for (const { from, to } of edges) {
    const [a, b] = [rowOf.get(from), rowOf.get(to)];
    if (a === undefined || b === undefined || a === b || seen.has(`${a} ${b}`)) continue;
    seen.add(`${a} ${b}`);
    if (next.get(a) !== b) {
      skips.push({ from: a, to: b });
      continue;
    }
    wires.down[a] = 1;
    wires.past.fill(1, a + 1, b);
    wires.arrives[b] = 1;
  }
  return { ...wires, lanes: layInLanes(skips, wires, rows.length) };
}

type Skips = Pick<Wires, 'begins' | 'passes' | 'ends' | 'heads'>;

/** Each skip takes the first lane that is free over its whole length. */
function layInLanes(skips: readonly { from: number; to: number }[], { begins, passes, ends, heads }: Skips, rows: number): number {
  const spans = skips.map(({ from, to }) => ({ to, top: Math.min(from, to), bottom: Math.max(from, to) }));
  spans.sort((a, b) => a.top - b.top || a.bottom - b.bottom);
  const free: number[] = [];
  const crossing = Array.from({ length: MOST_LANES }, () => new Int32Array(rows + 1));
  for (const { to, top, bottom } of spans) {
    let lane = free.findIndex((end) => end <= top);
    if (lane < 0) lane = Math.min(free.length, MOST_LANES - 1);
    free[lane] = Math.max(bottom, free[lane] ?? 0);
    begins[top]! |= 1 << lane;
    ends[bottom]! |= 1 << lane;
    heads[to] = 1;
    crossing[lane]![top + 1]! += 1;
    crossing[lane]![bottom]! -= 1;
  }
  crossing.forEach((changes, lane) => {
    let open = 0;
    for (let row = 0; row < rows; row++) {
      open += changes[row]!;
      if (open > 0) passes[row]! |= 1 << lane;
    }
  });
  return free.length;
}
