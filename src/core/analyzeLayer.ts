import type { LayerAnalysis, Parameters } from './analysis';
import { nameOf } from './checkGraph';
import type { Diagnostic } from './diagnostics';
import type { Design, JsonPath, Layer } from './document';
import type { Graph } from './graph';
import { layerTypes } from './layers/index';
import type { Inference, LayerType, Refusal, Weight } from './layers/layerType';
import type { FieldProblem } from './layers/readFields';
import { product, valuesIn } from './layers/size';
import { readValues } from './layers/values';
import { suggest } from './suggest';

/** More weights than this, in a layer or in all, or more values in one sample, no machine can hold. */
export const MOST_VALUES = 1e12;
const NO_SHAPES: readonly undefined[] = [];

/** One layer, given those that it takes: its shape and weights as far as they are known, and what is wrong with it. */
export function analyzeLayer(
  design: Design,
  graph: Graph,
  index: number,
  done: readonly LayerAnalysis[],
  diagnostics: Diagnostic[],
): LayerAnalysis {
  const layer = design.layers[index] as Layer;
  const taken = (graph.inputs[index] ?? []).filter((from) => from >= 0);
  const id = graph.ids[index] ?? '';
  const name = nameOf(design.layers, graph, index);
  const inputShapes = taken.length === 0 ? NO_SHAPES : taken.map((from) => done[from]?.output);
  const inputs = taken.map((from) => graph.ids[from] ?? '');
  const spec = layerTypes.get(layer.type);
  const known = { id, index, layer, name, type: layer.type, inputs, inputShapes, used: true, frozen: layer.trainable === false };
  const path = ['layers', index];
  if (!spec) {
    diagnostics.push(unknownType(layer, path, id));
    return known;
  }
  const { values, problems } = readValues(spec, layer);
  for (const problem of problems) diagnostics.push(fieldDiagnostic(problem, path, id));
  const ready = problems.every((problem) => keepsShape(spec, problem)) && inputShapes.every((shape) => shape !== undefined);
  const counted = spec.arity === 'many' ? inputShapes.length >= 2 : inputShapes.length === spec.arity;
  if (!ready || !counted || (graph.inputs[index]?.includes(-1) ?? false)) return { ...known, spec };
  const inputNames = taken.map((from) => nameOf(design.layers, graph, from));
  const inferred = spec.infer({ name, values, inputNames, inputs: inputShapes });
  if ('problem' in inferred) {
    diagnostics.push(refusal(inferred, layer, path, id));
    return { ...known, spec };
  }
  return { ...known, spec, ...measure(inferred, known.frozen, name, path, id, diagnostics) };
}

function unknownType({ type }: Layer, path: JsonPath, layer: string): Diagnostic {
  if (type === '') return { code: 'layer.missing-type', severity: 'error', facts: {}, place: { path: [...path, 'type'] }, layer };
  const facts = { type, suggestion: suggest(type, layerTypes.keys()) };
  return { code: 'layer.unknown-type', severity: 'error', facts, place: { path: [...path, 'type'] }, layer };
}

/** A field's problem at its place in the design. A field that is unknown but nearly right is a slip, another may be anybody's note. */
export function fieldDiagnostic({ code, facts, path, key }: FieldProblem, base: JsonPath, layer?: string): Diagnostic {
  const severity = code === 'field.unknown' && !('suggestion' in facts && facts.suggestion) ? 'warning' : 'error';
  return {
    code,
    facts,
    severity,
    place: { path: [...base, ...path], ...(key && { key }) },
    ...(layer !== undefined && { layer }),
  } as Diagnostic;
}

/** Problems that say nothing about shapes: an unknown key, or what is chosen by name (an initializer, a regularizer). */
function keepsShape(spec: LayerType, { code, path }: FieldProblem): boolean {
  if (code === 'field.unknown') return true;
  const kind = spec.fields.find(({ name }) => name === path[0])?.value.kind;
  return kind === 'named' || kind === 'namedList';
}

function refusal({ problem, facts, field }: Refusal, layer: Layer, path: JsonPath, id: string): Diagnostic {
  const place = { path: [...path, field !== undefined && field in layer ? field : 'type'] };
  return { code: problem, facts, severity: 'error', place, layer: id } as Diagnostic;
}

type Measured = Pick<LayerAnalysis, 'output' | 'weights' | 'parameters' | 'arithmetic' | 'multiplyAdds' | 'activationBytes'>;

/** Counts what a layer holds and makes; of what is too large nothing is passed on. */
function measure(inferred: Inference, frozen: boolean, name: string, path: JsonPath, layer: string, diagnostics: Diagnostic[]): Measured {
  const { output, multiplyAdds, arithmetic } = inferred;
  const weights = frozen && inferred.weights.some(({ trainable }) => trainable) ? inferred.weights.map(freeze) : inferred.weights;
  const parameters = count(weights);
  const values = valuesIn(output);
  const tooLarge = (what: 'parameters' | 'shape', found: number): void => {
    const facts = { layer: name, what, count: found, limit: MOST_VALUES };
    diagnostics.push({ code: 'size.too-large', severity: 'error', facts, place: { path: [...path, 'type'] }, layer });
  };
  if (parameters.total > MOST_VALUES) tooLarge('parameters', parameters.total);
  else if (product(output.map((size) => size ?? 1)) > MOST_VALUES) tooLarge('shape', product(output.map((size) => size ?? 1)));
  else return { output, weights, parameters, arithmetic, multiplyAdds, activationBytes: values === null ? null : values * 4 };
  return {};
}

const freeze = (weight: Weight): Weight => ({ ...weight, trainable: false });

function count(weights: readonly Weight[]): Parameters {
  let [trainable, nonTrainable] = [0, 0];
  for (const weight of weights) {
    const size = product(weight.shape);
    if (weight.trainable) trainable += size;
    else nonTrainable += size;
  }
  return { total: trainable + nonTrainable, trainable, nonTrainable };
}
