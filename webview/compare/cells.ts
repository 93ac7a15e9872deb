import * as l10n from '@vscode/l10n';
import type { LayerAnalysis } from '../../src/core/analysis';
import type { LayerDiff } from '../../src/core/diff/designDiff';
import { shapeText } from '../../src/core/diff/describeDiff';
import { formatCount } from '../../src/core/format';
import type { Family } from '../../src/core/layers/layerType';
import type { Side } from '../../src/protocol/compare';
import { fitTokens, shortValue, tokensOf, type Token } from '../designer/graph/tokens';
import { layerIcon } from '../shared/families';
import type { IconName } from '../shared/icons';

export interface MarkedToken extends Token {
  /** It is not the same on the other side. */
  readonly differs: boolean;
}

/** `ghost`: only the other side has it here. */
export type Mark = 'same' | 'changed' | 'added' | 'removed' | 'moved' | 'ghost';

/** All that a card of one side shows, as plain data. */
export interface Cell {
  readonly mark: Mark;
  readonly type: string;
  readonly name: string;
  readonly family: Family | 'unknown';
  readonly icon: IconName;
  readonly typeDiffers: boolean;
  readonly nameDiffers: boolean;
  readonly tokens: readonly MarkedToken[];
  /** Tokens that found no room. */
  readonly more: number;
  readonly count: string;
  readonly countDiffers: boolean;
  /** What leaves it. */
  readonly shape: string;
  readonly shapeDiffers: boolean;
  readonly frozen: boolean;
  /** What it takes, where that is not the same. */
  readonly takes?: string;
}

const other: Readonly<Record<Side, Side>> = { before: 'after', after: 'before' };

/** The card of a layer on one side; where the layer is not, a ghost of it. `width`: pixels for tokens. */
export function cellOf(layer: LayerDiff, side: Side, width: number, row: Side | 'both'): Cell {
  const here = row === 'both' || row === side;
  const shown = (here ? layer[side] : layer[other[side]]) ?? layer[side];
  if (!shown) throw new Error('A row of a comparison has no layer.');
  const across = layer[other[side]];
  const mark = !here ? 'ghost' : layer.change === 'same' ? (layer.moved ? 'moved' : 'same') : layer.change;
  const { shown: tokens, left } = here ? fitTokens(markedTokens(shown, layer, side), width) : { shown: [], left: 0 };
  const pair = here && across !== undefined;
  return {
    mark,
    type: shown.type || l10n.t('no type'),
    name: shown.name,
    family: shown.spec?.family ?? 'unknown',
    icon: layerIcon(shown.type, shown.spec?.family),
    typeDiffers: pair && across.type !== shown.type,
    nameDiffers: pair && layer.renamed,
    tokens: tokens as readonly MarkedToken[],
    more: left,
    count: countText(shown),
    countDiffers: pair && across.parameters?.total !== shown.parameters?.total,
    shape: shapeText(shown),
    shapeDiffers: pair && shapeText(across) !== shapeText(shown),
    frozen: shown.frozen,
    ...(pair && layer.inputs && { takes: layer.inputs[side].join(', ') || l10n.t('nothing') }),
  };
}

function countText({ parameters }: LayerAnalysis): string {
  if (!parameters) return '?';
  return parameters.total === 0 ? '' : formatCount(parameters.total);
}

/** What differs comes first, also where this side has the default. */
function markedTokens(shown: LayerAnalysis, { fields }: LayerDiff, side: Side): readonly MarkedToken[] {
  const keys = new Set(fields.map(({ path: [key] }) => String(key)));
  keys.delete('type');
  const own = tokensOf(shown.spec, shown.layer).map((token): MarkedToken => ({ ...token, differs: keys.has(token.field) }));
  const told = new Set(own.map(({ field }) => field));
  const missing = [...keys].flatMap((key): MarkedToken[] => {
    if (told.has(key)) return [];
    const preset = shown.spec?.fields.find(({ name }) => name === key)?.default;
    const value = shown.layer[key] ?? fields.find(({ path }) => path.length === 1 && path[0] === key)?.[side] ?? preset;
    return [{ field: key, key, text: value === undefined ? l10n.t('default') : shortValue(value), differs: true }];
  });
  return [...own.filter(({ differs }) => differs), ...missing, ...own.filter(({ differs }) => !differs)];
}
