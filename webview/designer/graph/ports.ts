import type { Link } from './layout';
import { TRACK } from './lanes';

/** Between two ports of one side of a card, at most. */
const PORT_STEP = { input: 80, output: 120 } as const;

/** A structure by numbers: of each layer its place in the file. Layers and edges without a place in the drawing are left out. */
export interface Indexed {
  readonly links: readonly Link[];
  /** Of each link the layers at its ends. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Of each layer its row (-1: not drawn) and the x of its middle. */
  readonly ranks: Int32Array;
  readonly xs: Float64Array;
  /** The layers of each row. */
  readonly rows: readonly (readonly number[])[];
}

/**
 * Of each link how far beside the middle of its card it leaves: the output that goes straight on from the middle, those to the
 * left and right from beside it; a skip leaves on the side where it arrives.
 */
export function portsOfOutputs({ from, to, links, ranks, xs }: Indexed, ends: Float64Array, width: number): Float64Array {
  const ports = new Float64Array(links.length);
  for (const group of shared(from, links.length, ranks.length)) {
    const here = from[group[0]!]!;
    const towards = (at: number): number => {
      const aside = xs[to[at]!]! - xs[here]!;
      const skips = ranks[to[at]!]! - ranks[here]! !== 1;
      return Math.abs(aside) < 1 ? (skips ? Math.sign(ends[at]!) || 1 : 0) : aside;
    };
    const sorted = [...group].sort((a, b) => towards(a) - towards(b));
    const straight = sorted.findIndex((at) => towards(at) === 0);
    const middle = straight >= 0 ? straight : (sorted.length - 1) / 2;
    const reach = Math.max(middle, sorted.length - 1 - middle);
    const step = Math.min(PORT_STEP.output, (width / 2 - 30) / Math.max(1, reach));
    sorted.forEach((at, i) => (ports[at] = (i - middle) * step));
  }
  return ports;
}

/** An edge that arrives right below where another one leaves would run into it: it arrives a little aside. */
export function keepApart({ from, to, links, ranks, xs }: Indexed, starts: Float64Array, ends: Float64Array): void {
  const leaving = new Map<number, Map<number, number>>();
  for (let at = 0; at < links.length; at++) if (ends[at] !== 0) leaving.set(ranks[to[at]!]! - 1, new Map());
  if (leaving.size === 0) return;
  const port = (node: number, aside: number): number => Math.round(xs[node]! + aside);
  for (let at = 0; at < links.length; at++) leaving.get(ranks[from[at]!]!)?.set(port(from[at]!, starts[at]!), at);
  for (let at = 0; at < links.length; at++) {
    const end = ends[at]!;
    if (end === 0) continue;
    const above = leaving.get(ranks[to[at]!]! - 1)?.get(port(to[at]!, end));
    if (above !== undefined && above !== at) ends[at] = end + TRACK;
  }
}

/** Of each link how far beside the middle of its card it arrives: one port an input, in the order of `inputs`. */
export function portsOfInputs({ to, links, ranks }: Indexed, width: number): Float64Array {
  const ports = new Float64Array(links.length);
  for (const group of shared(to, links.length, ranks.length)) {
    const step = Math.min(PORT_STEP.input, (width - 80) / Math.max(1, group.length - 1));
    [...group].sort((a, b) => links[a]!.input - links[b]!.input).forEach((at, i) => (ports[at] = (i - (group.length - 1) / 2) * step));
  }
  return ports;
}

/** Links that have a layer at that end in common, where it has several: one alone is in the middle. */
function shared(ends: Int32Array, count: number, layers: number): Iterable<readonly number[]> {
  const counts = new Int32Array(layers);
  for (let at = 0; at < count; at++) counts[ends[at]!]!++;
  const groups = new Map<number, number[]>();
  for (let at = 0; at < count; at++) {
    const layer = ends[at]!;
    if (counts[layer]! < 2) continue;
    const group = groups.get(layer);
    if (group) group.push(at);
    else groups.set(layer, [at]);
  }
  return groups.values();
}

/** Where each link has its shape: nowhere, beside its way straight down, or in the middle above where the ways part. */
export const LABEL_PLACES = { none: 0, beside: 1, middle: 2 } as const;

/** A way straight on says the shape; a fork without one says it once. */
export function labelsOf({ from, links, ranks }: Indexed, starts: Float64Array): Uint8Array {
  const labels = new Uint8Array(links.length);
  const told = new Uint8Array(ranks.length);
  for (let at = 0; at < links.length; at++) if (starts[at] === 0) told[from[at]!] = 1;
  for (let at = 0; at < links.length; at++) {
    if (starts[at] === 0) labels[at] = LABEL_PLACES.beside;
    else if (told[from[at]!] === 0) labels[at] = LABEL_PLACES.middle;
    told[from[at]!] = 1;
  }
  return labels;
}
