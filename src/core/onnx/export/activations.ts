import type { Json } from '../../document';
import type { Values } from '../../layers/layerType';
import { isProblem, resolveNamed } from '../../layers/registries';
import { axisIn, type Emission, type Tensor } from './emission';

/** An activation as operations of ONNX. */
type Activate = (emission: Emission, x: Tensor, values: Values) => Tensor;

/** One operator with attributes. */
const single =
  (op: string, attributes: (values: Values) => Parameters<Emission['op']>[2] = () => ({})): Activate =>
  (emission, x, values) =>
    emission.map(x, op, [x.name], attributes(values));

const float = (value: Json | undefined) => ({ float: Number(value) });

/** Operations of a tensor with another one or with a number, in few words. */
function algebra(emission: Emission, x: Tensor) {
  const name = (operand: Tensor | number): string => (typeof operand === 'number' ? emission.scalar(operand) : operand.name);
  const two = (op: string) => (a: Tensor | number, b: Tensor | number) => emission.map(x, op, [name(a), name(b)]);
  return {
    add: two('Add'),
    sub: two('Sub'),
    mul: two('Mul'),
    div: two('Div'),
    one: (op: string, a: Tensor) => emission.map(x, op, [a.name]),
    clip: (a: Tensor, least: number, most?: number) =>
      emission.map(x, 'Clip', [a.name, emission.scalar(least), ...(most === undefined ? [] : [emission.scalar(most)])]),
  };
}

/** Keras's relu with all of its arguments. */
export const relu: Activate = (emission, x, { negative_slope, max_value, threshold }) => {
  const [slope, most, least] = [Number(negative_slope), max_value, Number(threshold)];
  const { add, sub, mul, one, clip } = algebra(emission, x);
  if (least === 0 && most === null)
    return slope === 0 ? one('Relu', x) : emission.map(x, 'LeakyRelu', [x.name], { alpha: { float: slope } });
  const above = least === 0 ? one('Relu', x) : emission.map(x, 'ThresholdedRelu', [x.name], { alpha: { float: least } });
  const held = most === null || most === undefined ? above : clip(above, 0, Number(most));
  return slope === 0 ? held : add(held, mul(one('Neg', one('Relu', sub(least, x))), slope));
};

const gelu: Activate = (emission, x, { approximate }) => {
  const { add, mul, one } = algebra(emission, x);
  const inner =
    approximate === true
      ? one('Tanh', mul(add(x, mul(mul(mul(x, x), x), 0.044715)), Math.sqrt(2 / Math.PI)))
      : one('Erf', mul(x, Math.SQRT1_2));
  return mul(mul(x, 0.5), add(inner, 1));
};

const alongAxis =
  (op: string): Activate =>
  (emission, x, { axis }) =>
    emission.map(x, op, [x.name], { axis: { int: axisIn(x, Number(axis)) } });

const SELU = { alpha: { float: 1.6732632423543772 }, gamma: { float: 1.0507009873554805 } };
const hardSigmoid = { alpha: { float: 1 / 6 }, beta: { float: 0.5 } };

/** By the registry's names; formulas of `keras/src/activations`. */
const activations: { readonly [name: string]: Activate } = {
  linear: (_, x) => x,
  relu,
  relu6: (emission, x) => algebra(emission, x).clip(x, 0, 6),
  leaky_relu: single('LeakyRelu', ({ negative_slope }) => ({ alpha: float(negative_slope) })),
  elu: single('Elu', ({ alpha }) => ({ alpha: float(alpha) })),
  celu: single('Celu', ({ alpha }) => ({ alpha: float(alpha) })),
  selu: single('Selu', () => SELU),
  gelu,
  silu: (emission, x) => algebra(emission, x).mul(x, emission.map(x, 'Sigmoid', [x.name])),
  mish: (emission, x) => {
    const { mul, one } = algebra(emission, x);
    return mul(x, one('Tanh', one('Softplus', x)));
  },
  softplus: single('Softplus'),
  softsign: single('Softsign'),
  sigmoid: single('Sigmoid'),
  squareplus: (emission, x, { b }) => {
    const { add, mul, one } = algebra(emission, x);
    return mul(add(x, one('Sqrt', add(mul(x, x), Number(b)))), 0.5);
  },
  sparse_plus: (emission, x) => {
    const { add, sub, mul, one, clip } = algebra(emission, x);
    const held = add(clip(x, -1, 1), 1);
    return add(mul(mul(held, held), 0.25), one('Relu', sub(x, 1)));
  },
  hard_sigmoid: single('HardSigmoid', () => hardSigmoid),
  hard_silu: (emission, x) => algebra(emission, x).mul(x, emission.map(x, 'HardSigmoid', [x.name], hardSigmoid)),
  sparse_sigmoid: (emission, x) => {
    const { add, mul, clip } = algebra(emission, x);
    return mul(add(clip(x, -1, 1), 1), 0.5);
  },
  log_sigmoid: (emission, x) => {
    const { one } = algebra(emission, x);
    return one('Neg', one('Softplus', one('Neg', x)));
  },
  hard_tanh: (emission, x) => algebra(emission, x).clip(x, -1, 1),
  tanh_shrink: (emission, x) => {
    const { sub, one } = algebra(emission, x);
    return sub(x, one('Tanh', x));
  },
  hard_shrink: single('Shrink', ({ threshold }) => ({ bias: { float: 0 }, lambd: float(threshold) })),
  soft_shrink: single('Shrink', ({ threshold }) => ({ bias: float(threshold), lambd: float(threshold) })),
  tanh: single('Tanh'),
  exponential: single('Exp'),
  softmax: alongAxis('Softmax'),
  log_softmax: alongAxis('LogSoftmax'),
};

/** Puts x through an `activation` field: a name, a name with arguments, or null; `undefined` where ONNX has no words for it. */
export function activate(emission: Emission, x: Tensor, value: Json | undefined): Tensor | undefined {
  if (value === null || value === undefined) return x;
  const resolved = resolveNamed('activation', value);
  if (isProblem(resolved)) return undefined;
  return activations[resolved.entry.name]?.(emission, x, resolved.values);
}

/** Softmax over several axes together. */
export function softmax(emission: Emission, x: Tensor, axes: readonly number[]): Tensor {
  if (axes.length === 1) return emission.map(x, 'Softmax', [x.name], { axis: { int: axisIn(x, axes[0]!) } });
  const along = axes.map((axis) => axisIn(x, axis));
  const { sub, div, one } = algebra(emission, x);
  const most = emission.map(x, 'ReduceMax', [x.name], { axes: { ints: along } });
  const raised = one('Exp', sub(x, most));
  return div(raised, emission.map(x, 'ReduceSum', [raised.name, emission.ints(along)]));
}
