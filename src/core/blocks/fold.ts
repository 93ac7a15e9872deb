import { layerOfId, type Analysis, type Edge, type InstanceAnalysis, type LayerAnalysis } from '../analysis';
import type { Diagnostic } from '../diagnostics';
import { isOfText } from './onText';

/** A block that is shown with its layers: the first of its repetitions stands for all. */
export interface Frame {
  readonly id: string;
  /** Of the frame around it. */
  readonly parent?: string;
  /** Ids of what is shown in it, frames' own ids among them. */
  readonly members: readonly string[];
  /** How many frames stand in it, at the deepest. */
  readonly height: number;
}

/** A design as it is looked at: a block is one layer, or has its layers behind it. */
export interface Folded extends Analysis {
  /** Every layer of the design. */
  readonly flat: Analysis;
  readonly frames: readonly Frame[];
}

/** Where a layer or an instance is shown. @param id of either; itself where there is nothing to fold */
export type ShownAs = (id: string) => string;

const isBlock = ({ block }: InstanceAnalysis): boolean => block !== undefined;

interface Range {
  readonly instance: InstanceAnalysis;
  readonly start: number;
  readonly firstEnd: number;
  readonly end: number;
}

const rangeOf = (instance: InstanceAnalysis): Range => ({
  instance,
  start: instance.index,
  firstEnd: instance.index + instance.once,
  end: instance.index + instance.members.length,
});

/** The design with only these blocks open. */
export function fold(analysis: Analysis, open: ReadonlySet<string>): Folded {
  if (analysis.instances.length === 0) return { ...analysis, flat: analysis, frames: [] };
  const { layers, instances } = analysis;
  const ranges = instances.map(rangeOf);
  const byId = new Map(ranges.map((range) => [range.instance.id, range]));
  const shown: LayerAnalysis[] = [];
  const within = new Map<string, string>();
  const members = new Map<string, string[]>();
  /** What each layer is shown as, by place. */
  const places: string[] = new Array<string>(layers.length);
  let next = 0;
  const show = (layer: LayerAnalysis, parent: string | undefined): void => {
    shown.push(layer);
    if (parent === undefined) return;
    within.set(layer.id, parent);
    members.get(parent)?.push(layer.id);
  };
  const walk = (start: number, end: number, parent: string | undefined): void => {
    for (let at = start; at < end || ranges[next]?.start === at;) {
      const range = ranges[next];
      // One that holds nothing (a block of nothing) is shown all the same.
      if (range?.start !== at || range.end > end || range.instance.parent !== parent) {
        if (at >= end) return;
        show(layers[at]!, parent);
        places[at] = layers[at]!.id;
        at += 1;
        continue;
      }
      next += 1;
      const { instance } = range;
      show(seen(instance, layers), parent);
      if (isBlock(instance) && open.has(instance.id)) {
        members.set(instance.id, []);
        walk(range.start, range.firstEnd, instance.id);
        for (let copy = range.firstEnd; copy < range.end; copy++)
          places[copy] = places[range.start + ((copy - range.start) % Math.max(1, instance.once))] ?? instance.id;
      } else for (let hidden = range.start; hidden < range.end; hidden++) places[hidden] = instance.id;
      while ((ranges[next]?.start ?? Infinity) < range.end) next += 1;
      at = range.end;
    }
  };
  walk(0, layers.length, undefined);
  const placeOfId = new Map(layers.map(({ id }, at) => [id, at]));
  /** What gives a layer a value of another one: itself, the instance that it is in, or the frame through which it comes. */
  const giver = (id: string, frame: string | undefined): string => {
    const at = placeOfId.get(id) ?? -1;
    const around = frame === undefined ? undefined : byId.get(frame);
    if (around && (at < around.start || at >= around.firstEnd)) return around.instance.id;
    return places[at] ?? id;
  };
  const edges: Edge[] = shown.flatMap((layer) =>
    layer.inputs.map((from, input) => {
      const shape = layer.inputShapes[input];
      return { from: giver(from, within.get(layer.id)), to: layer.id, input, ...(shape && { shape }) };
    }),
  );
  const shownAs = (id: string): string => places[placeOfId.get(id) ?? -1] ?? id;
  const frames = [...members].map(([id, own]): Frame => {
    const parent = within.get(id);
    return { id, members: own, height: heightOf(own, members), ...(parent !== undefined && { parent }) };
  });
  return {
    ...analysis,
    layers: shown,
    edges,
    outputs: [...new Set(analysis.outputs.map(shownAs))],
    diagnostics: onShown(analysis, shown, shownAs),
    flat: analysis,
    frames,
  };
}

const heightOf = (own: readonly string[], members: ReadonlyMap<string, readonly string[]>): number =>
  own.reduce((most, id) => Math.max(most, members.has(id) ? 1 + heightOf(members.get(id) ?? [], members) : 0), 0);

/** An instance with what a phase of training says of its layers. */
function seen(instance: InstanceAnalysis, layers: readonly LayerAnalysis[]): InstanceAnalysis {
  const own = layers.slice(instance.index, instance.index + instance.members.length);
  const learning = own.filter(({ parameters }) => (parameters?.total ?? 0) > 0);
  const frozen = learning.length > 0 ? learning.every((layer) => layer.frozen) : instance.frozen;
  return frozen === instance.frozen ? instance : { ...instance, frozen };
}

/** Problems on what is shown. What is wrong in the text of a block is wrong in each of its uses. */
function onShown({ diagnostics, layers }: Analysis, shown: readonly LayerAnalysis[], shownAs: ShownAs): readonly Diagnostic[] {
  const textOf = (path: readonly (string | number)[]): string => path.slice(0, 4).join('\n');
  const inBlocks = diagnostics.filter(({ code, place: { path } }) => path[0] === 'blocks' && isOfText(code));
  const uses = new Map<string, Set<string>>();
  if (inBlocks.length > 0) {
    const visible = new Set(shown.map(({ id }) => id));
    for (const { id, origin } of layers) {
      const as = shownAs(id);
      if (!origin || !visible.has(as)) continue;
      const key = textOf(origin.path);
      uses.set(key, (uses.get(key) ?? new Set()).add(as));
    }
  }
  return diagnostics.flatMap((diagnostic): Diagnostic[] => {
    if (diagnostic.layer === undefined) return [diagnostic];
    const everywhere = inBlocks.includes(diagnostic) ? uses.get(textOf(diagnostic.place.path)) : undefined;
    return [...(everywhere ?? [shownAs(diagnostic.layer)])].map((layer) => ({ ...diagnostic, layer }));
  });
}

/** The blocks that have to be open for a layer or an instance to be seen, and what it is seen as: the same in the first repetition. */
export function pathTo({ layers, instances }: Analysis, id: string): { readonly open: readonly string[]; readonly id: string } {
  let at: LayerAnalysis | undefined = instances.find((instance) => instance.id === id) ?? layers.find((layer) => layer.id === id);
  let around = outerOf(instances, at);
  for (let later = laterOf(around, at); at && later; later = laterOf(around, at)) {
    const place: number = later.index + ((at.index - later.index) % Math.max(1, later.once));
    at = 'members' in at ? instances.find((one) => one.index === place && isSameText(one, at)) : layers[place];
    around = outerOf(instances, at);
  }
  if (!at) return { open: [], id };
  const { index } = at;
  const repeated = instances.find((one) => one !== at && !isBlock(one) && one.index <= index && index < one.index + one.members.length);
  return { open: around.map((outer) => outer.id), id: (repeated ?? at).id };
}

/** The blocks that something is in, the outermost first. */
function outerOf(instances: readonly InstanceAnalysis[], inner: LayerAnalysis | undefined): readonly InstanceAnalysis[] {
  const outer: InstanceAnalysis[] = [];
  for (let at = instances[inner?.origin?.instance ?? -1]; at; at = instances[at.origin?.instance ?? -1]) outer.unshift(at);
  return outer;
}

/** One of which something is not in the first repetition. */
const laterOf = (around: readonly InstanceAnalysis[], at: LayerAnalysis | undefined): InstanceAnalysis | undefined =>
  around.find(({ index, once }) => at !== undefined && at.index >= index + once);

const isSameText = (a: LayerAnalysis, b: LayerAnalysis | undefined): boolean => a.origin?.path.join('\n') === b?.origin?.path.join('\n');

/** A problem as it was told, on the layer that it is about and not on what is shown in its place; and that layer. */
export function asTold({ flat }: Folded, shown: Diagnostic): { readonly diagnostic: Diagnostic; readonly layer?: LayerAnalysis } {
  const diagnostic = flat.diagnostics.find(({ code, place }) => code === shown.code && place === shown.place) ?? shown;
  const layer = layerOfId(flat, diagnostic.layer);
  return { diagnostic, ...(layer && { layer }) };
}
