import type { FunctionCode } from './wasmCode';
import type { Operation } from './recording';
import { erf, exp, expm1, log, log1p, sigmoid, softplus, tanh } from './transcendental';

/**
 * How kernels of tfjs that act on each element alone are written as instructions. Four float32 at a time; what compares
 * gives a mask (all bits of a lane set or none), which exists only within a loop.
 */
export interface Elementwise {
  /** What it gives; absent: float32. */
  readonly gives?: 'mask';
  /** What each input has to be; absent: float32. */
  readonly takes?: readonly ('float' | 'mask' | 'integer')[];
  /** Writes instructions that leave the result on the stack; `inputs` are locals that hold the operands. */
  emit(code: FunctionCode, inputs: readonly number[], attributes: { readonly [name: string]: unknown }): void;
}

/** All inputs onto the stack, then one instruction. */
const plain =
  (...instructions: Parameters<FunctionCode['vector']>) =>
  (code: FunctionCode, inputs: readonly number[]): void => {
    for (const input of inputs) code.get(input);
    code.vector(...instructions);
  };

const comparison = (...instructions: Parameters<FunctionCode['vector']>): Elementwise => ({ gives: 'mask', emit: plain(...instructions) });

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

const logical = (instruction: 'and' | 'or' | 'not', inputs: number): Elementwise => ({
  gives: 'mask',
  takes: Array.from({ length: inputs }, () => 'mask' as const),
  emit: plain(instruction),
});

/** Those that tfjs computes slowly, or with other last digits: eager steps take these too, so that their numbers are the same. */
export const TRANSCENDENTAL = ['Exp', 'Expm1', 'Log', 'Log1p', 'Sigmoid', 'Tanh', 'Softplus', 'Erf', 'Elu', 'Selu'] as const;

const operations: { readonly [kernel: string]: Elementwise } = {
  Add: { emit: plain('add') },
  Sub: { emit: plain('sub') },
  Multiply: { emit: plain('mul') },
  RealDiv: { emit: plain('div') },
  Maximum: { emit: plain('max') },
  Minimum: { emit: plain('min') },
  Neg: { emit: plain('neg') },
  Abs: { emit: plain('abs') },
  Sqrt: { emit: plain('sqrt') },
  Square: { emit: (code, [x]) => void code.get(x!).get(x!).vector('mul') },
  Rsqrt: { emit: (code, [x]) => void code.constant(1).get(x!).vector('sqrt', 'div') },
  Reciprocal: { emit: (code, [x]) => void code.constant(1).get(x!).vector('div') },
  SquaredDifference: {
    emit: (code, [a, b]) => {
      const difference = code.get(a!).get(b!).vector('sub').vectorLocal();
      code.set(difference).get(difference).get(difference).vector('mul');
    },
  },
  AddN: {
    emit: (code, [first, ...rest]) => {
      code.get(first!);
      for (const each of rest) code.get(each).vector('add');
    },
  },
  Relu: { emit: (code, [x]) => void code.get(x!).constant(0).vector('pmax') },
  Relu6: { emit: (code, [x]) => void code.get(x!).constant(0).vector('pmax').constant(6).vector('pmin') },
  LeakyRelu: {
    emit: (code, [x], { alpha }) =>
      void code.get(x!).constant(Number(alpha)).vector('mul').get(x!).get(x!).constant(0).vector('lt', 'bitselect'),
  },
  ClipByValue: {
    emit: (code, [x], { clipValueMin, clipValueMax }) =>
      void code.get(x!).constant(Number(clipValueMin)).vector('pmax').constant(Number(clipValueMax)).vector('pmin'),
  },
  // 1 above 0, else alpha; NaN stays what it is.
  Step: {
    emit: (code, [x], { alpha }) => {
      code
        .constant(1)
        .constant(Number(alpha ?? 0))
        .get(x!)
        .constant(0)
        .vector('gt', 'bitselect');
      code.get(x!).get(x!).get(x!).vector('eq', 'bitselect');
    },
  },
  Sign: {
    emit: (code, [x]) => {
      code.constant(1).get(x!).constant(0).vector('gt', 'and');
      code.constant(-1).get(x!).constant(0).vector('lt', 'and', 'or');
    },
  },
  Exp: { emit: (code, [x]) => void exp(code, x!) },
  Expm1: { emit: (code, [x]) => void expm1(code, x!) },
  Log: { emit: (code, [x]) => void log(code, x!) },
  Log1p: { emit: (code, [x]) => void log1p(code, x!) },
  Sigmoid: { emit: (code, [x]) => void sigmoid(code, x!) },
  Tanh: { emit: (code, [x]) => void tanh(code, x!) },
  Softplus: { emit: (code, [x]) => void softplus(code, x!) },
  Erf: { emit: (code, [x]) => void erf(code, x!) },
  Elu: {
    emit: (code, [x]) => {
      code.get(x!);
      expm1(code, x!).get(x!).constant(0).vector('ge', 'bitselect');
    },
  },
  // y is what elu gave.
  EluGrad: {
    emit: (code, [dy, y]) =>
      void code.get(dy!).get(dy!).get(y!).constant(1).vector('add', 'mul').get(y!).constant(0).vector('ge', 'bitselect'),
  },
  Selu: {
    emit: (code, [x]) => {
      code.get(x!).constant(SELU_SCALE).vector('mul');
      expm1(code, x!)
        .constant(SELU_SCALE * SELU_ALPHA)
        .vector('mul')
        .get(x!)
        .constant(0)
        .vector('ge', 'bitselect');
    },
  },
  Greater: comparison('gt'),
  GreaterEqual: comparison('ge'),
  Less: comparison('lt'),
  LessEqual: comparison('le'),
  Equal: comparison('eq'),
  NotEqual: comparison('ne'),
  LogicalAnd: logical('and', 2),
  LogicalOr: logical('or', 2),
  LogicalNot: logical('not', 1),
  Select: {
    takes: ['mask', 'float', 'float'],
    emit: (code, [mask, yes, no]) => void code.get(yes!).get(no!).get(mask!).vector('bitselect'),
  },
};

const casts: { readonly [from: string]: Elementwise } = {
  bool: { takes: ['mask'], emit: (code, [mask]) => void code.get(mask!).constant(1).vector('and') },
  int32: { takes: ['integer'], emit: (code, [x]) => void code.get(x!).vector('convert') },
};

const ofIntegers = (...instructions: Parameters<FunctionCode['vector']>): Elementwise => ({
  ...comparison(...instructions),
  takes: ['integer', 'integer'],
});

const integerComparisons: { readonly [kernel: string]: Elementwise } = {
  Equal: ofIntegers('integerEq'),
  NotEqual: ofIntegers('integerNe'),
};

/** About how long an operation takes for an element, compared with a multiplication and addition of a product of matrices. */
export const costOf = ({ kernel }: Operation): number => ((TRANSCENDENTAL as readonly string[]).includes(kernel) ? 80 : 1);

/** How a kernel of one input is written. */
export const unary = (kernel: (typeof TRANSCENDENTAL)[number]): Elementwise => operations[kernel]!;

/** How an operation is written; `undefined` where it is not one that acts on each element alone. */
export function elementwise({ kernel, attributes, inputs }: Operation): Elementwise | undefined {
  if (kernel === 'Cast') return attributes?.dtype === 'float32' ? casts[inputs[0]!.dtype] : undefined;
  return (inputs[0]?.dtype === 'int32' && integerComparisons[kernel]) || operations[kernel];
}
