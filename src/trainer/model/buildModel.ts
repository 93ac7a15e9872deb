import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import type { Analysis, LayerAnalysis } from '../../core/analysis';
import type { Values, Weight } from '../../core/layers/layerType';
import { isProblem, resolveNamed } from '../../core/layers/registries';
import { readValues } from '../../core/layers/values';
import { Failure } from '../failure';
import { Draw } from '../random/draws';
import type { Streams } from '../random/streams';
import { resolveConstraint } from './constraints';
import { initialize } from './initializers';
import { rowsOf } from './layers/embedding';
import { makeLayer } from './layers/index';
import type { MadeLayer } from './layers/layerFactory';
import { weightOwner } from './layers/wrappers';
import type { ForwardOptions, Model, ModelOutput, ModelWeight, Outcome } from './model';
import { resolveRegularizer, type Regularizer } from './regularizers';

interface Node extends MadeLayer {
  readonly analysis: LayerAnalysis;
  /** Whether it draws random numbers. */
  readonly draws?: boolean;
  readonly activityRegularizer?: Regularizer;
}

/**
 * The model of a design without errors, every dimension of its input known: layers made, weights with their starting
 * values. Fails where what is made does not have the weights that the registry says.
 */
export function buildModel(analysis: Analysis, streams: Streams): Model {
  const byId = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  const draws: Draw[] = [];
  const nodes = analysis.order
    .map((id) => byId.get(id)!)
    .filter(({ used }) => used)
    .map((layer) => makeNode(layer, streams, draws));
  const weights = nodes.flatMap((node) => makeWeights(node, streams));
  const inputs = analysis.inputs.filter((id) => byId.get(id)!.used);
  const shapesOf = (ids: readonly string[]) => ids.map((id) => byId.get(id)!.output as readonly number[]);
  const watchedNames = new Set(weights.filter(({ kernelLike }) => kernelLike).map(({ layer }) => layer));
  return {
    inputShapes: shapesOf(inputs),
    outputShapes: shapesOf(analysis.outputs),
    weights,
    draws,
    watched: nodes.filter((node) => watchedNames.has(node.analysis.name) || node.activation?.canDie).map((node) => node.analysis.name),
    parts: nodes.flatMap((node) =>
      node.analysis.type === 'Input' ? [] : [{ analysis: node.analysis, compute: (taken) => apply(node, taken, true).output }],
    ),
    forward: (batches, options) => forward(nodes, analysis.outputs, new Map(inputs.map((id, i) => [id, batches[i]!])), options),
    dispose: () => nodes.forEach(({ layer }) => layer?.weights.forEach((weight) => weight.dispose())),
  };
}

function makeNode(analysis: LayerAnalysis, streams: Streams, draws: Draw[]): Node {
  const { name, type, frozen } = analysis;
  if (type === 'Input') return { analysis };
  const { values } = readValues(analysis.spec!, analysis.layer);
  const drawsBefore = draws.length;
  const made = makeLayer(type, {
    path: name,
    values,
    inputs: analysis.inputShapes as readonly (readonly number[])[],
    trainable: !frozen,
    random: (seed) => {
      const draw = new Draw(streams.stream(`dropout/${name}`, typeof seed === 'number' ? seed : undefined));
      draws.push(draw);
      return draw;
    },
  });
  if (made.layer) {
    const shapes = analysis.inputShapes.map((shape) => [null, ...shape!]);
    made.layer.build(shapes.length === 1 ? shapes[0]! : shapes);
  }
  return { analysis, ...made, draws: draws.length > drawsBefore, activityRegularizer: resolveRegularizer(values.activity_regularizer) };
}

function makeWeights(node: Node, streams: Streams): ModelWeight[] {
  const { analysis, layer } = node;
  const expected = analysis.weights ?? [];
  const made = layer?.weights ?? [];
  const said = (weights: readonly { name: string; shape: readonly (number | null)[] }[]) =>
    weights.map(({ name, shape }) => `${name.split('/').at(-1)} [${shape.join(', ')}]`).join(', ');
  const found = said(made.map(({ originalName, shape }) => ({ name: originalName, shape })));
  if (found !== said(expected))
    throw new Error(`Layer ${analysis.name} (${analysis.type}) should have the weights ${said(expected)}, not ${found || 'none'}.`);
  return expected.map((weight, i) => makeWeight(node, weight, made[i]!, streams));
}

function makeWeight({ analysis, layer }: Node, weight: Weight, made: LayerVariable, streams: Streams): ModelWeight {
  const path = `${analysis.name}/${weight.name}`;
  const { type, values } = weightOwner(analysis.type, readValues(analysis.spec!, analysis.layer).values, weight.name);
  const variable = made.read() as Variable;
  const start = startingValues(path, type, weight, values, streams);
  tf.tidy(() => variable.assign(tf.tensor(start, [...weight.shape])));
  const trainable = weight.trainable && !analysis.frozen;
  return {
    path,
    layer: analysis.name,
    variable,
    trainable,
    kernelLike: trainable && weight.stem !== 'bias' && weight.stem !== 'beta',
    takeRows: rowsOf(layer),
    regularizer: resolveRegularizer(values[`${weight.stem}_regularizer`]),
    constraint: resolveConstraint(values[`${weight.stem}_constraint`]),
  };
}

function startingValues(
  path: string,
  type: string,
  { stem, shape, start: first = 'zeros' }: Weight,
  values: Values,
  streams: Streams,
): Float32Array {
  const initializer = resolveNamed('initializer', values[`${stem}_initializer`] ?? first);
  if (isProblem(initializer)) throw new Error(`No initializer for ${path}.`);
  const { name } = initializer.entry;
  if ((name === 'identity' && shape.length !== 2) || (name === 'orthogonal' && shape.length < 2))
    throw new Failure(`The weight ${path} can't start as ${name}.`, {
      reason: `${name} is a matrix; ${path} has the shape [${shape.join(', ')}].`,
      next: `Choose another ${stem}_initializer.`,
    });
  const { seed } = initializer.values;
  const stream = typeof seed === 'number' ? streams.fresh(`initializer/${name}`, seed) : streams.stream(`weights/${path}`);
  const start = initialize(name, initializer.values, shape, stream);
  // Keras's unit_forget_bias: an LSTM starts by keeping what it remembers.
  if (type === 'LSTM' && stem === 'bias' && values.unit_forget_bias === true) start.fill(1, shape[0]! / 4, shape[0]! / 2);
  return start;
}

/** What a layer makes of its inputs, and what its function was given for that. */
function apply({ layer, activation }: Node, inputs: readonly Tensor[], training: boolean): { output: Tensor; computed: Tensor } {
  const first = inputs[0]!;
  const computed = layer ? (layer.call(inputs.length > 1 ? [...inputs] : first, { training }) as Tensor) : first;
  return { computed, output: activation ? activation.apply(computed) : computed };
}

function forward(
  nodes: readonly Node[],
  outputIds: readonly string[],
  batches: ReadonlyMap<string, Tensor>,
  { training, random, watch }: ForwardOptions,
): Outcome {
  const made = new Map<string, ModelOutput>();
  const penalties: Scalar[] = [];
  for (const node of nodes) {
    const { analysis, activation, draws, activityRegularizer } = node;
    const inputs = analysis.type === 'Input' ? [batches.get(analysis.id)!] : analysis.inputs.map((id) => made.get(id)!.output);
    const { output, computed } = apply(node, inputs, training || (random === true && draws === true));
    if (activityRegularizer) penalties.push(tf.div(activityRegularizer(output), output.shape[0]));
    if (activation?.canDie) watch?.(analysis.name, output);
    made.set(analysis.id, activation?.hasLogits ? { output, logits: computed } : { output });
  }
  return { outputs: outputIds.map((id) => made.get(id)!), penalties };
}
