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

/** Text that is equal for two structures of the same layout. */
export const structureKey = ({ nodes, edges }: Structure): string =>
  JSON.stringify([nodes, edges.map(({ from, to, input }) => [from, to, input])]);

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
  const placement: { [id: string]: Spot } = {};
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
export function simplePlacement({ nodes, edges }: Structure): Placement {
  const inputs = new Map<string, string[]>(nodes.map((id) => [id, []]));
  for (const { from, to } of edges) inputs.get(to)?.push(from);
  const ranks = new Map<string, number>();
  // File order is nearly always an order of the data, so that few rounds settle it; a cycle ends with the last round.
  for (let round = 0, moved = true; moved && round < 8; round++) {
    moved = false;
    for (const id of nodes) {
      const rank = 1 + Math.max(-1, ...(inputs.get(id) ?? []).map((from) => (from === id ? -1 : (ranks.get(from) ?? -1))));
      if (ranks.get(id) !== rank) moved = true;
      ranks.set(id, rank);
    }
  }
  const rows = new Map<number, string[]>();
  for (const id of nodes) rows.set(ranks.get(id) ?? 0, [...(rows.get(ranks.get(id) ?? 0) ?? []), id]);
  const placement: { [id: string]: Spot } = {};
  const step = CARD_WIDTH.branch + COLUMN_GAP;
  [...rows.keys()]
    .sort((a, b) => a - b)
    .forEach((key, rank) => {
      const row = rows.get(key) ?? [];
      row.forEach((id, i) => (placement[id] = { rank, x: (i - (row.length - 1) / 2) * step }));
    });
  return placement;
}
