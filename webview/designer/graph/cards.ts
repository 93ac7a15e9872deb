import * as l10n from '@vscode/l10n';
import type { Analysis, InstanceAnalysis, LayerAnalysis } from '../../../src/core/analysis';
import type { Folded } from '../../../src/core/blocks/fold';
import type { Severity } from '../../../src/core/diagnostics';
import { formatCount, formatShape } from '../../../src/core/format';
import type { Family } from '../../../src/core/layers/layerType';
import { BLOCK } from '../../../src/core/blocks/scope';
import { formatShare } from '../../shared/format';
import type { IconName } from '../../shared/iconShapes';
import { layerIcon } from '../../shared/families';
import { canHaveWeights } from './strip';
import { weighingOf, type StripMode, type Weighing } from './weighing';
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
  /** Among those that stand in the same block, from 1. */
  readonly place: number;
  readonly siblings: number;
  /** What a screen reader says. */
  readonly label: string;
  /** Its name within its block. */
  readonly local?: string;
  /** How many blocks it stands in. */
  readonly depth: number;
  /** How many times it is there, one after the other. */
  readonly repeat?: number;
  /** A block: whether its layers are shown. */
  readonly unfolded?: boolean;
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
    isInstance(layer) && layer.block !== undefined
      ? l10n.t`Block ${layer.block} ${layer.origin?.layer.name || layer.name}`
      : `${layer.type || l10n.t('Layer without type')} ${layer.origin?.layer.name || layer.name}`.trim(),
    ...(isInstance(layer) && layer.repeat > 1 ? [l10n.t`${formatCount(layer.repeat)} times`] : []),
    from === '' ? to : l10n.t`${from} to ${to}`,
    layer.parameters ? plural(layer.parameters.total, 'parameter') : l10n.t('parameters unknown'),
    ...(layer.frozen ? ['frozen'] : []),
  ].join(', ');
}

const problemWords = ({ counts }: Problems): string =>
  SEVERITIES.flatMap((severity) => (counts[severity] > 0 ? [`, ${plural(counts[severity], severity)}`] : [])).join('');

interface Deck {
  readonly analysis: Analysis | Folded;
  readonly mode: StripMode;
  readonly width: number;
  /** Default: by what the analysis says. */
  readonly weighing?: Weighing;
}

/** What a card shows of its layer alone, whatever the others are. */
interface Face extends Pick<
  CardModel,
  'id' | 'type' | 'name' | 'local' | 'repeat' | 'family' | 'icon' | 'frozen' | 'tokens' | 'more' | 'twoRows' | 'count'
> {
  readonly label: string;
  /** Absent: nothing to count. */
  readonly counted?: number;
}

interface KeptFace {
  readonly layer: LayerAnalysis;
  readonly mode: StripMode;
  readonly width: number;
  readonly value: number | undefined;
  readonly words: string;
  readonly face: Face;
}

/** By what the file says of the layer, which stays the same object from one analysis to the next. */
const faces = new WeakMap<object, KeptFace>();
/** The face that a card was made with. */
const faceOfCard = new WeakMap<CardModel, Face>();

function faceOf(layer: LayerAnalysis, weighing: Weighing, width: number): Face {
  const { mode } = weighing;
  const value = weighing.of(layer);
  const words = value === undefined ? '' : weighing.words(value, layer);
  const kept = faces.get(layer.layer);
  if (kept?.mode === mode && kept.width === width && kept.value === value && kept.words === words && isAlike(kept.layer, layer))
    return kept.face;
  const face = makeFace(layer, { mode, value, words }, width);
  faces.set(layer.layer, { layer, mode, width, value, words, face });
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

function makeFace(layer: LayerAnalysis, { mode, value, words }: Pick<KeptFace, 'mode' | 'value' | 'words'>, width: number): Face {
  const tokens = tokensOf(layer.spec, layer.layer);
  const instance = isInstance(layer) ? layer : undefined;
  const type = instance?.block ?? layer.type;
  const name = layer.origin?.layer.name || layer.name;
  const counted = value !== undefined && value > 0;
  const unknown = value === undefined && layer.parameters === undefined && (mode !== 'parameters' || canHaveWeights(layer));
  const twoRows = tokens.length > 0 && tokens.length + (counted || unknown ? 1 : 0) >= 2;
  const nameWidth = 7.2 * (type.length + name.length) + 20 + (instance ? 50 : 0);
  const { shown, left } = fitTokens(tokens, twoRows ? width - 36 - 10 - 66 : Math.max(60, width - 46 - nameWidth - (counted ? 130 : 0)));
  return {
    id: layer.id,
    type,
    name: layer.name,
    local: name,
    repeat: instance?.repeat,
    family: layer.type === BLOCK ? 'shape' : (layer.spec?.family ?? 'unknown'),
    icon: layerIcon(layer.type, layer.spec?.family),
    frozen: layer.frozen,
    tokens: shown,
    more: left,
    twoRows,
    count: counted ? words : unknown ? '?' : '',
    label: labelOf(layer),
    ...(counted && { counted: value }),
  };
}

/** What a card shows of its layer among the others. */
type Among = Pick<
  CardModel,
  'share' | 'shareText' | 'position' | 'place' | 'siblings' | 'problem' | 'leaves' | 'label' | 'depth' | 'unfolded'
>;

/** The cards of a design. A card that is as it was in `before` is the same object. */
export function cardsOf(deck: Deck, before: ReadonlyMap<string, CardModel>): ReadonlyMap<string, CardModel> {
  const { analysis, mode, width, weighing = weighingOf(analysis, mode) } = deck;
  const problems = problemsByLayer(analysis);
  const outputs = new Set(analysis.outputs);
  const { whole } = weighing;
  const cards = new Map<string, CardModel>();
  const standing = standingOf(analysis);
  let position = 0;
  for (const layer of analysis.layers) {
    position += 1;
    const { place, siblings, depth } = standing?.get(layer.id) ?? { place: position, siblings: analysis.layers.length, depth: 0 };
    const face = faceOf(layer, weighing, width);
    const own = problems.get(layer.id);
    const share = face.counted !== undefined && whole > 0 ? face.counted / whole : undefined;
    const among: Among = {
      share: share === undefined ? undefined : Math.round(share * BAR_STEPS) / BAR_STEPS,
      shareText: face.frozen && face.counted !== undefined ? 'frozen' : share === undefined ? '' : formatShare(share),
      position,
      place,
      siblings,
      depth,
      unfolded: isInstance(layer) && layer.block !== undefined ? isUnfolded(analysis, layer.id) : undefined,
      problem: own?.worst,
      leaves: !outputs.has(layer.id) ? undefined : layer.output ? formatShape(layer.output) : 'unknown',
      label: own ? face.label + problemWords(own) : face.label,
    };
    const old = before.get(layer.id);
    cards.set(layer.id, old && isSame(old, among) && isSameFace(faceOfCard.get(old), face) ? old : cardOf(face, among));
  }
  return cards;
}

const isInstance = (layer: LayerAnalysis): layer is InstanceAnalysis => 'members' in layer;
const framesOf = (analysis: Analysis | Folded): Folded['frames'] => ('frames' in analysis ? analysis.frames : []);
const isUnfolded = (analysis: Analysis | Folded, id: string): boolean => framesOf(analysis).some((frame) => frame.id === id);

/** Where cards stand in the tree; absent: no block is unfolded. */
function standingOf(analysis: Analysis | Folded): ReadonlyMap<string, Pick<CardModel, 'place' | 'siblings' | 'depth'>> | undefined {
  const frames = framesOf(analysis);
  if (frames.length === 0) return undefined;
  const inside = new Set(frames.flatMap(({ members }) => members));
  const groups = [{ depth: 0, members: analysis.layers.flatMap(({ id }) => (inside.has(id) ? [] : [id])) }];
  const depths = new Map<string, number>();
  for (const { id, parent, members } of frames) {
    const depth = 1 + (parent === undefined ? 0 : (depths.get(parent) ?? 0));
    depths.set(id, depth);
    groups.push({ depth, members: [...members] });
  }
  return new Map(
    groups.flatMap(({ depth, members }) => members.map((id, i) => [id, { place: i + 1, siblings: members.length, depth }] as const)),
  );
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
  card.place === among.place &&
  card.depth === among.depth &&
  card.unfolded === among.unfolded &&
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
