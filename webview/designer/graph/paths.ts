import type { Structure } from './layout';

type Edges = Structure['edges'];

let last: { readonly edges: Edges; readonly layers: readonly string[]; readonly paths: ReadonlySet<string> } | undefined;

/** The layers, all that lead to them, and all that take what they give. Worked out once for all cards that ask. */
export function pathsThrough(edges: Edges, layers: readonly string[]): ReadonlySet<string> {
  if (last?.edges === edges && last.layers === layers) return last.paths;
  const paths = new Set([...reachable(edges, layers, 'from', 'to'), ...reachable(edges, layers, 'to', 'from')]);
  last = { edges, layers, paths };
  return paths;
}

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
