import type { LayerAnalysis } from '../analysis';
import { longestRising } from './longestRising';

/** Indices of a layer before and after. */
export type Match = readonly [before: number, after: number];

/** A renamed layer is known again if at least this share of its fields is the same. */
const ALIKE = 0.5;
/** Between two known layers at most so many are compared with each other by their likeness. */
const MOST_COMPARED = 64;

/**
 * Which layers of two designs are the same one: first by name, then those without a partner that say the same at the same
 * place, then those of one type that are alike there, then those that say the same elsewhere and are the only ones to do
 * so. In the order of `after`. About n log n.
 */
export function matchLayers(before: readonly LayerAnalysis[], after: readonly LayerAnalysis[]): readonly Match[] {
  const partner = new Map<number, number>();
  const taken = new Set<number>();
  const pair = (old: number, now: number): void => {
    partner.set(now, old);
    taken.add(old);
  };
  const byName = new Map(before.flatMap(({ id, layer }, i) => (id === layer.name ? [[id, i] as const] : [])));
  after.forEach(({ id, layer }, i) => {
    const old = id === layer.name ? byName.get(id) : undefined;
    if (old !== undefined) pair(old, i);
  });
  for (const { olds, nows } of gaps(before.length, after.length, partner, taken)) matchGap(before, after, olds, nows, pair);
  const restBefore = unique(before, (i) => !taken.has(i));
  const restAfter = unique(after, (i) => !partner.has(i));
  for (const [content, now] of restAfter) {
    const old = restBefore.get(content);
    if (old !== undefined && now >= 0 && old >= 0) pair(old, now);
  }
  return [...partner].map(([now, old]): Match => [old, now]).sort((a, b) => a[1] - b[1]);
}

/** Layers without a partner that stand at the same place: between the same two partners that keep their order. */
function gaps(countBefore: number, countAfter: number, partner: ReadonlyMap<number, number>, taken: ReadonlySet<number>) {
  const known = [...partner].map(([now, old]): Match => [old, now]).sort((a, b) => a[1] - b[1]);
  const fixed = longestRising(known.map(([old]) => old)).map((i) => known[i]!);
  const found: { readonly olds: number[]; readonly nows: number[] }[] = [];
  let [old, now] = [0, 0];
  for (const [nextOld, nextNow] of [...fixed, [countBefore, countAfter] as const]) {
    const olds: number[] = [];
    const nows: number[] = [];
    for (; old < nextOld; old++) if (!taken.has(old)) olds.push(old);
    for (; now < nextNow; now++) if (!partner.has(now)) nows.push(now);
    if (olds.length > 0 && nows.length > 0) found.push({ olds, nows });
    old = nextOld + 1;
    now = nextNow + 1;
  }
  return found;
}

function matchGap(
  before: readonly LayerAnalysis[],
  after: readonly LayerAnalysis[],
  olds: readonly number[],
  nows: readonly number[],
  pair: (old: number, now: number) => void,
): void {
  const waiting = new Map<string, number[]>();
  for (const old of olds) {
    const content = contentOf(before[old]!);
    const same = waiting.get(content);
    if (same) same.push(old);
    else waiting.set(content, [old]);
  }
  const left = nows.filter((now) => {
    const old = waiting.get(contentOf(after[now]!))?.shift();
    if (old !== undefined) pair(old, now);
    return old === undefined;
  });
  const others = [...waiting.values()].flat().sort((a, b) => a - b);
  if (left.length > MOST_COMPARED || others.length > MOST_COMPARED) return;
  for (const now of left) {
    const at = others.findIndex((old) => alike(before[old]!, after[now]!));
    if (at >= 0) pair(others.splice(at, 1)[0]!, now);
  }
}

/** What a layer says besides its name and what it takes. */
function contentOf({ layer }: LayerAnalysis): string {
  const { name: _, inputs: __, ...content } = layer;
  return JSON.stringify(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function alike(a: LayerAnalysis, b: LayerAnalysis): boolean {
  if (a.type !== b.type) return false;
  const own = (layer: LayerAnalysis): readonly string[] =>
    Object.keys(layer.layer).filter((key) => !['name', 'type', 'inputs'].includes(key));
  const keys = new Set([...own(a), ...own(b)]);
  const same = [...keys].filter((key) => JSON.stringify(a.layer[key]) === JSON.stringify(b.layer[key])).length;
  return keys.size === 0 || same / keys.size >= ALIKE;
}

/** Contents to the one layer that has it; -1 where several have. */
function unique(layers: readonly LayerAnalysis[], wanted: (index: number) => boolean): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  layers.forEach((layer, i) => {
    if (!wanted(i)) return;
    const content = contentOf(layer);
    found.set(content, found.has(content) ? -1 : i);
  });
  return found;
}
