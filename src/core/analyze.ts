import type { Analysis, Edge, LayerAnalysis, Totals } from './analysis';
import { analyzeLayer, BYTES_OF_FLOAT, MOST_VALUES } from './analyzeLayer';
import { analyzeTraining } from './analyzeTraining';
import { checkPhases } from './checkPhases';
import { checkGraph } from './checkGraph';
import type { Diagnostic } from './diagnostics';
import { parseDesign, type Parsed } from './parse';
import { sortDiagnostics } from './sortDiagnostics';

/** Everything that can be known about a design's text. */
export const analyzeText = (text: string): Analysis => analyze(parseDesign(text));

/** Shapes, parameters, costs and problems of a design, or of the part of it that can be known. */
export function analyze({ design, diagnostics: found }: Parsed): Analysis {
  const diagnostics: Diagnostic[] = [...found];
  if (!design)
    return { layers: [], order: [], edges: [], inputs: [], outputs: [], totals: NOTHING, diagnostics: sortDiagnostics(diagnostics) };
  const { graph, order, inputs, outputs, used } = checkGraph(design, diagnostics);
  const layers: LayerAnalysis[] = new Array<LayerAnalysis>(design.layers.length);
  for (const index of order) layers[index] = analyzeLayer(design, graph, index, layers, diagnostics);
  // Layers of a cycle have no place in the order: they are looked at by themselves, their inputs are not known.
  for (let index = 0; index < layers.length; index++) layers[index] ??= analyzeLayer(design, graph, index, layers, diagnostics);
  const all = used.includes(0) ? layers.map((layer, index) => (used[index] ? layer : { ...layer, used: false })) : layers;
  const id = (index: number): string => graph.ids[index] ?? '';
  const totals = sum(all);
  if (totals.total > MOST_VALUES && !all.some((layer) => (layer.parameters?.total ?? 0) > MOST_VALUES)) {
    const facts = { what: 'parameters', count: totals.total, limit: MOST_VALUES } as const;
    diagnostics.push({ code: 'size.too-large', severity: 'error', facts, place: { path: ['layers'] } });
  }
  if (design.training) {
    analyzeTraining(design.training, diagnostics);
    checkPhases(design.training, all, diagnostics);
  }
  return {
    design,
    layers: all,
    order: order.map(id),
    edges: edgesOf(all),
    inputs: inputs.map(id),
    outputs: outputs.map(id),
    totals,
    diagnostics: sortDiagnostics(diagnostics),
  };
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
