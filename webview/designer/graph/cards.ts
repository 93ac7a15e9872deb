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

function labelOf(layer: LayerAnalysis): string {
  const known = layer.inputShapes.filter((shape) => shape !== undefined);
  const from = known.map(formatShape).join(' and ');
  const to = layer.output ? formatShape(layer.output) : 'unknown';
  return [
    `${layer.type || 'Layer without type'} ${layer.name}`.trim(),
    from === '' ? to : `${from} to ${to}`,
    layer.parameters ? plural(layer.parameters.total, 'parameter') : 'parameters unknown',
    ...(layer.frozen ? ['frozen'] : []),
  ].join(', ');
}

const problemWords = ({ counts }: Problems): string =>
  SEVERITIES.flatMap((severity) => (counts[severity] > 0 ? [`, ${plural(counts[severity], severity)}`] : [])).join('');

interface Deck {
  readonly analysis: Analysis;
  readonly mode: StripMode;
  readonly width: number;
}

/** What a card shows of its layer alone, whatever the others are. */
interface Face extends Pick<CardModel, 'id' | 'type' | 'name' | 'family' | 'icon' | 'frozen' | 'tokens' | 'more' | 'twoRows' | 'count'> {
  readonly label: string;
  /** Absent: nothing to count. */
  readonly counted?: number;
}

interface KeptFace {
  readonly layer: LayerAnalysis;
  readonly mode: StripMode;
  readonly width: number;
  readonly face: Face;
}

/** By what the file says of the layer, which stays the same object from one analysis to the next. */
const faces = new WeakMap<object, KeptFace>();
/** The face that a card was made with. */
const faceOfCard = new WeakMap<CardModel, Face>();

function faceOf(layer: LayerAnalysis, { mode, width }: Deck): Face {
  const kept = faces.get(layer.layer);
  if (kept?.mode === mode && kept.width === width && isAlike(kept.layer, layer)) return kept.face;
  const face = makeFace(layer, mode, width);
  faces.set(layer.layer, { layer, mode, width, face });
  return face;
}

/** Whether nothing but the place in the file differs. */
const isAlike = (a: LayerAnalysis, b: LayerAnalysis): boolean =>
  a === b ||
  (a.id === b.id &&
    a.name === b.name &&
    a.output === b.output &&
    a.inputShapes === b.inputShapes &&
    a.parameters === b.parameters &&
    a.multiplyAdds === b.multiplyAdds &&
    a.activationBytes === b.activationBytes &&
    a.frozen === b.frozen);

function makeFace(layer: LayerAnalysis, mode: StripMode, width: number): Face {
  const tokens = tokensOf(layer.spec, layer.layer);
  const value = quantity(layer, mode);
  const counted = value !== undefined && value > 0;
  const unknown = value === undefined && layer.parameters === undefined && (mode !== 'parameters' || canHaveWeights(layer));
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
    label: labelOf(layer),
    ...(counted && { counted: value }),
  };
}

/** What a card shows of its layer among the others. */
type Among = Pick<CardModel, 'share' | 'shareText' | 'position' | 'siblings' | 'problem' | 'leaves' | 'label'>;

/** The cards of a design. A card that is as it was in `before` is the same object. */
export function cardsOf(deck: Deck, before: ReadonlyMap<string, CardModel>): ReadonlyMap<string, CardModel> {
  const { analysis, mode } = deck;
  const problems = problemsByLayer(analysis);
  const outputs = new Set(analysis.outputs);
  const whole = total(analysis, mode);
  const cards = new Map<string, CardModel>();
  for (const layer of analysis.layers) {
    const face = faceOf(layer, deck);
    const own = problems.get(layer.id);
    const share = face.counted !== undefined && whole > 0 ? face.counted / whole : undefined;
    const among: Among = {
      share: share === undefined ? undefined : Math.round(share * BAR_STEPS) / BAR_STEPS,
      shareText: face.frozen && face.counted !== undefined ? 'frozen' : share === undefined ? '' : formatShare(share),
      position: layer.index + 1,
      siblings: analysis.layers.length,
      problem: own?.worst,
      leaves: !outputs.has(layer.id) ? undefined : layer.output ? formatShape(layer.output) : 'unknown',
      label: own ? face.label + problemWords(own) : face.label,
    };
    const old = before.get(layer.id);
    cards.set(layer.id, old && isSame(old, among) && isSameFace(faceOfCard.get(old), face) ? old : cardOf(face, among));
  }
  return cards;
}

function cardOf(face: Face, among: Among): CardModel {
  const { counted: _, ...shown } = face;
  const card = { ...shown, ...among };
  faceOfCard.set(card, face);
  return card;
}

const isSame = (card: CardModel, among: Among): boolean =>
  card.share === among.share &&
  card.shareText === among.shareText &&
  card.position === among.position &&
  card.siblings === among.siblings &&
  card.problem === among.problem &&
  card.leaves === among.leaves &&
  card.label === among.label;

function isSameFace(a: Face | undefined, b: Face): boolean {
  if (a === b) return true;
  const keys = Object.keys(b) as (keyof Face)[];
  return (
    a !== undefined &&
    Object.keys(a).length === keys.length &&
    keys.every((key) => key === 'tokens' || a[key] === b[key]) &&
    a.tokens.length === b.tokens.length &&
    a.tokens.every(({ text, key, field }, i) => text === b.tokens[i]?.text && key === b.tokens[i].key && field === b.tokens[i].field)
  );
}

const ROW_HEIGHT = { one: 34, two: 58, health: 25 } as const;

/** Heights follow from the data, so that nothing has to be measured. */
export const cardHeight = (card: CardModel, healthy: boolean): number =>
  (card.twoRows ? ROW_HEIGHT.two : ROW_HEIGHT.one) + (healthy ? ROW_HEIGHT.health : 0);
