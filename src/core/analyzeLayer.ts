import type { LayerAnalysis, Parameters } from './analysis';
import { BLOCK } from './blocks/scope';
import { SUGGESTIONS } from './checkGraph';
import type { Diagnostic, Shape } from './diagnostics';
import type { Design, JsonPath, Layer } from './document';
import type { Graph } from './graph';
import { layerTypes } from './layers/index';
import type { Inference, LayerType, Refusal, Weight } from './layers/layerType';
import type { FieldProblem } from './layers/readFields';
import { readValues } from './layers/values';
import { suggest } from './suggest';

/** More weights than this, in a layer or in all, or more values in one sample, no machine can hold. */
export const MOST_VALUES = 1e12;
/** What is empty is the same for all layers: of large designs much is kept at once. */
const NONE: readonly never[] = [];
const NO_PARAMETERS: Parameters = { total: 0, trainable: 0, nonTrainable: 0 };
/** Values are float32. */
export const BYTES_OF_FLOAT = 4;

/** Layers without problems. One that is the same object, and takes the same as before, comes to the same. */
const known = new WeakMap<Layer, LayerAnalysis>();

/** One layer, given those that it takes: its shape and weights as far as they are known, and what is wrong with it. */
export function analyzeLayer(
  design: Design,
  graph: Graph,
  index: number,
  done: readonly LayerAnalysis[],
  diagnostics: Diagnostic[],
): LayerAnalysis {
  const layer = design.layers[index] as Layer;
  const id = graph.ids[index] ?? '';
  const name = layer.name || id;
  const spec = layerTypes.get(layer.type);
  const frozen = layer.trainable === false;
  const from = graph.inputs[index] ?? NONE;
  const dangling = from.includes(-1);
  const taken = dangling ? from.filter((place) => place >= 0) : from;
  const inputs = taken.length === 0 ? NONE : taken.map((place) => graph.ids[place] ?? '');
  const inputShapes = taken.length === 0 ? NONE : taken.map((place) => done[place]?.output);
  const before = known.get(layer);
  if (before?.id === id && !dangling && isSame(before.inputs, inputs) && isSame(before.inputShapes, inputShapes, isSameShape))
    return before.index === index ? before : { ...before, index };
  const shapes = !dangling && inputShapes.every((shape) => shape !== undefined) ? (inputShapes as readonly Shape[]) : undefined;
  const problems = diagnostics.length;
  const measured = infer({ id, index, layer, name, frozen, spec, inputNames: inputs, shapes }, diagnostics);
  const { output, weights, parameters, arithmetic, multiplyAdds, work, activationBytes } = measured;
  // One literal, so that the objects of all layers have the same form: ten thousand of them are walked over faster.
  const analysis = {
    id,
    index,
    layer,
    name,
    type: layer.type,
    spec,
    inputs,
    inputShapes,
    output,
    weights,
    parameters,
    arithmetic,
    multiplyAdds,
    work,
    activationBytes,
    used: true,
    frozen,
  };
  if (output && diagnostics.length === problems) known.set(layer, analysis);
  return analysis;
}

function isSame<Item>(a: readonly Item[], b: readonly Item[], same: (a: Item, b: Item) => boolean = Object.is): boolean {
  return a === b || (a.length === b.length && a.every((item, i) => same(item, b[i] as Item)));
}

const isSameShape = (a: Shape | undefined, b: Shape | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && isSame(a, b));

interface Context {
  readonly id: string;
  readonly index: number;
  readonly layer: Layer;
  readonly name: string;
  readonly frozen: boolean;
  readonly spec?: LayerType;
  readonly inputNames: readonly string[];
  /** Absent: not all of them are known. */
  readonly shapes?: readonly Shape[];
}

type Measured = Pick<LayerAnalysis, 'output' | 'weights' | 'parameters' | 'arithmetic' | 'multiplyAdds' | 'work' | 'activationBytes'>;
const UNKNOWN: Measured = {};

function infer(context: Context, diagnostics: Diagnostic[]): Measured {
  const { id, index, layer, name, spec, inputNames, shapes } = context;
  if (!spec) {
    // What is wrong with a block is told by who expands it.
    if (layer.type === BLOCK) return UNKNOWN;
    diagnostics.push(unknownType(layer, index, id, diagnostics.length < SUGGESTIONS));
    return UNKNOWN;
  }
  const { values, problems } = readValues(spec, layer);
  for (const problem of problems) diagnostics.push(fieldDiagnostic(problem, ['layers', index], id));
  if (!shapes || !(spec.arity === 'many' ? shapes.length >= 2 : shapes.length === spec.arity)) return UNKNOWN;
  if (!problems.every((problem) => keepsShape(spec, problem))) return UNKNOWN;
  const inferred = spec.infer({ name, values, inputNames, inputs: shapes });
  if (!('problem' in inferred)) return measure(inferred, context, diagnostics);
  diagnostics.push(refusal(inferred, layer, index, id));
  return UNKNOWN;
}

function unknownType({ type }: Layer, index: number, layer: string, search: boolean): Diagnostic {
  const place = { path: ['layers', index, 'type'] };
  if (type === '') return { code: 'layer.missing-type', severity: 'error', facts: {}, place, layer };
  const facts = { type, suggestion: search ? suggest(type, layerTypes.keys()) : undefined };
  return { code: 'layer.unknown-type', severity: 'error', facts, place, layer };
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

function refusal({ problem, facts, field }: Refusal, layer: Layer, index: number, id: string): Diagnostic {
  const place = { path: ['layers', index, field !== undefined && field in layer ? field : 'type'] };
  return { code: problem, facts, severity: 'error', place, layer: id } as Diagnostic;
}

/** Counts what a layer holds and makes; of what is too large nothing is passed on. */
function measure(inferred: Inference, { id, index, name, frozen, shapes }: Context, diagnostics: Diagnostic[]): Measured {
  const { multiplyAdds, work, arithmetic } = inferred;
  // Copied, because an array that was put together by spreading holds room for many more items.
  const output = inferred.output === shapes?.[0] ? inferred.output : inferred.output.slice();
  const weights = inferred.weights.length === 0 ? NONE : frozen ? inferred.weights.map(freeze) : inferred.weights.slice();
  const parameters = count(weights);
  const values = product(output);
  if (parameters.total <= MOST_VALUES && values <= MOST_VALUES) {
    const activationBytes = output.includes(null) ? null : values * BYTES_OF_FLOAT;
    return { output, weights, parameters, arithmetic, multiplyAdds, work, activationBytes };
  }
  const [what, found] = parameters.total > MOST_VALUES ? (['parameters', parameters.total] as const) : (['shape', values] as const);
  const facts = { layer: name, what, count: found, limit: MOST_VALUES };
  diagnostics.push({ code: 'size.too-large', severity: 'error', facts, place: { path: ['layers', index, 'type'] }, layer: id });
  return UNKNOWN;
}

/** Of all dimensions that are fixed. */
function product(sizes: Shape): number {
  let all = 1;
  for (const size of sizes) all *= size ?? 1;
  return all;
}

const freeze = (weight: Weight): Weight => (weight.trainable ? { ...weight, trainable: false } : weight);

function count(weights: readonly Weight[]): Parameters {
  if (weights.length === 0) return NO_PARAMETERS;
  let [trainable, nonTrainable] = [0, 0];
  for (const weight of weights) {
    const size = product(weight.shape);
    if (weight.trainable) trainable += size;
    else nonTrainable += size;
  }
  return { total: trainable + nonTrainable, trainable, nonTrainable };
}
