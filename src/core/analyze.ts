import type { Analysis, Edge, LayerAnalysis, Totals } from './analysis';
import type { Origin } from './blocks/expansion';
import { instancesOf } from './blocks/instances';
import { onceEach, onText } from './blocks/onText';
import { analyzeLayer, BYTES_OF_FLOAT, MOST_VALUES } from './analyzeLayer';
import { analyzeTraining } from './analyzeTraining';
import { checkEnds } from './checkEnds';
import { checkPhases } from './checkPhases';
import { checkGraph } from './checkGraph';
import type { Diagnostic } from './diagnostics';
import { parseDesign, type Parsed } from './parse';
import { sortDiagnostics } from './sortDiagnostics';

/** Everything that can be known about a design's text. */
export const analyzeText = (text: string): Analysis => analyze(parseDesign(text));

/** Shapes, parameters, costs and problems of a design, or of the part of it that can be known. */
export function analyze({ design, written, expansion, diagnostics: found }: Parsed): Analysis {
  if (!design)
    return {
      layers: [],
      instances: [],
      order: [],
      edges: [],
      inputs: [],
      outputs: [],
      totals: NOTHING,
      diagnostics: sortDiagnostics([...found]),
    };
  const diagnostics: Diagnostic[] = expansion ? [] : [...found];
  const { graph, order, inputs, outputs, used } = checkGraph(design, diagnostics);
  const layers: LayerAnalysis[] = new Array<LayerAnalysis>(design.layers.length);
  for (const index of order) layers[index] = analyzeLayer(design, graph, index, layers, diagnostics);
  // Layers of a cycle have no place in the order: they are looked at by themselves, their inputs are not known.
  for (let index = 0; index < layers.length; index++) layers[index] ??= analyzeLayer(design, graph, index, layers, diagnostics);
  const known = used.includes(0) ? layers.map((layer, index) => (used[index] ? layer : { ...layer, used: false })) : layers;
  const all = expansion ? known.map((layer, index) => withOrigin(layer, expansion.origins[index]!)) : known;
  const id = (index: number): string => graph.ids[index] ?? '';
  const totals = sum(all);
  if (totals.total > MOST_VALUES && !all.some((layer) => (layer.parameters?.total ?? 0) > MOST_VALUES)) {
    const facts = { what: 'parameters', count: totals.total, limit: MOST_VALUES } as const;
    diagnostics.push({ code: 'size.too-large', severity: 'error', facts, place: { path: ['layers'] } });
  }
  if (design.training) {
    const named = (indices: readonly number[]): readonly string[] => indices.map((index) => all[index]?.name ?? '');
    const ends = { inputs: named(inputs.filter((index) => used[index])), outputs: named(outputs) };
    analyzeTraining(design, ends.outputs, diagnostics);
    checkEnds(design.training, ends, diagnostics);
    checkPhases(design.training, all, diagnostics);
  }
  return {
    design,
    written,
    layers: all,
    instances: expansion ? instancesOf(expansion, all, graph.ids) : [],
    order: order.map(id),
    edges: edgesOf(all),
    inputs: inputs.map(id),
    outputs: outputs.map(id),
    totals,
    diagnostics: sortDiagnostics(expansion ? onceEach([...found, ...diagnostics.map((one) => onText(one, expansion))]) : diagnostics),
  };
}

/** The same object for the same layer at the same place, like what is known of a layer itself. */
const placed = new WeakMap<LayerAnalysis, LayerAnalysis>();

function withOrigin(layer: LayerAnalysis, origin: Origin): LayerAnalysis {
  const before = placed.get(layer);
  if (before?.origin === origin) return before;
  const now = { ...layer, origin };
  placed.set(layer, now);
  return now;
}

const NOTHING: Totals = { total: 0, trainable: 0, nonTrainable: 0, bytes: 0, multiplyAdds: 0, activationBytes: 0, complete: false };

function sum(layers: readonly LayerAnalysis[]): Totals {
  let [total, trainable, nonTrainable, multiplyAdds, activationBytes] = [0, 0, 0, 0, 0];
  let stopsAt: string | undefined;
  for (const layer of layers) {
    if (!layer.used) continue;
    if (!layer.parameters) stopsAt ??= layer.id;
    total += layer.parameters?.total ?? 0;
    trainable += layer.parameters?.trainable ?? 0;
    nonTrainable += layer.parameters?.nonTrainable ?? 0;
    multiplyAdds += layer.multiplyAdds ?? 0;
    activationBytes += layer.activationBytes ?? 0;
  }
  const complete = layers.length > 0 && stopsAt === undefined;
  return { total, trainable, nonTrainable, bytes: total * BYTES_OF_FLOAT, multiplyAdds, activationBytes, complete, stopsAt };
}

function edgesOf(layers: readonly LayerAnalysis[]): Edge[] {
  const edges: Edge[] = [];
  for (const { id, inputs, inputShapes } of layers)
    for (let input = 0; input < inputs.length; input++) edges.push({ from: inputs[input] ?? '', to: id, input, shape: inputShapes[input] });
  return edges;
}
