import type { Json, JsonObject, Layer } from '../../../src/core/document';
import type { Field } from '../../../src/core/layers/fields';
import type { LayerType } from '../../../src/core/layers/layerType';
import { isDefault } from '../../../src/core/layers/readFields';

/** One field that differs from Keras's default, as the card says it. */
export interface Token {
  readonly field: string;
  /** Left out where the value says it (`relu`, `same`, `3 × 3`). */
  readonly key?: string;
  readonly text: string;
  /** The activation whose curve stands before the value. */
  readonly curve?: string;
}

const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value in few characters: `3 × 3`, `l2 0.01`, `LSTM 64`. */
export function shortValue(value: Json): string {
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return items.every((item) => typeof item === 'number' || item === null)
      ? items.map((item) => item ?? '?').join(' × ')
      : items.map(shortValue).join(', ');
  }
  if (!isObject(value)) return isPlain(value) ? String(value) : 'none';
  const { type, units, filters, rate, ...others } = value;
  const size = units ?? filters ?? rate;
  const numbers = size === undefined ? Object.values(others).filter((item) => typeof item === 'number') : [size];
  return [type ?? '', ...numbers].map((part) => (isPlain(part) ? String(part) : '…')).join(' ');
}

const isPlain = (value: Json): value is string | number | boolean => typeof value !== 'object';

/** `3` of a window with two axes is `3 × 3`: so each size reads alike, however it is written. */
const alongAxes = ({ name, value: kind }: Field, value: Json): Json =>
  /^(kernel|pool)_size$/.test(name) && kind.kind === 'integers' && typeof value === 'number' && (kind.length ?? 1) > 1
    ? Array.from({ length: kind.length ?? 1 }, () => value)
    : value;

function tokenOf(field: Field, written: Json): Token {
  const { name } = field;
  const value = alongAxes(field, written);
  const named = field.value.kind === 'named' || field.value.kind === 'choice' || field.value.kind === 'layer';
  const speaksForItself =
    (named && !/^(bias|recurrent|activity|beta|gamma|moving|depthwise|pointwise)_|_mode$|_format$/.test(name) && value !== null) ||
    (Array.isArray(value) && /^(kernel|pool)_size$/.test(name));
  const square =
    Array.isArray(value) && name === 'strides' && new Set(value as readonly Json[]).size === 1
      ? ((value as readonly Json[])[0] ?? null)
      : value;
  const curve = field.value.kind === 'named' && field.value.registry === 'activation' && typeof value === 'string' ? value : undefined;
  return { field: name, text: shortValue(square), ...(!speaksForItself && { key: name }), ...(curve !== undefined && { curve }) };
}

const NONE: readonly Token[] = [];
/** As long as a layer is the same object there is the same to say of it. */
const known = new WeakMap<Layer, readonly Token[]>();

/** What differs from the default, in the order of the registry's fields. */
export function tokensOf(spec: LayerType | undefined, layer: Layer): readonly Token[] {
  if (spec === undefined) return NONE;
  const before = known.get(layer);
  if (before) return before;
  const tokens = spec.fields.flatMap((field) => {
    const value = layer[field.name];
    return value === undefined || isDefault(field, value) ? [] : [tokenOf(field, value)];
  });
  known.set(layer, tokens);
  return tokens;
}

const CHARACTER = 6.95;

/** Pixels that a token takes on a card, estimated: 11.5 px of an editor's font. */
export const tokenWidth = ({ key, text, curve }: Token): number =>
  12 + CHARACTER * (text.length + (key === undefined ? 0 : key.length)) + (key === undefined ? 0 : 5) + (curve === undefined ? 0 : 18);

/** As many tokens as fit in a row of this width, and how many are left over. */
export function fitTokens(tokens: readonly Token[], width: number): { readonly shown: readonly Token[]; readonly left: number } {
  let used = 0;
  let count = 0;
  for (const token of tokens) {
    used += tokenWidth(token) + (count > 0 ? 4 : 0);
    if (used > width - (count < tokens.length - 1 ? 26 : 0)) break;
    count += 1;
  }
  return { shown: tokens.slice(0, count), left: tokens.length - count };
}
