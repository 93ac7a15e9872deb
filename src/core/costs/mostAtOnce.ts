import type { Analysis, LayerAnalysis } from '../analysis';
import { product } from '../layers/size';
import { inputPlaces, placesOf } from '../places';
import { SAME_VALUES } from './keptValues';

/**
 * How many values of one sample are there at once while a model only predicts: each output stays until the last layer that
 * takes it is done, in the order of `analysis.order`. Sizes that are not fixed count nothing.
 */
export function mostAtOnce({ layers, order, outputs }: Analysis): number {
  const places = placesOf(layers);
  const inputs = inputPlaces(layers);
  const used = order.map((id) => places.get(id) ?? -1).filter((place) => layers[place]?.used === true);
  /** Whose values each gives, and by how many they are still wanted. */
  const holders = new Int32Array(layers.length);
  const takers = new Int32Array(layers.length);
  for (let place = 0; place < holders.length; place++) holders[place] = place;
  for (const place of used) {
    const [from] = inputs[place]!;
    if (from !== undefined && SAME_VALUES.has(layers[place]!.type)) holders[place] = holders[from]!;
    for (const input of inputs[place]!) takers[holders[input]!]!++;
  }
  for (const id of outputs) takers[holders[places.get(id) ?? -1] ?? -1]!++;
  let [now, most] = [0, 0];
  for (const place of used) {
    if (holders[place] === place) now += sizeOf(layers[place]!);
    most = Math.max(most, now);
    for (const input of inputs[place]!) {
      const holder = holders[input]!;
      takers[holder]!--;
      if (takers[holder] === 0) now -= sizeOf(layers[holder]!);
    }
  }
  return most;
}

const sizeOf = ({ output }: LayerAnalysis): number => (output && !output.includes(null) ? product(output as readonly number[]) : 0);
