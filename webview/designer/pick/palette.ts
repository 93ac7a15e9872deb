import * as l10n from '@vscode/l10n';
import type { Analysis, LayerAnalysis } from '../../../src/core/analysis';
import type { Shape } from '../../../src/core/diagnostics';
import type { Json } from '../../../src/core/document';
import type { Position } from '../../../src/core/edits';
import { formatShape } from '../../../src/core/format';
import { layerTypes } from '../../../src/core/layers/index';
import type { LayerType } from '../../../src/core/layers/layerType';
import { readValues } from '../../../src/core/layers/values';
import { shortCount } from '../../shared/format';
import { layerIcon } from '../../shared/families';
import { calledOn } from '../graph/cards';
import { shortValue } from '../graph/tokens';
import { match } from './match';
import type { PickGroup, PickItem } from './Pick';
import { allOf, layersText } from '../../../src/core/countWords';
import { helpText } from '../../../src/core/helpText';

/** What flows where the new layer will stand. */
export interface Place {
  /** In words: `after hidden1`. */
  readonly where: string;
  /** Names and shapes of what a merge would take: more than one where several layers are selected. */
  readonly takes: readonly { readonly name: string; readonly shape: Shape | undefined }[];
}

/** What stands before the position, by which the shape is known that a layer gets there. */
export function placeOf(analysis: Analysis, position: Position, takes: readonly string[] = []): Place {
  const byId = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  const named = (layer: LayerAnalysis | undefined): Place['takes'] => (layer ? [{ name: calledOn(layer), shape: layer.output }] : []);
  const called = (id: string): string => {
    const layer = byId.get(id);
    return layer ? calledOn(layer) : id;
  };
  if (takes.length > 1)
    return {
      where: l10n.t`after ${allOf(takes.map(called))}`,
      takes: takes.flatMap((id) => named(byId.get(id))),
    };
  if ('after' in position) return { where: l10n.t`after ${called(position.after)}`, takes: named(byId.get(position.after)) };
  if ('edge' in position) return { where: l10n.t`after ${called(position.edge.from)}`, takes: named(byId.get(position.edge.from)) };
  if ('before' in position) {
    const layer = byId.get(position.before);
    const [first] = layer?.inputs ?? [];
    return { where: l10n.t`before ${called(position.before)}`, takes: named(first === undefined ? undefined : byId.get(first)) };
  }
  const last = analysis.layers.at(-1);
  return { where: last ? l10n.t`after ${calledOn(last)}` : l10n.t('first'), takes: named(last) };
}

/** One entry of the palette, before anything is typed. */
interface Offer {
  readonly type: LayerType;
  readonly fit: 'fits' | 'joins' | 'needs';
  readonly effect: string;
  readonly cost?: string;
  readonly detail: string;
}

function startOf(type: LayerType): { readonly [field: string]: Json } {
  return {
    ...Object.fromEntries(type.fields.flatMap(({ name, default: preset }) => (preset === undefined ? [] : [[name, preset]]))),
    ...type.start,
  };
}

function neededShape({ rank, axes }: LayerType): string {
  if (axes !== undefined) return axes.split(/,\s*/).join(' × ');
  const least = rank?.[0];
  if (least === undefined) return l10n.t('another shape');
  return least === 1 && rank?.[1] === 1 ? l10n.t('a vector') : l10n.t`at least ${least} dimensions`;
}

function offer(type: LayerType, { takes }: Place): Offer {
  const [first] = Object.entries(type.start ?? {});
  const detail = first === undefined ? '' : typeof first[1] === 'object' ? shortValue(first[1]) : first.map(shortValue).join(' ');
  if (type.arity === 0)
    return takes.length === 0
      ? { type, fit: 'fits', effect: '', detail }
      : { type, fit: 'joins', effect: '', detail: l10n.t('another input') };
  const merges = type.arity === 2 || type.arity === 'many';
  if (merges && takes.length < 2) return { type, fit: 'joins', effect: '', detail: l10n.t('connect the others afterwards') };
  if (!merges && takes.length > 1) return { type, fit: 'needs', effect: '', detail: l10n.t('takes one input') };
  return { type, ...effectOf(type, takes, detail) };
}

/** What the layer would make of what it gets here, and how many parameters that costs. */
function effectOf(type: LayerType, takes: Place['takes'], detail: string): Omit<Offer, 'type'> {
  const needs = l10n.t`needs ${neededShape(type)}`;
  if (takes.length === 0) return { fit: 'needs', effect: '', detail: needs };
  const inputs = takes.flatMap(({ shape }) => (shape ? [shape] : []));
  if (inputs.length < takes.length) return { fit: 'fits', effect: '', detail };
  const here = inputs.map(formatShape).join(', ');
  const [least, most] = type.rank ?? [0, Infinity];
  const { values } = readValues(type, startOf(type));
  const result =
    inputs.every(({ length }) => length >= least && length <= most) &&
    type.infer({ name: type.type, values, inputNames: takes.map(({ name }) => name), inputs });
  if (!result || !('output' in result)) return { fit: 'needs', effect: l10n.t`here: ${here}`, detail: needs };
  const count = result.weights.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
  return { fit: 'fits', effect: `→ ${formatShape(result.output)}`, cost: count === 0 ? '' : `+${shortCount(count)}`, detail };
}

/** Blocks of the design that may stand here, as the palette offers them; their ids begin with `block:`. */
export function blockGroups(analysis: Analysis, position: Position, query: string): readonly PickGroup[] {
  const byId = new Map([...analysis.layers, ...analysis.instances].map((layer) => [layer.id, layer]));
  const ends =
    'after' in position ? [position.after] : 'before' in position ? [position.before] : 'edge' in position ? [position.edge.to] : [];
  const around = new Set<string>();
  for (const end of ends)
    for (let at = byId.get(end)?.origin?.instance; at !== undefined; at = analysis.instances[at]?.origin?.instance)
      around.add(analysis.instances[at]?.block ?? '');
  const items = Object.entries(analysis.written?.blocks ?? {}).flatMap(([name, { layers }]): PickItem[] => {
    const found = match(name, query);
    // A block cannot stand in itself.
    if (!found || around.has(name)) return [];
    const one = analysis.instances.find(({ block }) => block === name);
    const detail = layersText(layers.length);
    const effect = one?.parameters ? l10n.t`${shortCount(one.parameters.total / one.repeat)} each` : '';
    return [{ id: `block:${name}`, name, marks: found.marks, icon: 'layers', family: 'shape', detail, effect }];
  });
  return items.length > 0 ? [{ title: l10n.t('blocks of this design'), items }] : [];
}

/** All layer types with what they would do at this place; made once when the palette opens. */
export const offersAt = (place: Place): readonly Offer[] => [...layerTypes.values()].map((type) => offer(type, place));

/** Used most, so first while nothing is typed. */
const COMMON = [
  'Dense',
  'Conv2D',
  'MaxPooling2D',
  'BatchNormalization',
  'Dropout',
  'Flatten',
  'LSTM',
  'Activation',
  'Input',
  'Add',
  'Concatenate',
];
const commonness = (type: string): number => (COMMON.includes(type) ? COMMON.length - COMMON.indexOf(type) : 0);

/** The palette's groups for what is typed: what fits here first, with its effect, and below what needs another input. */
export function paletteGroups(offers: readonly Offer[], place: Place, query: string): readonly PickGroup[] {
  const ranked = offers
    .flatMap((one) => {
      const found = match(one.type.type, query);
      return found ? [{ ...one, found }] : [];
    })
    .sort((a, b) => b.found.score - a.found.score || commonness(b.type.type) - commonness(a.type.type));
  const items = (fit: Offer['fit']): readonly PickItem[] =>
    ranked
      .filter((one) => one.fit === fit)
      .map(({ type, found, effect, cost, detail }) => ({
        id: type.type,
        name: type.type,
        marks: found.marks,
        icon: layerIcon(type.type, type.family),
        family: type.family,
        detail,
        effect,
        cost,
        title: helpText(type.help),
        off: fit === 'needs',
      }));
  const shape = place.takes.map((take) => (take.shape ? formatShape(take.shape) : l10n.t('unknown'))).join(', ');
  return [
    { title: place.takes.length === 0 ? l10n.t('begins a model') : l10n.t`fits ${place.where} (${shape})`, items: items('fits') },
    { title: l10n.t('several inputs'), items: items('joins') },
    { title: l10n.t('needs another input'), items: items('needs') },
  ].filter((group) => group.items.length > 0);
}
