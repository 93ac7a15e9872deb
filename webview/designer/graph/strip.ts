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
/** More segments than this cannot be told apart: the small ones are drawn as one. */
const MOST_SEGMENTS = 160;

export interface Segment {
  readonly id: string;
  readonly layer?: LayerAnalysis;
  readonly share: number;
  readonly named: boolean;
  /** Layers in it; 1 but for the last, which holds those too small to draw. */
  readonly count: number;
}

/** The model in the order of the file, each layer as wide as its share. A layer without any is left out. */
export function segments(analysis: Analysis, mode: StripMode): readonly Segment[] {
  const whole = total(analysis, mode);
  const all = analysis.layers.flatMap((layer): Segment[] => {
    const value = quantity(layer, mode);
    const weighs = value !== undefined && value > 0;
    if (!weighs && !(value === undefined && layer.spec !== undefined && mode === 'parameters')) return [];
    const share = weighs && whole > 0 ? value / whole : 0;
    return [{ id: layer.id, layer, share, named: share >= NAMED_FROM, count: 1 }];
  });
  if (all.length <= MOST_SEGMENTS) return all;
  const smallest = [...all].sort((a, b) => b.share - a.share)[MOST_SEGMENTS]?.share ?? 0;
  const shown = all.filter(({ share }) => share > smallest);
  const left = all.filter(({ share }) => share <= smallest);
  return [...shown, { id: '', share: left.reduce((sum, { share }) => sum + share, 0), named: false, count: left.length }];
}
