import type { Json, JsonObject } from '../../document';
import { isObject } from '../../layers/readFields';

/** Something that Keras has written with its class: a layer, an initializer, a loss … */
export interface KerasObject {
  /** Without the package: `Dense`, `GlorotUniform`. */
  readonly className: string;
  /** `keras.layers`; empty in the files of Keras 2. */
  readonly module: string;
  readonly config: JsonObject;
}

/** `{ "class_name": …, "config": … }` as Keras 2 and 3 write it; `undefined` where a value is none. */
export function readObject(value: Json | undefined): KerasObject | undefined {
  if (!isObject(value) || typeof value.class_name !== 'string') return undefined;
  const config = isObject(value.config) ? configOf(value.config) : {};
  return {
    // "my_package>MyLayer" is how Keras 2 writes a class that somebody has registered.
    className: value.class_name.slice(value.class_name.lastIndexOf('>') + 1),
    module: typeof value.module === 'string' ? value.module : '',
    config,
  };
}

/** What is read by itself, layer by layer, is not copied. */
const HELD: ReadonlySet<string> = new Set(['layers', 'layer', 'backward_layer']);

const configOf = (config: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(config).map(([key, value]) => [key, HELD.has(key) ? value : plain(value)]));

/** What Keras makes of `x + 3` between layers: it has a place among them, but none of their configuration. */
export const isOperation = ({ module, className, config }: KerasObject): boolean =>
  module.includes('.ops.') || className === 'TFOpLambda' || (module === '' && Object.keys(config).every((key) => key === 'name'));

/** The value without the wrapping that Keras 3 puts around tuples, arrays and numbers of NumPy. */
export function plain(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(plain);
  if (!isObject(value)) return value;
  const { class_name: wrapper, config } = value;
  if (wrapper === '__tuple__' && Array.isArray(value.items)) return plain(value.items);
  if ((wrapper === '__numpy__' || wrapper === '__tensor__') && isObject(config)) return plain(config.value ?? null);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/**
 * A number that a float32 has been written as, with all its digits as a double: the shortest one that is the same float32
 * (0.0010000000474974513 is 0.001). Keras keeps learning rates so.
 */
export function shortest(value: number): number {
  if (Math.fround(value) !== value || Number.isInteger(value)) return value;
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
