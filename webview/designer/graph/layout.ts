import { emptyTable } from './tables';

/** Who is connected to whom: all that the layout depends on besides the cards' sizes. */
export interface Structure {
  /** Ids, in the order of the file. */
  readonly nodes: readonly string[];
  readonly edges: readonly Link[];
}

export interface Link {
  readonly from: string;
  readonly to: string;
  /** Which input of `to` this is. */
  readonly input: number;
}

/** In which row a card stands, from 0, and the x of its middle. */
export interface Spot {
  readonly rank: number;
  readonly x: number;
}
export type Placement = Readonly<Record<string, Spot>>;

/** Cards are as wide as this where there is one column, and as `BRANCH` where there are more. */
export const CARD_WIDTH = { chain: 420, branch: 372 } as const;
/** Between two columns; leaves room for a lane with its shape beside a card. */
export const COLUMN_GAP = 64;

/** Looking for other ways may take this many steps; a graph that needs more keeps its skips, which only costs looks. */
const MOST_STEPS = 400_000;

/**
 * The structure without its skips: connections beside which there is another, longer way. They do not push the cards
 * apart, since they are drawn in lanes beside them; a residual network is a chain to the layout.
 */
export function withoutSkips({ nodes, edges }: Structure): Structure {
  const inputs = inputsOf({ nodes, edges });
  const ranks = ranksOf(nodes, inputs);
  let steps = 0;
  const isSkip = ({ from, to }: Link): boolean => {
    const least = ranks.get(from) ?? 0;
    if ((ranks.get(to) ?? 0) - least < 2) return false;
    const seen = new Set<string>();
    const left = (inputs.get(to) ?? []).filter((id) => id !== from);
    for (let id = left.pop(); id !== undefined && steps < MOST_STEPS; id = left.pop()) {
      steps += 1;
      if (id === from) return true;
      if (seen.has(id) || (ranks.get(id) ?? 0) <= least) continue;
      seen.add(id);
      left.push(...(inputs.get(id) ?? []));
    }
    return false;
  };
  return { nodes, edges: edges.filter((edge) => !isSkip(edge)) };
}

function inputsOf({ nodes, edges }: Structure): ReadonlyMap<string, readonly string[]> {
  const inputs = new Map<string, string[]>(nodes.map((id) => [id, []]));
  for (const { from, to } of edges) if (from !== to) inputs.get(to)?.push(from);
  return inputs;
}

/** Rounds over a file whose order is not that of its data; a cycle ends with the last one. */
const MOST_ROUNDS = 8;

/** Each layer one row below the lowest that it takes. */
function ranksOf(nodes: readonly string[], inputs: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  for (let round = 0, moved = true; moved && round < MOST_ROUNDS; round++) {
    moved = false;
    for (const id of nodes) {
      let rank = 0;
      for (const from of inputs.get(id) ?? []) rank = Math.max(rank, 1 + (ranks.get(from) ?? -1));
      if (ranks.get(id) !== rank) moved = true;
      ranks.set(id, rank);
    }
  }
  return ranks;
}

/**
 * Rows for a graph without branches, in time that grows with its length; `undefined` where there are branches. Layers
 * that nothing connects stand below each other in the order of the file.
 */
export function chainPlacement({ nodes, edges }: Structure): Placement | undefined {
  const next = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to } of edges) {
    if (next.has(from) || taken.has(to)) return undefined;
    next.set(from, to);
    taken.add(to);
  }
  const placement = emptyTable<Spot>();
  let rank = 0;
  for (const start of nodes) {
    if (taken.has(start)) continue;
    for (let id: string | undefined = start; id !== undefined; id = next.get(id)) placement[id] = { rank: rank++, x: 0 };
  }
  return rank === nodes.length ? placement : undefined;
}

/**
 * A placement that needs no crossing search: each layer below all that it takes, the layers of a row side by side in
 * the order of the file. For graphs that dagre takes too long for, and where no worker can be had.
 */
export function simplePlacement(structure: Structure): Placement {
  const { nodes } = structure;
  const ranks = ranksOf(nodes, inputsOf(structure));
  const rows = new Map<number, string[]>();
  for (const id of nodes) {
    const rank = ranks.get(id) ?? 0;
    const row = rows.get(rank);
    if (row) row.push(id);
    else rows.set(rank, [id]);
  }
  const placement = emptyTable<Spot>();
  const step = CARD_WIDTH.branch + COLUMN_GAP;
  [...rows.keys()]
    .sort((a, b) => a - b)
    .forEach((key, rank) => {
      const row = rows.get(key) ?? [];
      row.forEach((id, i) => (placement[id] = { rank, x: (i - (row.length - 1) / 2) * step }));
    });
  return placement;
}
