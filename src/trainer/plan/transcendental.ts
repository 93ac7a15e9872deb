import type { FunctionCode } from './wasmCode';

/**
 * Exponential, logarithm and what is made of them, as instructions on vectors. Each takes a local and leaves its result on
 * the stack, within two units in the last place (erf: 1.5e-7). Coefficients: Cephes (Moshier) `expf`, `logf`; Eigen's
 * `ptanh_float`; Abramowitz and Stegun 7.1.26 for erf, as in tfjs.
 */

/** Horner's scheme: the highest coefficient first. */
function polynomial(code: FunctionCode, x: number, coefficients: readonly number[]): FunctionCode {
  const [first, ...rest] = coefficients;
  code.constant(first!);
  for (const each of rest) code.get(x).constant(each).multiplyAdd();
  return code;
}

const held = (code: FunctionCode): number => {
  const local = code.vectorLocal();
  code.set(local);
  return local;
};

/** Added to a number of at most 2^22 it leaves room for no fraction; the whole number is in the low bits of the sum. */
const ROUNDING = 1.5 * 2 ** 23;

/**
 * x as n log 2 + r with n a whole number, once it is at least `least` and at most what a float's exponential has room for. `n`: in
 * the low bits.
 */
function reduced(code: FunctionCode, given: number, least: number): { readonly n: number; readonly r: number } {
  const x = held(code.get(given).constant(89).vector('pmin').constant(least).vector('pmax'));
  const n = held(code.get(x).constant(Math.LOG2E).constant(ROUNDING).multiplyAdd());
  const whole = held(code.get(n).constant(ROUNDING).vector('sub'));
  const high = held(code.get(whole).constant(-0.693359375).get(x).multiplyAdd());
  return { n, r: held(code.get(whole).constant(2.1219444e-4).get(high).multiplyAdd()) };
}

/** e^r - 1 for r between -log 2 / 2 and log 2 / 2. */
function expm1OfRest(code: FunctionCode, r: number): FunctionCode {
  const coefficients = [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1];
  return polynomial(code, r, coefficients).get(r).get(r).vector('mul').get(r).multiplyAdd();
}

/** e^x = 2^n e^r; 2^n in two factors, so that results near the ends of the range come out right. */
export function exp(code: FunctionCode, given: number): FunctionCode {
  const { n, r } = reduced(code, given, -104);
  expm1OfRest(code, r).constant(1).vector('add');
  // All bits of `ROUNDING` come off as well: `n` is a number here.
  const whole = held(code.get(n).constant(ROUNDING).vector('integerSub'));
  const half = held(code.get(whole).shiftRight(1));
  code.get(half).integer(127).vector('integerAdd').shiftLeft(23).vector('mul');
  return code.get(whole).get(half).vector('integerSub').integer(127).vector('integerAdd').shiftLeft(23).vector('mul');
}

/**
 * e^x - 1 = 2^n (e^r - 1) + 2^n - 1: near 0, where n is 0, it is the series alone, so that no digits are lost. All of it is
 * halved until its end, because 2^128 is no float.
 */
export function expm1(code: FunctionCode, given: number): FunctionCode {
  // Below -50 it is -1.
  const { n, r } = reduced(code, given, -50);
  const power = held(code.get(n).integer(126).vector('integerAdd').shiftLeft(23));
  const half = held(expm1OfRest(code, r).get(power).get(power).constant(0.5).vector('sub').multiplyAdd());
  return code.get(half).get(half).vector('add');
}

/** log x = e log 2 + log m with m near 1. */
export function log(code: FunctionCode, given: number): FunctionCode {
  const tiny = held(code.get(given).constant(1.17549435e-38).vector('lt'));
  // Numbers too small for a whole mantissa are made larger first.
  const x = held(
    code
      .get(given)
      .constant(2 ** 23)
      .vector('mul')
      .get(given)
      .get(tiny)
      .vector('bitselect'),
  );
  const exponent = held(
    code.get(x).shiftRight(23).integer(126).vector('integerSub', 'convert').constant(-23).get(tiny).vector('and', 'add'),
  );
  const m = held(code.get(x).integer(0x007fffff).vector('and').integer(0x3f000000).vector('or'));
  const below = held(code.get(m).constant(Math.SQRT1_2).vector('lt'));
  const e = held(code.get(exponent).constant(1).get(below).vector('and', 'sub'));
  const f = held(code.get(m).constant(1).vector('sub').get(m).get(below).vector('and', 'add'));
  const square = held(code.get(f).get(f).vector('mul'));
  const coefficients = [
    7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1,
    -2.4999993993e-1, 3.3333331174e-1,
  ];
  polynomial(code, f, coefficients).get(f).vector('mul').get(square).vector('mul');
  code.get(e).constant(-2.1219444e-4).vector('mul', 'add').get(square).constant(0.5).vector('mul', 'sub');
  const result = held(code.get(f).vector('add').get(e).constant(0.693359375).vector('mul', 'add'));
  // log 0 is -infinity, that of infinity and of NaN is itself, that of what is below 0 is NaN.
  const finite = held(code.get(result).get(given).get(given).constant(Infinity).vector('lt', 'bitselect'));
  const zero = held(code.constant(-Infinity).get(finite).get(given).constant(0).vector('eq', 'bitselect'));
  return code.constant(NaN).get(zero).get(given).constant(0).vector('lt', 'bitselect');
}

/** log (1 + x), the rounding of the sum made good (Kahan). */
export function log1p(code: FunctionCode, x: number): FunctionCode {
  const sum = held(code.get(x).constant(1).vector('add'));
  const off = held(code.get(sum).constant(1).vector('sub'));
  const whole = held(log(code, sum));
  code.get(x).get(whole).get(x).get(off).vector('div', 'mul');
  // Where nothing of x was left in the sum; and infinity over infinity is none.
  code.get(off).constant(0).vector('eq').vector('bitselect');
  const found = held(code);
  return code.get(found).get(x).get(x).constant(Infinity).vector('lt', 'bitselect');
}

export function sigmoid(code: FunctionCode, x: number): FunctionCode {
  code.constant(1);
  const negative = held(code.get(x).vector('neg'));
  return exp(code, negative).constant(1).vector('add', 'div');
}

export function tanh(code: FunctionCode, given: number): FunctionCode {
  const x = held(code.get(given).constant(7.90531110763549805).vector('pmin').constant(-7.90531110763549805).vector('pmax'));
  const square = held(code.get(x).get(x).vector('mul'));
  code.get(given);
  polynomial(
    code,
    square,
    [
      -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8, 1.48572235717979e-5, 6.37261928875436e-4,
      4.89352455891786e-3,
    ],
  );
  code.get(x).vector('mul');
  polynomial(code, square, [1.19825839466702e-6, 1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3]).vector('div');
  return code.get(given).vector('abs').constant(4e-4).vector('lt', 'bitselect');
}

/** max(x, 0) + log(1 + e^-|x|). */
export function softplus(code: FunctionCode, x: number): FunctionCode {
  code.get(x).constant(0).vector('max');
  const falling = held(code.get(x).vector('abs', 'neg'));
  const power = held(exp(code, falling));
  return log1p(code, power).vector('add');
}

export function erf(code: FunctionCode, x: number): FunctionCode {
  const size = held(code.get(x).vector('abs'));
  const t = held(code.constant(1).get(size).constant(0.3275911).vector('mul').constant(1).vector('add', 'div'));
  const falling = held(code.get(size).get(size).vector('mul', 'neg'));
  code.constant(1);
  polynomial(code, t, [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592]).get(t).vector('mul');
  exp(code, falling).vector('mul', 'sub');
  const positive = held(code);
  code.get(positive).get(positive).vector('neg').get(x).constant(0).vector('ge', 'bitselect');
  return code;
}
