import * as l10n from '@vscode/l10n';
import type { Analysis, LayerAnalysis } from '../../../src/core/analysis';
import { weighingOf, type StripMode, type Weighing } from './weighing';

export const stripModes: readonly { readonly mode: StripMode; readonly title: string; readonly share: string; readonly detail: string }[] =
  [
    { mode: 'parameters', title: l10n.t('Parameters'), share: l10n.t('Share of parameters'), detail: l10n.t('Weights of each layer') },
    { mode: 'time', title: l10n.t('Time'), share: l10n.t('Share of time'), detail: l10n.t('Of a training step; ≈ is an estimate') },
    { mode: 'memory', title: l10n.t('Memory'), share: l10n.t('Share of memory'), detail: l10n.t('What training keeps, for a batch') },
    {
      mode: 'cost',
      title: l10n.t('Multiply-adds'),
      share: l10n.t('Share of multiply-adds'),
      detail: l10n.t('Of each layer for one sample'),
    },
  ];

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
  /** Its number; empty where it stands for several. */
  readonly words: string;
}

interface Weighed {
  readonly layer: LayerAnalysis;
  readonly share: number;
  readonly unknown: boolean;
}

/** The model in the order of the file, each layer as wide as its share. A layer without any is left out. */
export function segments(analysis: Analysis, mode: StripMode, weighing: Weighing = weighingOf(analysis, mode)): readonly Segment[] {
  const { whole } = weighing;
  const all = analysis.layers.flatMap((layer): Weighed[] => {
    const value = weighing.of(layer);
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
    const value = group.length === 1 && !unknown ? weighing.of(layer) : undefined;
    const words = value === undefined ? '' : weighing.words(value, layer);
    return { layer, unknown, share, named: share >= NAMED_FROM && group.length === 1, count: group.length, words };
  });
}

/** A type that has nothing to initialize has no weights, whatever its shapes turn out to be. */
export const canHaveWeights = ({ spec }: LayerAnalysis): boolean =>
  spec === undefined || spec.fields.some(({ group, value }) => group === 'initialization' || value.kind === 'layer');
