import type { Structure } from './layout';

/** The layers that this one could take, or that could take it: not itself, not those that do already, and none that would close a circle. */
export function connectable({ nodes, edges }: Structure, layer: string, side: 'input' | 'output'): ReadonlySet<string> {
  const [near, far] = side === 'input' ? (['to', 'from'] as const) : (['from', 'to'] as const);
  const beyond = new Map<string, string[]>();
  for (const edge of edges) {
    const own = beyond.get(edge[far]);
    if (own) own.push(edge[near]);
    else beyond.set(edge[far], [edge[near]]);
  }
  const excluded = new Set([layer]);
  for (const id of excluded) for (const next of beyond.get(id) ?? []) excluded.add(next);
  for (const edge of edges) if (edge[near] === layer) excluded.add(edge[far]);
  return new Set(nodes.filter((id) => !excluded.has(id)));
}
