import { Failure } from '../../failure';
import { meanSlope } from '../../layers/activationLayers';
import type { Values } from '../../layers/layerType';
import { ONNX_TYPES } from '../model';
import { activate, relu, softmax } from './activations';
import { convolutionEmitters } from './convolution';
import type { Emission, Tensor } from './emission';
import type { LayerEmitter, LayerRequest } from './layerEmitter';
import { mergingEmitters } from './merging';
import { normalizationEmitters } from './normalization';
import { recurrentEmitters } from './recurrent';

/** What it takes, in Keras's order and as floating point. */
const plain = (emission: Emission, { inputs: [x] }: LayerRequest): Tensor => emission.floating(emission.last(x!));

const dense: LayerEmitter = (emission, request) => {
  const x = plain(emission, request);
  const { weight, values, output } = request;
  const kernel = weight('kernel');
  const operands = [x.name, emission.weight('kernel', kernel.shape, kernel.values)];
  const bias = values.use_bias === true ? emission.weight('bias', weight('bias').shape, weight('bias').values) : undefined;
  if (x.shape.length === 1) return { name: emission.op('Gemm', bias ? [...operands, bias] : operands), shape: output };
  const name = emission.op('MatMul', operands);
  return { name: bias ? emission.op('Add', [name, bias]) : name, shape: output };
};

const embedding: LayerEmitter = (emission, { name, values, inputs, output, weight }) => {
  if (values.mask_zero === true)
    throw new Failure(`${name} can't be written as ONNX: it asks for masks with mask_zero, and ONNX has none.`, {
      next: 'Set mask_zero to false, or export to another format.',
    });
  const x = emission.last(inputs[0]!);
  const table = weight('embeddings');
  const ids = x.integer ? x.name : emission.op('Cast', [x.name], { to: { int: ONNX_TYPES.int32 } });
  return { name: emission.op('Gather', [emission.weight('embeddings', table.shape, table.values), ids]), shape: output };
};

/** A function of each value, or one that keeps the order of dimensions. */
const keeping =
  (apply: (emission: Emission, x: Tensor, request: LayerRequest) => Tensor | undefined): LayerEmitter =>
  (emission, request) =>
    apply(emission, emission.floating(request.inputs[0]!), request) ?? refuse(request);

const arranged: LayerEmitter = (emission, request) => emission.reshape(emission.last(request.inputs[0]!), request.output);

const repeatVector: LayerEmitter = (emission, { values, inputs, output }) => {
  const [x] = inputs as [Tensor];
  const row = emission.op('Unsqueeze', [x.name, emission.ints([1])]);
  return { ...x, shape: output, name: emission.op('Tile', [row, emission.ints([1, Number(values.n), 1])]) };
};

const permute: LayerEmitter = (emission, { values, inputs, output }) => {
  const x = emission.last(inputs[0]!);
  return { ...x, shape: output, name: emission.op('Transpose', [x.name], { perm: { ints: [0, ...(values.dims as readonly number[])] } }) };
};

/** Layers for which a step is a sample of its own already. */
const STEPWISE: ReadonlySet<string> = new Set(['Dense', 'Embedding', 'Activation', 'ReLU', 'LeakyReLU', 'ELU', 'ThresholdedReLU', 'Dropout', 'GaussianDropout', 'GaussianNoise', 'AlphaDropout']); // prettier-ignore

/** Each step as a sample of its own. */
const timeDistributed: LayerEmitter = (emission, request) => {
  const [steps, ...sample] = request.inputs[0]!.shape;
  const values = request.values.layer as Values & { readonly type: string };
  if (STEPWISE.has(values.type) && sample.length > 0) return emitLayer(emission, { ...request, type: values.type, values });
  if (steps === null || [...sample, ...request.output].includes(null))
    throw new Failure(`${request.name} can't be written as ONNX: a ${request.type} needs sizes that are fixed.`, {
      next: 'Give the Input the number of steps in place of null.',
    });
  const x = emission.reshape(emission.last(request.inputs[0]!), sample);
  const inner = emitLayer(emission, { ...request, type: values.type, values, inputs: [x], output: request.output.slice(1) });
  return emission.reshape(emission.last(inner), request.output);
};

/** Without training these do nothing. */
const nothing: LayerEmitter = (_, { inputs }) => inputs[0]!;

const emitters: { readonly [type: string]: LayerEmitter } = {
  Dense: dense,
  Embedding: embedding,
  Activation: keeping((emission, x, { values }) => activate(emission, x, values.activation)),
  ReLU: keeping((emission, x, { values }) => relu(emission, x, values)),
  LeakyReLU: keeping((emission, x, { values }) =>
    activate(emission, x, { type: 'leaky_relu', negative_slope: values.negative_slope ?? 0.3 }),
  ),
  // Without training its slope is the mean of those that it draws.
  RReLU: keeping((emission, x, { values }) => activate(emission, x, { type: 'leaky_relu', negative_slope: meanSlope(values) })),
  PReLU: keeping((emission, x, { weight }) => emission.map(x, 'PRelu', [x.name, emission.beside(x, 'alpha', weight('alpha'))])),
  ELU: keeping((emission, x, { values }) => activate(emission, x, { type: 'elu', alpha: values.alpha ?? 1 })),
  ThresholdedReLU: keeping((emission, x, { values }) =>
    emission.map(x, 'ThresholdedRelu', [x.name], { alpha: { float: Number(values.theta) } }),
  ),
  Softmax: keeping((emission, x, { values }) => softmax(emission, x, values.axis as readonly number[])),
  Flatten: arranged,
  Reshape: arranged,
  Permute: permute,
  RepeatVector: repeatVector,
  TimeDistributed: timeDistributed,
  ...convolutionEmitters,
  ...normalizationEmitters,
  ...mergingEmitters,
  ...recurrentEmitters,
  ...Object.fromEntries(
    ['Dropout', 'AlphaDropout', 'GaussianDropout', 'GaussianNoise', 'SpatialDropout1D', 'SpatialDropout2D'].map((type) => [type, nothing]),
  ),
};

/** Types of layers that can be written, Input besides. */
export const emittedTypes: readonly string[] = Object.keys(emitters);

/** Layers that have an `activation` field of which they make use themselves. */
const OWN_ACTIVATION: ReadonlySet<string> = new Set([...Object.keys(recurrentEmitters), 'Activation']);

/** Writes a layer; what comes out of it, its activation applied. Throws a `Failure` where ONNX has no words for it. */
export function emitLayer(emission: Emission, request: LayerRequest): Tensor {
  const emit = emitters[request.type];
  if (!emit) return refuse(request);
  const inputs = KEEPS_INTEGERS.has(request.type) ? request.inputs : request.inputs.map((x) => emission.floating(x));
  const made = emit(emission, { ...request, inputs });
  if (OWN_ACTIVATION.has(request.type) || !('activation' in request.values)) return made;
  return activate(emission, made, request.values.activation) ?? refuse(request);
}

/** What only arranges values, or looks them up, leaves whole numbers as they are. */
const KEEPS_INTEGERS: ReadonlySet<string> = new Set(['Embedding', 'Flatten', 'Reshape', 'Permute', 'RepeatVector', 'TimeDistributed']);

function refuse({ name, type, values }: LayerRequest): never {
  const what =
    'activation' in values && type in emitters ? `the activation ${JSON.stringify(values.activation)}` : `layers of type ${type}`;
  throw new Failure(`${name} can't be written as ONNX: Layerwise has no ONNX operators for ${what}.`, {
    next: 'Export to another format: a .keras file holds every layer.',
  });
}
