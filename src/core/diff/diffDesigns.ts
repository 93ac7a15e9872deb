import { writtenOf, type Analysis, type LayerAnalysis } from '../analysis';
import type { JsonObject } from '../document';
import { layerKeys } from '../layers/layerKeys';
import { dataFields, trainingFields } from '../training/fields';
import { TRAINING_KEYS } from '../training/section';
import type { DesignDiff, DiffRow, LayerDiff, ValueChange } from './designDiff';
import { longestRising } from './longestRising';
import { matchLayers, type Match } from './matchLayers';
import { leafChanges, objectChanges } from './valueChanges';

/** Compares two designs. Both have to be designs (`Analysis.design`); one that is none counts as empty. */
export function diffDesigns(before: Analysis, after: Analysis): DesignDiff {
  const matches = matchLayers(before.layers, after.layers);
  const names = new Map(matches.map(([old, now]) => [before.layers[old]!.id, after.layers[now]!.name]));
  const stay = new Set(longestRising(matches.map(([old]) => old)).map((i) => matches[i]![1]));
  const { layers, rows } = align(before, after, matches, stay, names);
  const design = designChanges(before, after, names);
  const training = trainingChanges(before, after);
  const count = (wanted: (layer: LayerDiff) => boolean): number => layers.filter(wanted).length;
  const counts = {
    added: count(({ change }) => change === 'added'),
    removed: count(({ change }) => change === 'removed'),
    changed: count(({ change }) => change === 'changed'),
    moved: count(({ moved }) => moved),
    training: training.length,
  };
  const equal = design.length === 0 && Object.values(counts).every((one) => one === 0);
  return { before, after, layers, rows, design, training, totals: { before: before.totals, after: after.totals }, counts, equal };
}

type Names = ReadonlyMap<string, string>;

/** Row by row in the order of both: at each place what is gone first, then what is new, then what both have. */
function align(before: Analysis, after: Analysis, matches: readonly Match[], stay: ReadonlySet<number>, names: Names) {
  const layers: LayerDiff[] = [];
  const rows: DiffRow[] = [];
  const old = new Map(matches.map(([a, b]) => [b, a]));
  const now = new Map(matches);
  const placed = new Map<number, number>();
  /** Index into `layers` of a match, made at the first of its rows. */
  const pairAt = (a: number, b: number): number => {
    const found = placed.get(b);
    if (found !== undefined) return found;
    placed.set(b, layers.length);
    return layers.push(pairOf(before.layers[a]!, after.layers[b]!, !stay.has(b), names)) - 1;
  };
  let at = 0;
  const goneUntil = (end: number): void => {
    for (; at < end; at++) {
      const b = now.get(at);
      const layer = b === undefined ? layers.push(single('removed', before.layers[at]!)) - 1 : pairAt(at, b);
      rows.push({ layer, side: 'before' });
    }
  };
  for (let b = 0, from = 0; b <= after.layers.length; b++) {
    const a = old.get(b);
    if (b < after.layers.length && !(a !== undefined && stay.has(b))) continue;
    goneUntil(a ?? before.layers.length);
    for (; from < b; from++) {
      const was = old.get(from);
      const layer = was === undefined ? layers.push(single('added', after.layers[from]!)) - 1 : pairAt(was, from);
      rows.push({ layer, side: 'after' });
    }
    if (a === undefined) break;
    rows.push({ layer: pairAt(a, b), side: 'both' });
    at = a + 1;
    from = b + 1;
  }
  return { layers, rows };
}

const single = (change: 'added' | 'removed', layer: LayerAnalysis): LayerDiff => ({
  change,
  ...(change === 'added' ? { after: layer } : { before: layer }),
  fields: [],
  renamed: false,
  moved: false,
  affected: false,
});

const NOT_FIELDS: ReadonlySet<string> = new Set(['name', 'inputs']);

function pairOf(before: LayerAnalysis, after: LayerAnalysis, moved: boolean, names: Names): LayerDiff {
  const order = layerKeys(after.type);
  const known = before.type === after.type ? (after.spec?.fields ?? []) : [];
  const fields = objectChanges(before.layer as JsonObject, after.layer as JsonObject, known, order, NOT_FIELDS);
  const frozen = fields.filter(({ path: [key] }) => key !== 'trainable' || before.frozen !== after.frozen);
  const renamed = before.layer.name !== after.layer.name;
  const inputs = inputChange(before, after, names);
  const changed = renamed || inputs !== undefined || frozen.length > 0;
  const affected =
    String(before.output) !== String(after.output) ||
    before.parameters?.total !== after.parameters?.total ||
    before.parameters?.trainable !== after.parameters?.trainable;
  return { change: changed ? 'changed' : 'same', before, after, fields: frozen, ...(inputs && { inputs }), renamed, moved, affected };
}

/** Without `inputs` in either file a layer takes what stands before it: another one there is no change of its own. */
function inputChange(before: LayerAnalysis, after: LayerAnalysis, names: Names): LayerDiff['inputs'] {
  if (!writtenOf(before).inputs && !writtenOf(after).inputs) return undefined;
  const written = ({ layer, inputs }: LayerAnalysis): readonly string[] => layer.inputs ?? inputs;
  const [old, now] = [written(before), written(after)];
  const same = old.length === now.length && old.every((name, i) => (names.get(name) ?? name) === now[i]);
  return same ? undefined : { before: old, after: now };
}

function designChanges({ design: before }: Analysis, { design: after }: Analysis, names: Names): ValueChange[] {
  const outputs = before?.outputs?.map((name) => names.get(name) ?? name);
  return [
    ...leafChanges(['name'], before?.name, after?.name),
    ...leafChanges(['outputs'], outputs, after?.outputs).map((change) => ({
      ...change,
      ...(before?.outputs && { before: before.outputs }),
    })),
  ];
}

const NO_DATA: ReadonlySet<string> = new Set(['data']);

function trainingChanges({ design: before }: Analysis, { design: after }: Analysis): ValueChange[] {
  const [old, now] = [(before?.training ?? {}) as JsonObject, (after?.training ?? {}) as JsonObject];
  const section = (training: JsonObject): JsonObject => (typeof training.data === 'object' ? (training.data as JsonObject) : {});
  const data = objectChanges(section(old), section(now), dataFields, dataFields.map(({ name }) => name)); // prettier-ignore
  return [
    ...data.map((change) => ({ ...change, path: ['data', ...change.path] })),
    ...objectChanges(old, now, trainingFields, TRAINING_KEYS, NO_DATA),
  ];
}
