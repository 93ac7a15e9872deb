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
import { unknownShape } from './flows';
import { HEALTH_HEIGHT, healthRows, type HealthRows } from './healthRows';
import { placesOf } from '../../../src/core/places';
import { canHaveWeights } from './strip';
import { weighingOf, type StripMode, type Weighing } from './weighing';
import { fitTokens, tokensOf, type Token } from './tokens';
import { allOf, parametersText, problemsText } from '../../../src/core/countWords';

/** What a layer is called on its card: within its block, as in the block. */
export const calledOn = ({ origin, name }: LayerAnalysis): string => origin?.layer.name || name;

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

function labelOf(layer: LayerAnalysis): string {
  const known = layer.inputShapes.filter((shape) => shape !== undefined);
  const from = allOf(known.map(formatShape));
  const to = layer.output ? formatShape(layer.output) : unknownShape;
  return [
    isInstance(layer) && layer.block !== undefined
      ? l10n.t`Block ${layer.block} ${calledOn(layer)}`
      : `${layer.type || l10n.t('Layer without type')} ${calledOn(layer)}`.trim(),
    ...(isInstance(layer) && layer.repeat > 1 ? [l10n.t`${formatCount(layer.repeat)} times`] : []),
    from === '' ? to : l10n.t`${from} to ${to}`,
    layer.parameters ? parametersText(layer.parameters.total) : l10n.t('parameters unknown'),
    ...(layer.frozen ? [l10n.t('frozen')] : []),
  ].join(', ');
}

const problemWords = ({ counts }: Problems): string =>
  SEVERITIES.flatMap((severity) => (counts[severity] > 0 ? [`, ${problemsText(severity, counts[severity])}`] : [])).join('');

interface Deck {
  readonly analysis: Analysis | Folded;
  readonly mode: StripMode;
  readonly width: number;
  /** Default: by what the analysis says. */
  readonly weighing?: Weighing;
}

/** The cards of a design. Of ten thousand few are looked at: a card is made when it is asked for. */
export interface Cards {
  get(id: string): CardModel | undefined;
  /** Of all layers, in the order of the design. */
  values(): IterableIterator<CardModel>;
  /** What the minimap shows of a card. */
  family(id: string): CardModel['family'];
  problem(id: string): Severity | undefined;
  /** Pixels, in the order of the design. */
  heights(healthy: ReadonlySet<string>): Float64Array;
  /** Those that were asked for, by id. */
  readonly made: ReadonlyMap<string, CardModel>;
}

/** @param before cards that were made before: one that is as it was then is the same object */
export const cardsOf = (deck: Deck, before: ReadonlyMap<string, CardModel>): Cards => new MadeCards(deck, before);

class MadeCards implements Cards {
  readonly made = new Map<string, CardModel>();
  private readonly weighing: Weighing;
  private readonly problems: ReadonlyMap<string, Problems>;
  private readonly outputs: ReadonlySet<string>;
  private readonly places: ReadonlyMap<string, number>;
  private readonly standing: ReturnType<typeof standingOf>;

  constructor(
    private readonly deck: Deck,
    private readonly before: ReadonlyMap<string, CardModel>,
  ) {
    const { analysis, mode, weighing = weighingOf(analysis, mode) } = deck;
    this.weighing = weighing;
    this.problems = problemsByLayer(analysis);
    this.outputs = new Set(analysis.outputs);
    this.places = placesOf(analysis.layers);
    this.standing = standingOf(analysis);
  }

  get(id: string): CardModel | undefined {
    const ready = this.made.get(id);
    const place = ready ? undefined : this.places.get(id);
    return place === undefined ? ready : this.make(place);
  }

  *values(): IterableIterator<CardModel> {
    for (const { id } of this.deck.analysis.layers) {
      const card = this.get(id);
      if (card) yield card;
    }
  }

  family(id: string): CardModel['family'] {
    const layer = this.deck.analysis.layers[this.places.get(id) ?? -1];
    return layer ? familyOf(layer) : 'unknown';
  }

  problem(id: string): Severity | undefined {
    return this.problems.get(id)?.worst;
  }

  heights(healthy: ReadonlySet<string>): Float64Array {
    const { layers, instances } = this.deck.analysis;
    const open = new Set(framesOf(this.deck.analysis).map(({ id }) => id));
    const heights = new Float64Array(layers.length);
    for (let i = 0; i < layers.length; i++) {
      const layer = layers[i]!;
      heights[i] = heightOf(hasTwoRows(layer, this.weighing), healthRows(layer, open.has(layer.id), healthy, instances));
    }
    return heights;
  }

  private make(place: number): CardModel {
    const { analysis, width } = this.deck;
    const { weighing, problems, outputs, standing } = this;
    const layer = analysis.layers[place]!;
    const { counted, ...face } = faceOf(layer, weighing, width);
    const own = problems.get(layer.id);
    const share = counted !== undefined && weighing.whole > 0 ? counted / weighing.whole : undefined;
    const card: CardModel = {
      ...face,
      ...(standing?.get(layer.id) ?? { place: place + 1, siblings: analysis.layers.length, depth: 0 }),
      share: share === undefined ? undefined : Math.round(share * BAR_STEPS) / BAR_STEPS,
      shareText: face.frozen && counted !== undefined ? l10n.t('frozen') : share === undefined ? '' : formatShare(share),
      position: place + 1,
      unfolded: isInstance(layer) && layer.block !== undefined ? isUnfolded(analysis, layer.id) : undefined,
      problem: own?.worst,
      leaves: !outputs.has(layer.id) ? undefined : layer.output ? formatShape(layer.output) : unknownShape,
      label: own ? face.label + problemWords(own) : face.label,
    };
    const old = this.before.get(layer.id);
    const kept = old && isSame(old, card) ? old : card;
    this.made.set(layer.id, kept);
    return kept;
  }
}

/** What a card shows of its layer alone, whatever the others are. */
interface Face extends Pick<
  CardModel,
  'id' | 'type' | 'name' | 'local' | 'repeat' | 'family' | 'icon' | 'frozen' | 'tokens' | 'more' | 'twoRows' | 'count' | 'label'
> {
  /** Absent: nothing to count. */
  readonly counted?: number;
}

function faceOf(layer: LayerAnalysis, weighing: Weighing, width: number): Face {
  const tokens = tokensOf(layer.spec, layer.layer);
  const instance = isInstance(layer) ? layer : undefined;
  const type = instance?.block ?? layer.type;
  const name = calledOn(layer);
  const value = weighing.of(layer);
  const counted = isCounted(value);
  const unknown = isUnknown(layer, value, weighing.mode);
  const twoRows = hasTwoRows(layer, weighing);
  const nameWidth = 7.2 * (type.length + name.length) + 20 + (instance ? 50 : 0);
  const { shown, left } = fitTokens(tokens, twoRows ? width - 36 - 10 - 66 : Math.max(60, width - 46 - nameWidth - (counted ? 130 : 0)));
  return {
    id: layer.id,
    type,
    name: layer.name,
    local: name,
    repeat: instance?.repeat,
    family: familyOf(layer),
    icon: layerIcon(layer.type, layer.spec?.family),
    frozen: layer.frozen,
    tokens: shown,
    more: left,
    twoRows,
    count: counted ? weighing.words(value, layer) : unknown ? '?' : '',
    label: labelOf(layer),
    ...(counted && { counted: value }),
  };
}

const familyOf = ({ type, spec }: LayerAnalysis): CardModel['family'] => (type === BLOCK ? 'shape' : (spec?.family ?? 'unknown'));

const isCounted = (value: number | undefined): value is number => value !== undefined && value > 0;
const isUnknown = (layer: LayerAnalysis, value: number | undefined, mode: StripMode): boolean =>
  value === undefined && layer.parameters === undefined && (mode !== 'parameters' || canHaveWeights(layer));

/** Whether what there is to say of a layer, its number among it, needs a second row. */
function hasTwoRows(layer: LayerAnalysis, weighing: Weighing): boolean {
  const { length } = tokensOf(layer.spec, layer.layer);
  if (length !== 1) return length > 1;
  const value = weighing.of(layer);
  return isCounted(value) || isUnknown(layer, value, weighing.mode);
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

const KEYS_OF_TOKEN = ['field', 'key', 'text', 'curve'] as const;

function isSame(a: CardModel, b: CardModel): boolean {
  for (const key of Object.keys(b) as (keyof CardModel)[]) if (key !== 'tokens' && a[key] !== b[key]) return false;
  return a.tokens.length === b.tokens.length && a.tokens.every((one, i) => KEYS_OF_TOKEN.every((key) => one[key] === b.tokens[i]?.[key]));
}

const ROW_HEIGHT = { one: 34, two: 58 } as const;

/** Heights follow from the data, so that nothing has to be measured. */
export const cardHeight = (card: CardModel, rows: HealthRows): number => heightOf(card.twoRows, rows);

const heightOf = (twoRows: boolean, rows: HealthRows): number => (twoRows ? ROW_HEIGHT.two : ROW_HEIGHT.one) + HEALTH_HEIGHT[rows];
