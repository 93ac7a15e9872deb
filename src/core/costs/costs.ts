import type { Analysis, InstanceAnalysis, LayerAnalysis } from '../analysis';
import { BYTES_OF_FLOAT } from '../analyzeLayer';
import type { Shape } from '../diagnostics';
import { keptWithin, SAME_VALUES } from './keptValues';
import { mostAtOnce } from './mostAtOnce';
import { neededOutputs } from './neededOutputs';
import { optimizerSlots, type OptimizerSlots } from './optimizerSlots';

/** Bytes that a layer takes while the model learns from a batch. Values are float32. */
export interface Memory {
  readonly weights: number;
  /** Of the weights that learn. */
  readonly gradients: number;
  /** What the optimizer keeps beside those. */
  readonly optimizer: number;
  /** What is kept of a batch until the gradient has come back; what is not fixed counts nothing. */
  readonly activations: number;
  /** All of it. */
  readonly training: number;
}

/** What a whole model takes. The samples that it learns from are not counted, nor the program that computes. */
export interface ModelCosts extends Memory {
  readonly batchSize: number;
  /** Absent: there is no such optimizer. */
  readonly slots?: OptimizerSlots;
  /** By the layer's id; layers that are no part of the model are left out. */
  readonly layers: ReadonlyMap<string, Memory>;
  /** The largest gradient that is on its way back, with the one that it becomes. */
  readonly passing: number;
  /** Weights, and what is there at once of a batch where nothing is to be learned. */
  readonly prediction: number;
  /** False: some sizes are not known, it takes at least this. */
  readonly complete: boolean;
}

/** Keras's default. */
const BATCH_SIZE = 32;

/** By the layers: with advice beside them it is another analysis, of the same costs. */
const known = new WeakMap<Analysis['layers'], ModelCosts>();

/** What a design takes of a machine's memory. Worked out once for each analysis. */
export function costsOf(analysis: Analysis): ModelCosts {
  const costs = known.get(analysis.layers) ?? workOut(analysis);
  known.set(analysis.layers, costs);
  return costs;
}

/** What a layer takes; of a layer that stands for several, what all of them do. */
export function layerMemory({ layers }: ModelCosts, layer: LayerAnalysis | InstanceAnalysis): Memory | undefined {
  if (!('members' in layer)) return layers.get(layer.id);
  const all = layer.members.map((id) => layers.get(id)).filter((memory) => memory !== undefined);
  const sum = (part: keyof Memory): number => all.reduce((total, memory) => total + memory[part], 0);
  const [weights, gradients, optimizer, activations] = [sum('weights'), sum('gradients'), sum('optimizer'), sum('activations')];
  return all.length === 0 ? undefined : { weights, gradients, optimizer, activations, training: sum('training') };
}

/** Samples a step. */
export function batchSizeOf({ design }: Analysis): number {
  const size: unknown = design?.training?.batch_size;
  return typeof size === 'number' && size >= 1 ? size : BATCH_SIZE;
}

function workOut(analysis: Analysis): ModelCosts {
  const batchSize = batchSizeOf(analysis);
  const slots = optimizerSlots(analysis.design?.training?.optimizer ?? undefined);
  const layers = new Map<string, Memory>();
  let [weights, gradients, optimizer, activations, passing] = [0, 0, 0, 0, 0];
  const needed = neededOutputs(analysis);
  const ends = new Set(analysis.outputs);
  let complete = analysis.totals.complete;
  for (let i = 0; i < analysis.layers.length; i++) {
    const layer = analysis.layers[i]!;
    if (!layer.used) continue;
    const memory = memoryOf(layer, { slots: slots?.slots ?? 0, batchSize, staying: needed[i] === 1, isOutput: ends.has(layer.id) });
    layers.set(layer.id, memory);
    weights += memory.weights;
    gradients += memory.gradients;
    optimizer += memory.optimizer;
    activations += memory.activations;
    passing = Math.max(passing, batchSize * gradientBytes(layer));
    complete &&= layer.activationBytes !== null;
  }
  const prediction = weights + batchSize * BYTES_OF_FLOAT * mostAtOnce(analysis);
  const training = weights + gradients + optimizer + activations + passing;
  return { weights, gradients, optimizer, activations, training, batchSize, slots, layers, passing, prediction, complete };
}

interface Step {
  readonly slots: number;
  readonly batchSize: number;
  /** Its output stays until the gradient comes back. */
  readonly staying: boolean;
  /** The loss compares it with its targets. */
  readonly isOutput: boolean;
}

function memoryOf({ type, layer, parameters, inputShapes, output }: LayerAnalysis, { slots, batchSize, staying, isOutput }: Step): Memory {
  const { total, trainable } = parameters ?? { total: 0, trainable: 0 };
  const within = output ? (keptWithin({ type, fields: layer, input: inputShapes[0] ?? [], output }) ?? 0) : 0;
  const given = staying && !SAME_VALUES.has(type) && output && !output.includes(null) ? valuesOf(output) : 0;
  // Targets, and what the loss works out from both.
  const compared = isOutput ? 3 * valuesOf(output) : 0;
  const weights = BYTES_OF_FLOAT * total;
  const gradients = BYTES_OF_FLOAT * trainable;
  const optimizer = slots * gradients;
  const activations = BYTES_OF_FLOAT * batchSize * (within + given + compared);
  return { weights, gradients, optimizer, activations, training: weights + gradients + optimizer + activations };
}

/** Of one sample: the gradient of what comes out, and of all that goes in. Data has none. */
function gradientBytes({ inputs, inputShapes, output }: LayerAnalysis): number {
  if (inputs.length === 0) return 0;
  let values = valuesOf(output);
  for (const shape of inputShapes) values += valuesOf(shape);
  return BYTES_OF_FLOAT * values;
}

/** How many values a shape holds; 0 where that is not known. */
function valuesOf(shape: Shape | undefined): number {
  if (!shape) return 0;
  let values = 1;
  for (const size of shape) values *= size ?? 0;
  return values;
}
