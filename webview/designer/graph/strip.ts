import type { Analysis, LayerAnalysis } from '../../../src/core/analysis';
import { formatBytes, formatCount } from '../../../src/core/format';
import { shortCount } from '../../shared/format';

/** What the strip, and the number on each card, is about. */
export type StripMode = 'parameters' | 'memory' | 'cost';

export const stripModes: readonly { readonly mode: StripMode; readonly title: string; readonly detail: string }[] = [
  { mode: 'parameters', title: 'Parameters', detail: 'Weights of each layer' },
  { mode: 'memory', title: 'Memory', detail: 'Output of each layer for one sample, in float32' },
  { mode: 'cost', title: 'Cost', detail: 'Multiply-adds of each layer for one sample' },
];

/** `undefined`: not known. */
export function quantity(layer: LayerAnalysis, mode: StripMode): number | undefined {
  if (mode === 'parameters') return layer.parameters?.total;
  return (mode === 'memory' ? layer.activationBytes : layer.multiplyAdds) ?? undefined;
}

export function total(analysis: Analysis, mode: StripMode): number {
  const { totals } = analysis;
  return mode === 'parameters' ? totals.total : mode === 'memory' ? totals.activationBytes : totals.multiplyAdds;
}

export function formatQuantity(value: number, mode: StripMode): string {
  if (mode === 'parameters') return value < 1e9 ? formatCount(value) : shortCount(value);
  return mode === 'memory' ? formatBytes(value) : shortCount(value);
}

/** Below this share a segment has no room for its name. */
const NAMED_FROM = 0.06;
/** More segments than this cannot be told apart: neighbours are drawn as one. */
const MOST_SEGMENTS = 160;

export interface Segment {
  /** The layer, or the largest of the neighbours that are drawn as one. */
  readonly layer: LayerAnalysis;
  readonly share: number;
  readonly named: boolean;
  /** How many layers it stands for. */
  readonly count: number;
  readonly unknown: boolean;
}

interface Weighed {
  readonly layer: LayerAnalysis;
  readonly share: number;
  readonly unknown: boolean;
}

/** The model in the order of the file, each layer as wide as its share. A layer without any is left out. */
export function segments(analysis: Analysis, mode: StripMode): readonly Segment[] {
  const whole = total(analysis, mode);
  const all = analysis.layers.flatMap((layer): Weighed[] => {
    const value = quantity(layer, mode);
    const unknown = value === undefined && mode === 'parameters' && canHaveWeights(layer);
    return value || unknown ? [{ layer, unknown, share: whole > 0 ? (value ?? 0) / whole : 0 }] : [];
  });
  const least = all.length > MOST_SEGMENTS ? 1 / MOST_SEGMENTS : 0;
  const groups: Weighed[][] = [];
  let room = 0;
  for (const one of all) {
    const group = groups.at(-1);
    if (group && room > 0 && one.share < least) group.push(one);
    else groups.push([one]);
    room = (group && room > 0 && one.share < least ? room : least) - one.share;
  }
  return groups.map((group) => {
    const share = group.reduce((sum, one) => sum + one.share, 0);
    const { layer, unknown } = group.reduce((largest, one) => (one.share > largest.share ? one : largest));
    return { layer, unknown, share, named: share >= NAMED_FROM && group.length === 1, count: group.length };
  });
}

/** A type that has nothing to initialize has no weights, whatever its shapes turn out to be. */
export const canHaveWeights = ({ spec }: LayerAnalysis): boolean =>
  spec === undefined || spec.fields.some(({ group, value }) => group === 'initialization' || value.kind === 'layer');
