import type { Values } from '../../core/layers/layerType';
import { fillNormal, fillTruncatedNormal, fillUniform, type RandomStream } from '../random/randomStream';
import { orthogonal } from './orthogonal';

interface Request {
  /** Arguments, defaults filled in. */
  readonly values: Values;
  readonly shape: readonly number[];
  readonly stream: RandomStream;
  /** Zeros, to be filled. */
  readonly out: Float32Array;
}

type Distribution = 'truncated_normal' | 'untruncated_normal' | 'uniform';
type Mode = 'fan_in' | 'fan_out' | 'fan_avg';

/** How much narrower a normal distribution gets by cutting it at two deviations. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

const number = (values: Values, field: string): number => Number(values[field]);

const scaled =
  (scale: number, mode: Mode, distribution: Distribution) =>
  (request: Request): void =>
    varianceScaling(request, scale, mode, distribution);

/** By the registry's names; formulas of `keras/src/initializers`. */
const initializers: { readonly [name: string]: (request: Request) => void } = {
  zeros: () => undefined,
  ones: ({ out }) => void out.fill(1),
  constant: ({ out, values }) => void out.fill(number(values, 'value')),
  identity: ({ out, shape, values }) => {
    const [rows = 0, columns = 0] = shape;
    for (let i = 0; i < Math.min(rows, columns); i++) out[i * columns + i] = number(values, 'gain');
  },
  orthogonal: ({ out, shape, stream, values }) => orthogonal(stream, shape, number(values, 'gain'), out),
  random_normal: ({ out, stream, values }) => fillNormal(stream, out, number(values, 'mean'), number(values, 'stddev')),
  random_uniform: ({ out, stream, values }) => fillUniform(stream, out, number(values, 'minval'), number(values, 'maxval')),
  truncated_normal: ({ out, stream, values }) => fillTruncatedNormal(stream, out, number(values, 'mean'), number(values, 'stddev')),
  variance_scaling: (request) => {
    const { scale, mode, distribution } = request.values;
    varianceScaling(request, Number(scale), mode as Mode, distribution === 'normal' ? 'truncated_normal' : (distribution as Distribution));
  },
  glorot_normal: scaled(1, 'fan_avg', 'truncated_normal'),
  glorot_uniform: scaled(1, 'fan_avg', 'uniform'),
  he_normal: scaled(2, 'fan_in', 'truncated_normal'),
  he_uniform: scaled(2, 'fan_in', 'uniform'),
  lecun_normal: scaled(1, 'fan_in', 'truncated_normal'),
  lecun_uniform: scaled(1, 'fan_in', 'uniform'),
};

/** Starting values of a weight. `name` and `values`: an entry of the registry of initializers and its arguments. */
export function initialize(name: string, values: Values, shape: readonly number[], stream: RandomStream): Float32Array {
  const fill = initializers[name];
  if (!fill) throw new Error(`There is no initializer ${name}.`);
  const out = new Float32Array(shape.reduce((all, size) => all * size, 1));
  fill({ values, shape, stream, out });
  return out;
}

function varianceScaling({ out, shape, stream }: Request, scale: number, mode: Mode, distribution: Distribution): void {
  const [fanIn, fanOut] = fans(shape);
  const fan = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[mode];
  const variance = scale / Math.max(1, fan);
  if (distribution === 'uniform') {
    const limit = Math.sqrt(3 * variance);
    fillUniform(stream, out, -limit, limit);
  } else if (distribution === 'untruncated_normal') fillNormal(stream, out, 0, Math.sqrt(variance));
  else fillTruncatedNormal(stream, out, 0, Math.sqrt(variance) / TRUNCATED_DEVIATION);
}

/** How many values come into a unit and go out of one; kernels of convolutions count their window. */
function fans(shape: readonly number[]): [number, number] {
  if (shape.length < 2) return [shape[0] ?? 1, shape[0] ?? 1];
  const window = shape.slice(0, -2).reduce((all, size) => all * size, 1);
  return [shape.at(-2)! * window, shape.at(-1)! * window];
}
