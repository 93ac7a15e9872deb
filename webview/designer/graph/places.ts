import type { LayerAnalysis } from '../../../src/core/analysis';

const known = new WeakMap<readonly LayerAnalysis[], ReadonlyMap<string, number>>();

/** Where each layer stands among them, by id. Made once for a list: cards, connections and sizes all ask. */
export function placesOf(layers: readonly LayerAnalysis[]): ReadonlyMap<string, number> {
  const before = known.get(layers);
  if (before) return before;
  const places = new Map<string, number>();
  for (let i = 0; i < layers.length; i++) places.set(layers[i]!.id, i);
  known.set(layers, places);
  return places;
}
