import type { LayerAnalysis } from '../../../src/core/analysis';
import type { Shape } from '../../../src/core/diagnostics';
import type { Json } from '../../../src/core/document';
import { formatCount, formatShape } from '../../../src/core/format';
import { shortValue, tokensOf } from '../graph/tokens';

/** Why a layer is meant, in few words, or `undefined`. An empty text: because of its name or type. */
type Term = (layer: LayerAnalysis) => string | undefined;

/**
 * What was typed as things that a layer must say, all of them: a shape (`28x28`), a field compared with a value (`units=300`,
 * `rate>0.3`, `parameters>10000`), or a piece of its name, of its type or of what its card shows.
 */
export function readTerms(query: string): Term {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean).map(readTerm);
  return (layer) => {
    const reasons = terms.map((term) => term(layer));
    if (reasons.length === 0 || reasons.includes(undefined)) return undefined;
    return [...new Set(reasons)].filter(Boolean).join(', ');
  };
}

function readTerm(word: string): Term {
  const [, field, sign, value] = /^([a-z_]+)([=<>])(.+)$/.exec(word) ?? [];
  if (field !== undefined && value !== undefined) return (layer) => compared(layer, field, sign!, value);
  if (/^\d+([x×*]\d+)+$/.test(word)) return (layer) => shapeWith(layer, word.split(/[x×*]/).map(Number));
  return (layer) => saying(layer, word);
}

function compared(layer: LayerAnalysis, field: string, sign: string, wanted: string): string | undefined {
  if (field === 'parameters') {
    const total = layer.parameters?.total;
    return total !== undefined && holds(total, sign, wanted) ? `parameters ${formatCount(total)}` : undefined;
  }
  const value = layer.layer[field] ?? layer.spec?.fields.find(({ name }) => name === field)?.default;
  if (value === undefined) return undefined;
  // Of several sizes any will do.
  const all: readonly Json[] = Array.isArray(value) ? [...(value as readonly Json[]), shortValue(value)] : [value];
  const met = all.some((one) => holds(typeof one === 'number' ? one : shortValue(one), sign, wanted));
  return met ? `${field} ${shortValue(value)}` : undefined;
}

function holds(value: number | string, sign: string, wanted: string): boolean {
  if (typeof value === 'string') return sign === '=' && value.toLowerCase() === wanted;
  if (sign === '=') return value === Number(wanted);
  return sign === '>' ? value > Number(wanted) : value < Number(wanted);
}

function shapeWith({ output, inputShapes }: LayerAnalysis, sizes: readonly number[]): string | undefined {
  const has = (shape: Shape | undefined): shape is Shape =>
    shape?.some((_, at) => sizes.every((size, i) => shape[at + i] === size)) ?? false;
  if (has(output)) return formatShape(output);
  const from = inputShapes.find(has);
  return from && formatShape(from);
}

function saying({ name, type, layer, spec, frozen }: LayerAnalysis, word: string): string | undefined {
  if (`${name} ${type}`.toLowerCase().includes(word)) return '';
  const said = tokensOf(spec, layer).map(({ key, text }) => (key === undefined ? text : `${key} ${text}`));
  return [...said, ...(frozen ? ['frozen'] : [])].find((text) => text.toLowerCase().includes(word));
}
