import type { LayerAnalysis } from './analysis';

const placesKnown = new WeakMap<readonly LayerAnalysis[], ReadonlyMap<string, number>>();
const inputsKnown = new WeakMap<readonly LayerAnalysis[], readonly (readonly number[])[]>();

/** Where each layer stands in a list of them, by id. Made once for a list: much is asked of one analysis. */
export function placesOf(layers: readonly LayerAnalysis[]): ReadonlyMap<string, number> {
  const before = placesKnown.get(layers);
  if (before) return before;
  const places = new Map<string, number>();
  for (let i = 0; i < layers.length; i++) places.set(layers[i]!.id, i);
  placesKnown.set(layers, places);
  return places;
}

/** Of each layer the places of those that it takes, in order; of what is not in the list there is none. */
export function inputPlaces(layers: readonly LayerAnalysis[]): readonly (readonly number[])[] {
  const before = inputsKnown.get(layers);
  if (before) return before;
  const places = placesOf(layers);
  const inputs = layers.map(({ inputs: ids }) => {
    const [only] = ids;
    const place = only === undefined || ids.length > 1 ? undefined : places.get(only);
    return place !== undefined ? [place] : ids.flatMap((id) => places.get(id) ?? []);
  });
  inputsKnown.set(layers, inputs);
  return inputs;
}
