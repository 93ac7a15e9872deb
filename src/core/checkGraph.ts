import * as l10n from '@vscode/l10n';
import type { Diagnostic } from './diagnostics';
import type { Design, Layer } from './document';
import { buildGraph, isSource, leadingTo, sortGraph, type Graph } from './graph';
import { layerTypes } from './layers/index';
import type { Arity } from './layers/layerType';
import { suggest } from './suggest';
import { layersText } from './countWords';

export interface CheckedGraph {
  readonly graph: Graph;
  /** Places in the file, inputs first, without the layers of a cycle. */
  readonly order: readonly number[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** 1 for each layer that leads to an output. */
  readonly used: Uint8Array;
}

/** Who takes whom, in which order, and everything that is wrong about it. */
export function checkGraph(design: Design, diagnostics: Diagnostic[]): CheckedGraph {
  const { layers } = design;
  const graph = buildGraph(layers);
  if (layers.length === 0) diagnostics.push({ code: 'graph.no-layers', severity: 'error', facts: {}, place: { path: ['layers'] } });
  const inputs = places(layers, isSource);
  if (layers.length > 0 && inputs.length === 0 && layers.every(({ type }) => type === '' || layerTypes.has(type)))
    diagnostics.push({ code: 'graph.no-input', severity: 'error', facts: {}, place: { path: ['layers', 0, 'type'] }, layer: graph.ids[0] });
  checkNames(layers, graph, diagnostics);
  layers.forEach((layer, i) => checkInputs(layer, i, graph, inputs.length > 0, diagnostics));
  const { order, cycles } = sortGraph(graph.inputs);
  for (const cycle of cycles) {
    const [first = 0] = cycle;
    const input = graph.inputs[first]?.indexOf(cycle.at(-1) ?? 0) ?? 0;
    const facts = { layers: cycle.map((i) => nameOf(layers, graph, i)) };
    diagnostics.push({
      code: 'graph.cycle',
      severity: 'error',
      facts,
      place: { path: ['layers', first, 'inputs', input] },
      layer: graph.ids[first],
    });
  }
  const outputs = findOutputs(design, graph, diagnostics);
  const used = leadingTo(graph.inputs, outputs);
  // While a connection is missing or wrong, what leads nowhere because of it is no news.
  const whole = cycles.length === 0 && !graph.inputs.some((taken) => taken.includes(-1));
  if (outputs.length > 0 && whole) {
    layers.forEach((_, i) => {
      if (used[i]) return;
      const facts = { layer: nameOf(layers, graph, i) };
      diagnostics.push({
        code: 'graph.unreachable',
        severity: 'warning',
        facts,
        place: { path: ['layers', i, 'name'] },
        layer: graph.ids[i],
      });
    });
  }
  return { graph, order, inputs, outputs, used };
}

/** How a layer is called in words. */
const nameOf = (layers: readonly Layer[], graph: Graph, index: number): string => layers[index]?.name || (graph.ids[index] ?? '');

function checkNames(layers: readonly Layer[], graph: Graph, diagnostics: Diagnostic[]): void {
  layers.forEach(({ name, type }, i) => {
    if (name !== '' && graph.byName.get(name) === i && !name.includes('/')) return;
    const place = { path: ['layers', i, 'name'] };
    const layer = graph.ids[i];
    if (name === '') diagnostics.push({ code: 'layer.missing-name', severity: 'error', facts: {}, place, layer });
    else if (graph.byName.get(name) !== i)
      diagnostics.push({ code: 'layer.duplicate-name', severity: 'error', facts: { name }, place, layer });
    else {
      const facts = { type, field: 'name', expected: l10n.t('a name without "/"'), found: name };
      diagnostics.push({ code: 'field.wrong-value', severity: 'error', facts, place, layer });
    }
  });
}

/** Whether so many inputs are right, and how many would be, in words. */
const takes = (arity: Arity, count: number): boolean => (arity === 'many' ? count >= 2 : count === arity);
const wanted = (arity: Arity): string => (arity === 'many' ? l10n.t('2 or more layers') : arity === 1 ? layersText(1) : layersText(arity));

function checkInputs(layer: Layer, index: number, graph: Graph, hasInput: boolean, diagnostics: Diagnostic[]): void {
  const { name, type, inputs } = layer;
  const id = graph.ids[index];
  const words = name || (id ?? '');
  inputs?.forEach((input, i) => {
    if (input === '' || graph.byName.has(input)) return;
    const facts = { layer: words, input, suggestion: nameLike(input, graph, diagnostics) };
    const place = { path: ['layers', index, 'inputs', i] };
    diagnostics.push({ code: 'graph.dangling-input', severity: 'error', facts, place, layer: id });
  });
  const arity = layerTypes.get(type)?.arity;
  const found = graph.inputs[index]?.length ?? 0;
  if (arity === undefined || takes(arity, found)) return;
  const place = { path: ['layers', index, inputs ? 'inputs' : 'type'] };
  if (arity === 0) diagnostics.push({ code: 'graph.input-takes-none', severity: 'error', facts: { layer: words }, place, layer: id });
  else if (hasInput || index > 0 || inputs) {
    const facts = { layer: words, type, expected: wanted(arity), found };
    diagnostics.push({ code: 'graph.wrong-input-count', severity: 'error', facts, place, layer: id });
  }
}

/** Each search goes through all names: where nearly everything is wrong, nobody reads the hundredth suggestion. */
export const SUGGESTIONS = 100;

function nameLike(name: string, graph: Graph, diagnostics: readonly Diagnostic[]): string | undefined {
  return diagnostics.length < SUGGESTIONS ? suggest(name, graph.byName.keys()) : undefined;
}

/** Those that the design names, else the layers that nobody takes. */
function findOutputs(design: Design, graph: Graph, diagnostics: Diagnostic[]): number[] {
  const { layers, outputs } = design;
  outputs?.forEach((output, i) => {
    if (output === '' || graph.byName.has(output)) return;
    const facts = { output, suggestion: nameLike(output, graph, diagnostics) };
    diagnostics.push({ code: 'graph.dangling-output', severity: 'error', facts, place: { path: ['outputs', i] } });
  });
  const found = outputs ? [...new Set(outputs.flatMap((name) => graph.byName.get(name) ?? []))] : untaken(layers, graph);
  if (found.length === 0 && layers.length > 0)
    diagnostics.push({ code: 'graph.missing-output', severity: 'error', facts: {}, place: { path: [outputs ? 'outputs' : 'layers'] } });
  return found;
}

/** An Input that nobody takes is no output, unless there is nothing else. */
function untaken(layers: readonly Layer[], graph: Graph): number[] {
  const taken = new Uint8Array(layers.length);
  for (const inputs of graph.inputs) for (const from of inputs) if (from >= 0) taken[from] = 1;
  const outputs = places(layers, (layer, i) => !taken[i] && !isSource(layer));
  return outputs.length > 0 ? outputs : places(layers, (_, i) => !taken[i]);
}

function places(layers: readonly Layer[], holds: (layer: Layer, index: number) => boolean): number[] {
  const found: number[] = [];
  layers.forEach((layer, i) => holds(layer, i) && found.push(i));
  return found;
}
