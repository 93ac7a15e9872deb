import type { Analysis, LayerAnalysis } from '../../../src/core/analysis';
import type { Severity } from '../../../src/core/diagnostics';
import { formatCount, formatShape } from '../../../src/core/format';
import type { Family } from '../../../src/core/layers/layerType';
import { formatShare } from '../../shared/format';
import type { IconName } from '../../shared/icons';
import { layerIcon } from '../../shared/families';
import { canHaveWeights, formatQuantity, quantity, total, type StripMode } from './strip';
import { fitTokens, tokensOf, type Token } from './tokens';

/** All that a card shows, as plain data: equal data means that nothing has to be drawn again. */
export interface CardModel {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly family: Family | 'unknown';
  readonly icon: IconName;
  readonly frozen: boolean;
  readonly problem?: Severity;
  readonly tokens: readonly Token[];
  /** Tokens that found no room. */
  readonly more: number;
  /** Tokens stand in a row of their own. */
  readonly twoRows: boolean;
  /** Empty: nothing to count. `?`: not known. */
  readonly count: string;
  /** Between 0 and 1, in steps that a bar can show; absent: no bar. */
  readonly share?: number;
  readonly shareText: string;
  /** The shape that leaves the model here; absent: another layer takes the output. */
  readonly leaves?: string;
  readonly position: number;
  readonly siblings: number;
  /** What a screen reader says. */
  readonly label: string;
}

const BAR_STEPS = 112;
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'hint'];

export interface Problems {
  readonly counts: Readonly<Record<Severity, number>>;
  readonly worst?: Severity;
}

/** Problems by the id of their layer. */
function problemsByLayer(analysis: Analysis): ReadonlyMap<string, Problems> {
  const problems = new Map<string, Record<Severity, number>>();
  for (const { layer, severity } of analysis.diagnostics) {
    if (layer === undefined) continue;
    const counts = problems.get(layer) ?? { error: 0, warning: 0, hint: 0 };
    counts[severity] += 1;
    problems.set(layer, counts);
  }
  return new Map([...problems].map(([id, counts]) => [id, { counts, worst: SEVERITIES.find((severity) => counts[severity] > 0) }]));
}

const plural = (count: number, noun: string): string => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

function labelOf(layer: LayerAnalysis, problems: Problems | undefined): string {
  const known = layer.inputShapes.filter((shape) => shape !== undefined);
  const from = known.map(formatShape).join(' and ');
  const to = layer.output ? formatShape(layer.output) : 'unknown';
  return [
    `${layer.type || 'Layer without type'} ${layer.name}`.trim(),
    from === '' ? to : `${from} to ${to}`,
    layer.parameters ? plural(layer.parameters.total, 'parameter') : 'parameters unknown',
    ...(layer.frozen ? ['frozen'] : []),
    ...SEVERITIES.flatMap((severity) => (problems && problems.counts[severity] > 0 ? [plural(problems.counts[severity], severity)] : [])),
  ].join(', ');
}

interface Deck {
  readonly analysis: Analysis;
  readonly mode: StripMode;
  readonly width: number;
}

function cardOf(layer: LayerAnalysis, problems: Problems | undefined, { analysis, mode, width }: Deck): CardModel {
  const tokens = tokensOf(layer.spec, layer.layer);
  const value = quantity(layer, mode);
  const whole = total(analysis, mode);
  const counted = value !== undefined && value > 0;
  const unknown = value === undefined && layer.parameters === undefined && (mode !== 'parameters' || canHaveWeights(layer));
  const share = counted && whole > 0 ? value / whole : undefined;
  const twoRows = tokens.length > 0 && tokens.length + (counted || unknown ? 1 : 0) >= 2;
  const nameWidth = 7.2 * (layer.type.length + layer.name.length) + 20;
  const { shown, left } = fitTokens(tokens, twoRows ? width - 36 - 10 - 66 : Math.max(60, width - 46 - nameWidth - (counted ? 130 : 0)));
  return {
    id: layer.id,
    type: layer.type,
    name: layer.name,
    family: layer.spec?.family ?? 'unknown',
    icon: layerIcon(layer.type, layer.spec?.family),
    frozen: layer.frozen,
    tokens: shown,
    more: left,
    twoRows,
    count: counted ? formatQuantity(value, mode) : unknown ? '?' : '',
    shareText: layer.frozen && counted ? 'frozen' : share === undefined ? '' : formatShare(share),
    position: layer.index + 1,
    siblings: analysis.layers.length,
    label: labelOf(layer, problems),
    ...(share !== undefined && { share: Math.round(share * BAR_STEPS) / BAR_STEPS }),
    ...(problems?.worst && { problem: problems.worst }),
    ...(analysis.outputs.includes(layer.id) && { leaves: layer.output ? formatShape(layer.output) : 'unknown' }),
  };
}

/** The cards of a design. A card that is as it was in `before` is the same object. */
export function cardsOf(deck: Deck, before: ReadonlyMap<string, CardModel>): ReadonlyMap<string, CardModel> {
  const problems = problemsByLayer(deck.analysis);
  return new Map(
    deck.analysis.layers.map((layer) => {
      const card = cardOf(layer, problems.get(layer.id), deck);
      const old = before.get(layer.id);
      return [layer.id, old && sameCard(old, card) ? old : card];
    }),
  );
}

function sameCard(a: CardModel, b: CardModel): boolean {
  const { tokens: first, ...plainA } = a;
  const { tokens: second, ...plainB } = b;
  const keys = Object.keys(plainA) as (keyof typeof plainA)[];
  return (
    keys.length === Object.keys(plainB).length &&
    keys.every((key) => plainA[key] === plainB[key]) &&
    first.length === second.length &&
    first.every((token, i) => token.text === second[i]?.text && token.key === second[i]?.key && token.field === second[i]?.field)
  );
}

const ROW_HEIGHT = { one: 34, two: 58, health: 25 } as const;

/** Heights follow from the data, so that nothing has to be measured. */
export const cardHeight = (card: CardModel, healthy: boolean): number =>
  (card.twoRows ? ROW_HEIGHT.two : ROW_HEIGHT.one) + (healthy ? ROW_HEIGHT.health : 0);
