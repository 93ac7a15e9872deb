import type { Link, Placement } from '../graph/layout';

export type Direction = 'next' | 'previous' | 'left' | 'right' | 'first' | 'last';

export interface Map2d {
  /** Ids in the order of the file. */
  readonly nodes: readonly string[];
  readonly edges: readonly Link[];
  readonly placement: Placement;
}

/** The card that an arrow key leads to: up and down along the graph, left and right between branches. */
export function neighbour({ nodes, edges, placement }: Map2d, from: string | undefined, direction: Direction): string | undefined {
  const ordered = nodes
    .filter((id) => placement[id])
    .sort((a, b) => (placement[a]?.rank ?? 0) - (placement[b]?.rank ?? 0) || (placement[a]?.x ?? 0) - (placement[b]?.x ?? 0));
  const here = from === undefined ? undefined : placement[from];
  if (direction === 'first' || (!here && direction !== 'last')) return ordered[0];
  if (direction === 'last' || !here || from === undefined) return ordered.at(-1);
  const distance = (id: string): number => Math.abs((placement[id]?.x ?? 0) - here.x);
  const nearest = (ids: readonly string[]): string | undefined =>
    ids.reduce<string | undefined>((best, id) => (best === undefined || distance(id) < distance(best) ? id : best), undefined);
  switch (direction) {
    case 'next':
      return (
        nearest(edges.filter((edge) => edge.from === from && placement[edge.to]).map((edge) => edge.to)) ??
        ordered[ordered.indexOf(from) + 1]
      );
    case 'previous':
      return (
        nearest(edges.filter((edge) => edge.to === from && placement[edge.from]).map((edge) => edge.from)) ??
        ordered[ordered.indexOf(from) - 1]
      );
    case 'left':
    case 'right': {
      const side = direction === 'left' ? -1 : 1;
      const beside = ordered.filter((id) => ((placement[id]?.x ?? 0) - here.x) * side > 1);
      const rows = beside.map((id) => Math.abs((placement[id]?.rank ?? 0) - here.rank));
      const closest = Math.min(...rows);
      return nearest(beside.filter((_, i) => rows[i] === closest));
    }
  }
}
