import { FORMAT_VERSION, type Design } from '../../document';
import { Failure } from '../../failure';
import { ONNX_TYPES, type OnnxGraph, type OnnxNode, type OnnxValue } from '../model';
import { activationReaders } from './activations';
import { arrangingReaders } from './arranging';
import { convolutionReaders } from './convolution';
import { denseReaders } from './dense';
import { fold } from './folding';
import { imageReaders } from './images';
import { Importation, missingValue, NotImportable } from './importation';
import type { NodeReader } from './nodeReader';
import { normalizationReaders } from './normalization';
import { recognize } from './patterns';
import { poolingReaders } from './pooling';
import { recurrentReaders } from './recurrent';
import type { ImportedWeight, StoredTensor } from './storedTensor';
import { channelsLastAxes, sameAxes, type Value } from './value';

/** An ONNX file whose constants are still in it. */
export interface StoredModel {
  readonly opset: number;
  readonly graph: Omit<OnnxGraph, 'initializers'>;
  /** Initializers, and the values of Constant nodes by the names of their outputs. */
  readonly constants: readonly StoredTensor[];
  /** The tensor among a node's attributes, where there is one. */
  readonly attributeTensors: ReadonlyMap<OnnxNode, StoredTensor>;
}

/** What a file has become. */
export interface ImportedOnnx {
  readonly design: Design;
  readonly weights: readonly ImportedWeight[];
  /** Layers that were kept under their operator's name. */
  readonly unknown: readonly { readonly layer: string; readonly type: string }[];
  /** What a person should know, in sentences. */
  readonly notes: readonly string[];
}

const readers: { readonly [op: string]: NodeReader | undefined } = {
  ...activationReaders,
  ...arrangingReaders,
  ...convolutionReaders,
  ...denseReaders,
  ...imageReaders,
  ...normalizationReaders,
  ...poolingReaders,
  ...recurrentReaders,
};

/**
 * The design of an ONNX file: images with their channels last, as Keras has them, whatever the file does. What no layer of ours
 * computes is kept under its operator's name. Throws a `Failure` for a file whose graph is none.
 */
export function fromOnnx({ opset, graph, constants, attributeTensors }: StoredModel): ImportedOnnx {
  const importation = new Importation(graph, opset, attributeTensors);
  for (const tensor of constants) importation.constants.set(tensor.name, { tensor });
  for (const input of graph.inputs) if (!importation.constants.has(input.name)) addInput(importation, input);
  const replaced = recognize(importation);
  for (const node of graph.nodes) {
    if (node.op === 'Constant' || importation.done.has(node)) continue;
    read(importation, replaced.get(node) ?? node);
  }
  const outputs = graph.outputs.map(({ name }) => outputOf(importation, name));
  const layers = importation.finished();
  const names = outputs.map(({ layer }) => layer);
  const taken = new Set(importation.layers.flatMap(({ fields }) => fields.inputs ?? []));
  const plain = names.length === 1 && layers.every(({ name }) => name === names[0] || taken.has(name)) && !taken.has(names[0]!);
  const design: Design = { layerwise: FORMAT_VERSION, name: nameOf(graph.name), layers, ...(!plain && { outputs: [...new Set(names)] }) };
  return { design, weights: importation.weights, unknown: importation.unknown, notes: [...importation.notes] };
}

function read(importation: Importation, node: OnnxNode): void {
  for (const name of node.inputs)
    if (name !== '' && !importation.values.has(name) && !importation.constants.has(name) && !importation.folded.has(name))
      throw missingValue(node, name);
  if (fold(importation, node)) return;
  const standard = node.domain === undefined || node.domain === '' || node.domain === 'ai.onnx';
  const reader = standard && Object.hasOwn(readers, node.op) ? readers[node.op] : undefined;
  if (!reader) return importation.keep(node);
  try {
    reader(importation, node);
  } catch (error) {
    if (!(error instanceof NotImportable)) throw error;
    importation.keep(node, error.message);
  }
}

/** What leaves the model: as in the file, but for images where these come in with their channels last too. */
function outputOf(importation: Importation, name: string): Value {
  const value = importation.values.get(name);
  if (!value)
    throw new Failure(`The model's output ${name} is given by none of its nodes.`, { next: 'Export it again from where it comes from.' });
  if (!value.shape || value.axes.every((axis, i) => axis === i)) return value;
  if (importation.turned || value.axes[0] !== 0) {
    importation.notes.add(`The output ${name} has its axes in another order than in the file: ${value.axes.join(', ')}.`);
    return value;
  }
  return importation.arranged({ name, op: 'Output', inputs: [], outputs: [], attributes: {} }, value, sameAxes(value.rank));
}

const nameOf = (name: string): string => (/^[\w .-]{1,60}$/.test(name) ? name : 'model');

/** Operators after which a tensor has its channels first. */
const CHANNELS_FIRST = new Set(['Conv', 'ConvTranspose', 'MaxPool', 'AveragePool', 'GlobalMaxPool', 'GlobalAveragePool', 'Resize', 'Upsample', 'LRN']); // prettier-ignore
/** Operators before which nothing can be said yet. */
const PASSING = new Set(['Identity', 'Cast', 'Relu', 'LeakyRelu', 'Sigmoid', 'Tanh', 'Add', 'Sub', 'Mul', 'Div', 'Pad', 'Dropout', 'Clip', 'PRelu', 'Concat', 'BatchNormalization', 'InstanceNormalization']); // prettier-ignore
const FURTHEST = 50;

function addInput(importation: Importation, { name, type, shape }: OnnxValue): void {
  if (shape.length === 0)
    throw new Failure(`The input ${name} has no shape.`, { next: 'Export the model with the shape of what it takes.' });
  const order = axesOf(importation, name, shape.length);
  const batch = shape[order[0]!];
  if (typeof batch === 'number' && batch > 0) {
    importation.fixedBatch = batch;
    importation.notes.add(`The file takes ${batch} ${batch === 1 ? 'sample' : 'samples'} at once; here it is any number.`);
  }
  if (order.some((axis, i) => axis !== i)) {
    importation.turned = true;
    importation.notes.add(`What ${name} takes has its channels last here, and elsewhere in the file.`);
  }
  const sizes = order.slice(1).map((axis) => shape[axis]!).map((size) => (typeof size === 'number' && size > 0 ? size : null)); // prettier-ignore
  importation.addInput(name, sizes, order, type !== ONNX_TYPES.float && (type === ONNX_TYPES.int32 || type === ONNX_TYPES.int64));
}

/** The axes of an input in the order of the design, by what takes it first. */
function axesOf(importation: Importation, name: string, rank: number): number[] {
  const waiting = [name];
  for (let seen = 0; waiting.length > 0 && seen < FURTHEST; seen++) {
    const at = waiting.shift()!;
    for (const user of importation.users.get(at) ?? []) {
      if (rank > 2 && CHANNELS_FIRST.has(user.op)) return channelsLastAxes(rank);
      if (rank === 3 && ['RNN', 'LSTM', 'GRU'].includes(user.op)) return [1, 0, 2];
      if (!PASSING.has(user.op)) return sameAxes(rank);
      waiting.push(...user.outputs);
    }
  }
  return sameAxes(rank);
}
