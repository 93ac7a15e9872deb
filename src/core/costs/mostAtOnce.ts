import type { Analysis, LayerAnalysis } from '../analysis';
import { product } from '../layers/size';
import { SAME_VALUES } from './keptValues';

/**
 * How many values of one sample are there at once while a model only predicts: each output stays until the last layer that
 * takes it is done, in the order of `analysis.order`. Sizes that are not fixed count nothing.
 */
export function mostAtOnce({ layers, order, outputs }: Analysis): number {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const holderOf = new Map<string, string>();
  const takers = new Map<string, number>();
  const used = order.map((id) => byId.get(id)).filter((layer): layer is LayerAnalysis => layer?.used === true);
  for (const layer of used) {
    const [from] = layer.inputs;
    holderOf.set(layer.id, SAME_VALUES.has(layer.type) && from !== undefined ? (holderOf.get(from) ?? from) : layer.id);
    for (const input of layer.inputs) count(takers, holderOf.get(input) ?? input, 1);
  }
  for (const id of outputs) count(takers, holderOf.get(id) ?? id, 1);
  let [now, most] = [0, 0];
  for (const layer of used) {
    if (holderOf.get(layer.id) === layer.id) now += sizeOf(layer);
    most = Math.max(most, now);
    for (const input of layer.inputs) {
      const holder = holderOf.get(input) ?? input;
      if (count(takers, holder, -1) === 0) now -= sizeOf(byId.get(holder));
    }
  }
  return most;
}

function count(counts: Map<string, number>, id: string, more: number): number {
  const next = (counts.get(id) ?? 0) + more;
  counts.set(id, next);
  return next;
}

const sizeOf = (layer: LayerAnalysis | undefined): number =>
  layer?.output && !layer.output.includes(null) ? product(layer.output as readonly number[]) : 0;
