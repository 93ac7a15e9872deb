import type { Analysis, LayerAnalysis } from '../analysis';

/**
 * The layers of the model in the order of Keras's `model.layers`: by their distance to the output, the farthest first; where
 * it is the same, as a walk from the outputs back to the inputs meets them first (`map_graph` of keras/src/ops/function.py).
 */
export function modelOrder(analysis: Analysis): readonly LayerAnalysis[] {
  const byId = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  const used = analysis.order.map((id) => byId.get(id)!).filter((layer) => layer.used);
  const distance = new Map<string, number>();
  for (const { id, inputs } of [...used].reverse()) {
    const own = distance.get(id) ?? 0;
    distance.set(id, own);
    for (const input of inputs) distance.set(input, Math.max(distance.get(input) ?? 0, own + 1));
  }
  const met = meetingOrder(analysis.outputs, byId);
  return [...used].sort((a, b) => distance.get(b.id)! - distance.get(a.id)! || met.get(a.id)! - met.get(b.id)!);
}

function meetingOrder(outputs: readonly string[], byId: ReadonlyMap<string, LayerAnalysis>): ReadonlyMap<string, number> {
  const met = new Map<string, number>();
  const waiting = [...outputs].reverse();
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (met.has(id)) continue;
    met.set(id, met.size);
    waiting.push(...[...(byId.get(id)?.inputs ?? [])].reverse());
  }
  return met;
}
