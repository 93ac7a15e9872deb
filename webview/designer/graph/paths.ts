import type { Structure } from './layout';

type Edges = Structure['edges'];

/** Both hold the layers themselves. */
export interface Paths {
  /** All that lead to them. */
  readonly before: ReadonlySet<string>;
  /** All that take what they give. */
  readonly after: ReadonlySet<string>;
}

let last: { readonly edges: Edges; readonly layers: readonly string[]; readonly paths: Paths } | undefined;

/** The paths through layers. Worked out once for all cards that ask. */
export function pathsThrough(edges: Edges, layers: readonly string[]): Paths {
  if (last?.edges === edges && last.layers === layers) return last.paths;
  const paths = { before: reachable(edges, layers, 'to', 'from'), after: reachable(edges, layers, 'from', 'to') };
  last = { edges, layers, paths };
  return paths;
}

/** Whether a layer, or a connection by its two ends, is on one. What leads around them is not. */
export const isOn = ({ before, after }: Paths, ...ends: readonly string[]): boolean =>
  ends.every((end) => before.has(end)) || ends.every((end) => after.has(end));

/** What is found by going from `start` to `end` along every connection. */
function reachable(edges: Edges, layers: readonly string[], start: 'from' | 'to', end: 'from' | 'to'): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const known = next.get(edge[start]);
    if (known) known.push(edge[end]);
    else next.set(edge[start], [edge[end]]);
  }
  const found = new Set(layers);
  // A set goes on over what is added to it on the way.
  for (const layer of found) for (const one of next.get(layer) ?? []) found.add(one);
  return found;
}
