import type { Json } from '../../document';
import { layerTypes } from '../../layers/index';
import type { OnnxNode } from '../model';
import { floatOf, intOf, stringOf, tidy } from './attributes';
import { NotImportable, type Importation } from './importation';
import type { NodeReader } from './nodeReader';
import { countOf } from './storedTensor';
import { fileShape, type Value } from './value';

type Fields = { readonly [field: string]: Json };

/** Everything of a node's name but the operator: nodes of one layer share it. */
const scopeOf = (name: string): string => name.split('/').slice(0, -1).join('/');

/** The layer before takes the function as its `activation` where both are of one scope; else it is a layer of its own. */
function activate(importation: Importation, node: OnnxNode, x: Value, activation: Json, own?: { readonly type: string } & Fields): void {
  const before = importation.layerOf(x);
  const fields = before && layerTypes.get(before.fields.type)?.fields;
  const canTake = fields?.some(({ name, default: preset }) => name === 'activation' && preset === null) === true;
  const isFree = canTake && before!.fields.activation === undefined && importation.isFree(x, node);
  const [here, there] = [scopeOf(node.name), scopeOf(before?.node.name ?? '')];
  const output = node.outputs[0]!;
  if (isFree && (here === there || here === '' || there === '')) {
    importation.set(x, 'activation', activation);
    importation.values.set(output, x);
    return;
  }
  const { type, ...rest } = own ?? { type: 'Activation', activation };
  importation.values.set(output, importation.addLike(node, type, [x], rest, x));
}

function input(importation: Importation, { inputs }: OnnxNode): Value {
  const x = importation.value(inputs[0]);
  if (!x) throw new NotImportable('it is computed from constants alone');
  return x;
}

/** A function with a name, or with arguments that are worked out of the node. */
const plain =
  (activation: string, own?: (node: OnnxNode) => { readonly type: string } & Fields): NodeReader =>
  (importation, node) =>
    activate(importation, node, input(importation, node), activation, own?.(node));

const withValue =
  (activation: string, field: string, attribute: string, preset: number, usual: number, type?: string, typical?: number): NodeReader =>
  (importation, node) => {
    const value = floatOf(node, attribute, preset);
    const own = type === undefined ? undefined : { type, ...(value !== typical && { [field]: value }) };
    activate(importation, node, input(importation, node), value === usual ? activation : { type: activation, [field]: value }, own);
  };

/** Softmax and its logarithm, along an axis of the file. */
const alongAxis =
  (activation: 'softmax' | 'log_softmax'): NodeReader =>
  (importation, node) => {
    const x = input(importation, node);
    const old = importation.opset < 13;
    const given = intOf(node, 'axis', old ? 1 : -1);
    if (!x.shape) return activate(importation, node, x, activation);
    const axis = given < 0 ? given + x.rank : given;
    // Before version 13 all axes from that one on counted together.
    if (
      old &&
      fileShape(x)!
        .slice(axis + 1)
        .some((size) => size !== 1)
    )
      throw new NotImportable('it takes several axes together');
    const at = x.axes.indexOf(axis);
    if (at < 1) throw new NotImportable('it runs along the batch, or along an axis of size 1');
    if (at === x.axes.length - 1)
      return activate(importation, node, x, activation, activation === 'softmax' ? { type: 'Softmax' } : undefined);
    if (activation === 'softmax') importation.values.set(node.outputs[0]!, importation.addLike(node, 'Softmax', [x], { axis: at }, x));
    else activate(importation, node, x, { type: activation, axis: at });
  };

/** A function that is held between two numbers. */
const clip: NodeReader = (importation, node) => {
  const x = input(importation, node);
  const bound = (place: number, attribute: string): number | undefined =>
    importation.numbers(node.inputs[place])?.[0] ?? floatOf(node, attribute, undefined);
  const [least, most] = [bound(1, 'min'), bound(2, 'max')];
  if (least === -1 && most === 1) return activate(importation, node, x, 'hard_tanh');
  if (least !== 0 || most === undefined) throw new NotImportable(`it holds values between ${least ?? 'nothing'} and ${most ?? 'nothing'}`);
  if (most === 6) return activate(importation, node, x, 'relu6', { type: 'ReLU', max_value: 6 });
  activate(importation, node, x, { type: 'relu', max_value: most }, { type: 'ReLU', max_value: most });
};

const prelu: NodeReader = (importation, node) => {
  const x = input(importation, node);
  const slope = importation.constant(node.inputs[1]);
  const sizes = fileShape(x);
  if (!slope || !sizes || slope.order) throw new NotImportable('its slopes are not constant');
  // Aligned at the last axis of the file; a batch of slopes there is none.
  // Before version 7 a list was one slope for each channel.
  const old = importation.opset < 7 && slope.tensor.shape.length === 1;
  const slopes = old ? [slope.tensor.shape[0]!, ...sizes.slice(2).map(() => 1)] : slope.tensor.shape;
  const lead = x.rank - slopes.length;
  const sizeAt = (axis: number): number => (axis < lead ? 1 : slopes[axis - lead]!);
  if (lead < 0 || sizeAt(x.axes[0]!) !== 1) throw new NotImportable('its slopes have axes that its input has not');
  const shape = x.axes.slice(1).map(sizeAt);
  if (shape.some((size, i) => size !== 1 && size !== x.shape![i])) throw new NotImportable('its slopes do not fit');
  const shared = shape.flatMap((size, i) => (size === 1 && x.shape![i] !== 1 ? [i + 1] : []));
  if (countOf(slope.tensor) !== shape.reduce((all, size) => all * size, 1)) throw new NotImportable('its slopes do not fit');
  const made = importation.addLike(node, 'PReLU', [x], shared.length > 0 ? { shared_axes: shared } : {}, x);
  const view = Array.from({ length: x.rank }, (_, axis) => sizeAt(axis));
  const named = x.axes.slice(1);
  const rest = view.flatMap((_, axis) => (named.includes(axis) ? [] : [axis]));
  importation.weigh(made.layer, 'alpha', shape, slope, view, [...rest, ...named]);
  importation.values.set(node.outputs[0]!, made);
};

const shrink: NodeReader = (importation, node) => {
  const [bias, threshold] = [floatOf(node, 'bias', 0), floatOf(node, 'lambd', 0.5)];
  if (bias !== 0 && bias !== threshold) throw new NotImportable('it shrinks by another number than its threshold');
  const type = bias === 0 ? 'hard_shrink' : 'soft_shrink';
  activate(importation, node, input(importation, node), threshold === 0.5 ? type : { type, threshold });
};

/** Keras's rises by 1/6; another slope is a factor before it. */
const hardSigmoid: NodeReader = (importation, node) => {
  const x = input(importation, node);
  const [scale, offset] = [tidy(6 * floatOf(node, 'alpha', 0.2)), tidy(6 * (floatOf(node, 'beta', 0.5) - 0.5))];
  if (Math.abs(scale - 1) < 1e-6 && offset === 0) return activate(importation, node, x, 'hard_sigmoid');
  const steeper = importation.addLike(node, 'Rescaling', [x], { scale, ...(offset !== 0 && { offset }) }, x);
  importation.values.set(node.outputs[0]!, importation.addLike(node, 'Activation', [steeper], { activation: 'hard_sigmoid' }, steeper));
};

const selu: NodeReader = (importation, node) => {
  const near = (value: number, wanted: number): boolean => Math.abs(value - wanted) < 1e-4;
  if (near(floatOf(node, 'alpha', 1.67326), 1.67326) && near(floatOf(node, 'gamma', 1.0507), 1.0507))
    return activate(importation, node, input(importation, node), 'selu');
  throw new NotImportable('its numbers are not those of selu');
};

const gelu: NodeReader = (importation, node) =>
  activate(
    importation,
    node,
    input(importation, node),
    stringOf(node, 'approximate', 'none') === 'tanh' ? { type: 'gelu', approximate: true } : 'gelu',
  );

/** Functions of each value. */
export const activationReaders: { readonly [op: string]: NodeReader } = {
  Relu: plain('relu', () => ({ type: 'ReLU' })),
  LeakyRelu: withValue('leaky_relu', 'negative_slope', 'alpha', 0.01, 0.2, 'LeakyReLU', 0.3),
  Elu: withValue('elu', 'alpha', 'alpha', 1, 1, 'ELU', 1),
  Celu: withValue('celu', 'alpha', 'alpha', 1, 1),
  ThresholdedRelu: (importation, node) => {
    const threshold = floatOf(node, 'alpha', 1);
    activate(importation, node, input(importation, node), { type: 'relu', threshold }, { type: 'ReLU', threshold });
  },
  Selu: selu,
  Gelu: gelu,
  Sigmoid: plain('sigmoid'),
  HardSigmoid: hardSigmoid,
  HardSwish: plain('hard_silu'),
  Silu: plain('silu'),
  Mish: plain('mish'),
  Tanh: plain('tanh'),
  Softplus: plain('softplus'),
  Softsign: plain('softsign'),
  Exp: plain('exponential'),
  Softmax: alongAxis('softmax'),
  LogSoftmax: alongAxis('log_softmax'),
  Clip: clip,
  PRelu: prelu,
  Shrink: shrink,
};
