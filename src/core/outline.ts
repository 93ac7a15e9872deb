import type { Analysis, InstanceAnalysis, LayerAnalysis } from './analysis';
import { writtenOf } from './analysis';
import { formatCount } from './format';

/** An entry of the outline of a model. */
export type OutlineEntry =
  | { readonly kind: 'layer'; readonly id: string; readonly layer: LayerAnalysis }
  /** A block, or a layer that is repeated, with its layers below it. */
  | { readonly kind: 'instance'; readonly id: string; readonly layer: InstanceAnalysis; readonly entries: readonly OutlineEntry[] }
  /** Many layers that are alike, or that come again and again, or simply many. */
  | { readonly kind: 'run'; readonly id: string; readonly label: string; readonly entries: readonly OutlineEntry[] };

/** Fewer layers than this are easier to read one by one. */
const LEAST_RUN = 6;
/** Fewer rounds than this are no pattern. */
const LEAST_ROUNDS = 3;
const LONGEST_ROUND = 8;
/** Of more entries than this the list is cut into pieces. */
const MOST_ENTRIES = 400;
const PIECE = 100;

/** The layers of a model as a tree: blocks with what is in them, and long runs of equal layers folded. */
export function outlineOf({ layers, instances }: Analysis): readonly OutlineEntry[] {
  const owners = ownersOf(instances);
  const build = (parent: string | undefined, members: readonly LayerAnalysis[]): readonly OutlineEntry[] => {
    const plain: (OutlineEntry & { readonly layer: LayerAnalysis })[] = [];
    let open: { readonly instance: InstanceAnalysis; readonly inside: LayerAnalysis[] } | undefined;
    const close = (): void => {
      if (open) plain.push({ kind: 'instance', id: open.instance.id, layer: open.instance, entries: build(open.instance.id, open.inside) });
      open = undefined;
    };
    for (const layer of members) {
      const chain = owners.get(layer.id) ?? [];
      const instance = chain[parent === undefined ? 0 : chain.findIndex(({ id }) => id === parent) + 1];
      if (open && open.instance !== instance) close();
      if (!instance) plain.push({ kind: 'layer', id: layer.id, layer });
      else if (open) open.inside.push(layer);
      else open = { instance, inside: [layer] };
    }
    close();
    return inPieces(folded(plain));
  };
  return build(undefined, layers);
}

/** By the id of a layer the instances that it is part of, the outermost first. */
function ownersOf(instances: readonly InstanceAnalysis[]): ReadonlyMap<string, readonly InstanceAnalysis[]> {
  const owners = new Map<string, InstanceAnalysis[]>();
  // One that holds others comes before them.
  for (const instance of instances)
    for (const id of instance.members) {
      const own = owners.get(id);
      if (own) own.push(instance);
      else owners.set(id, [instance]);
    }
  return owners;
}

type Single = OutlineEntry & { readonly layer: LayerAnalysis };

function folded(entries: readonly Single[]): readonly OutlineEntry[] {
  if (entries.length < LEAST_RUN) return entries;
  const forms = entries.map(({ layer }) => formOf(layer));
  const result: OutlineEntry[] = [];
  for (let at = 0; at < entries.length;) {
    const [first, { round, count }] = [entries[at] as Single, roundAt(forms, at)];
    const length = round * count;
    if (count < LEAST_ROUNDS || length < LEAST_RUN) {
      result.push(first);
      at += 1;
      continue;
    }
    const inside = entries.slice(at, at + length);
    const types = inside.slice(0, round).map(({ layer }) => layer.type);
    result.push({
      kind: 'run',
      id: `${first.id}\n×`,
      label: `${formatCount(count)} × ${types.join(', ')}`,
      entries: inPieces(inside),
    });
    at += length;
  }
  return result;
}

/** The pattern that begins here and covers most; of two that cover as much the shorter. */
function roundAt(forms: readonly string[], at: number): { readonly round: number; readonly count: number } {
  let best = { round: 1, count: 1 };
  for (let round = 1; round <= LONGEST_ROUND; round++) {
    let end = at + round;
    while (end < forms.length && forms[end] === forms[end - round]) end += 1;
    const count = Math.floor((end - at) / round);
    if (count >= LEAST_ROUNDS && count * round > best.count * best.round) best = { round, count };
  }
  return best;
}

const forms = new WeakMap<object, string>();

/** What the file says of a layer besides its name and what it takes. */
function formOf(analysis: LayerAnalysis): string {
  const written = writtenOf(analysis);
  const known = forms.get(written);
  if (known !== undefined) return known;
  const { name: _name, inputs: _inputs, ...fields } = written;
  const form = JSON.stringify(fields);
  forms.set(written, form);
  return form;
}

function inPieces(entries: readonly OutlineEntry[]): readonly OutlineEntry[] {
  if (entries.length <= MOST_ENTRIES) return entries;
  const pieces: OutlineEntry[] = [];
  for (let from = 0; from < entries.length; from += PIECE) {
    const inside = entries.slice(from, from + PIECE);
    const [first, last] = [inside[0], inside.at(-1)];
    if (first && last) pieces.push({ kind: 'run', id: `${first.id}\n…`, label: `${titleOf(first)} … ${titleOf(last)}`, entries: inside });
  }
  return inPieces(pieces);
}

/** What the entry is called. */
export const titleOf = (entry: OutlineEntry): string => (entry.kind === 'run' ? entry.label : entry.layer.name);
