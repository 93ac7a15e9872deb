import { CARD_WIDTH, COLUMN_GAP, type Structure } from './layout';

/**
 * A piece of a graph between two of its layers, in at one end and out at the other: layers one below the other, with other
 * pieces between them, or pieces side by side. It is symmetrical around its own middle.
 */
export type Piece = Row | Fork;
interface Row {
  readonly node: string;
  readonly above?: Piece;
  readonly below?: Piece;
  readonly length: number;
  readonly width: number;
}
interface Fork {
  readonly parts: Branch[];
  length: number;
  width: number;
}
interface Branch {
  readonly piece: Piece;
  /** Which input of the layer below it is; where nothing is below, its place in the file. */
  readonly order: number;
  /** It stands at the lower end of the fork, where it is taken. */
  readonly low: boolean;
}

/** What is between two layers that are left; absent: a connection alone. */
export interface Span {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly piece?: Piece;
}

/** A graph of which everything that is a row or a fork has become a piece. One span from nowhere to nowhere: all of it. */
export interface Decomposed {
  readonly nodes: readonly string[];
  readonly spans: readonly Span[];
}

interface Edge {
  piece?: Piece;
  /** Which input of the layer at its lower end it is. */
  input: number;
  /** The least place in the file of the layers in its piece. */
  first: number;
  /** It comes from outside of the fork that it is in, or leads out of it. */
  aside?: 'in' | 'out';
}

const START = -1;
const END = -2;

/**
 * Takes rows and forks (series and parallel connections) out of a graph, in time that grows with its size: a layer with one
 * way in and one way out goes into a piece, and pieces between the same two layers become one (Valdes, Tarjan and Lawler, 1982).
 */
export function decompose({ nodes, edges }: Structure): Decomposed {
  const places = new Map(nodes.map((id, i) => [id, i]));
  const out = new Map<number, Map<number, Edge>>();
  const into = new Map<number, Set<number>>();
  for (const at of [START, END, ...nodes.keys()]) {
    out.set(at, new Map());
    into.set(at, new Set());
  }
  const join = (from: number, to: number, added: Edge): boolean => {
    const old = out.get(from)?.get(to);
    if (old) {
      beside(old, added, ({ input, first, aside }) => ({
        order: aside === 'out' ? Infinity : to === END ? first : input,
        low: aside === 'in' || (from === START && to !== END),
      }));
      return true;
    }
    out.get(from)?.set(to, added);
    into.get(to)?.add(from);
    return false;
  };
  const bare = (input = 0): Edge => ({ input, first: Infinity });
  for (const { from, to, input } of edges) {
    const [a, b] = [places.get(from), places.get(to)];
    if (a !== undefined && b !== undefined && a !== b) join(a, b, bare(input));
  }
  for (const at of nodes.keys()) {
    if (into.get(at)?.size === 0) join(START, at, bare());
    if (out.get(at)?.size === 0) join(at, END, bare());
  }
  const cut = (from: number, to: number): Edge | undefined => {
    const edge = out.get(from)?.get(to);
    out.get(from)?.delete(to);
    into.get(to)?.delete(from);
    return edge;
  };
  const waiting = [...nodes.keys()].reverse();
  const reduce = (): void => {
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const [before, after] = [into.get(at), out.get(at)];
      if (at < 0 || before?.size !== 1 || after?.size !== 1) continue;
      const [[from = at], [to = at]] = [[...before], [...after.keys()]];
      if (from === to) continue;
      const [above, below] = [cut(from, at), cut(at, to)];
      into.delete(at);
      out.delete(at);
      if (!above || !below) continue;
      const piece = row(above.piece, nodes[at] ?? '', below.piece);
      const joined = join(from, to, { piece, input: below.input, first: Math.min(above.first, at, below.first) });
      if (joined) waiting.push(from, to);
    }
  };
  /** An output that leaves in the middle of a fork stands beside what goes on there, an input that comes in there likewise. */
  const setAside = (): boolean => {
    for (const at of [...out.keys()]) {
      const [before, after] = [into.get(at), out.get(at)];
      if (at < 0 || !before || !after) continue;
      const to = after.size === 2 && after.has(END) ? [...after.keys()].find((other) => other !== END) : undefined;
      const from = before.size === 2 && before.has(START) ? [...before].find((other) => other !== START) : undefined;
      if (to !== undefined) {
        const edge = cut(at, END);
        if (edge) join(at, to, { ...edge, aside: 'out' });
      } else if (from !== undefined) {
        const edge = cut(START, at);
        if (edge) join(from, at, { ...edge, aside: 'in' });
      } else continue;
      waiting.push(at, to ?? from ?? at);
    }
    return waiting.length > 0;
  };
  do reduce();
  while (setAside());
  const name = (at: number): string | undefined => nodes[at];
  return {
    nodes: nodes.filter((_, at) => out.has(at)),
    spans: [...out].flatMap(([from, ways]) => [...ways].map(([to, { piece }]) => ({ from: name(from), to: name(to), piece }))),
  };
}

function row(above: Piece | undefined, node: string, below: Piece | undefined): Row {
  const width = Math.max(CARD_WIDTH.branch, above?.width ?? 0, below?.width ?? 0);
  return { node, above, below, length: (above?.length ?? 0) + 1 + (below?.length ?? 0), width };
}

/** A connection alone needs no column: it runs in a lane beside the others. */
function beside(old: Edge, added: Edge, placeOf: (edge: Edge) => Omit<Branch, 'piece'>): void {
  if (!added.piece) return;
  if (!old.piece) return void Object.assign(old, added);
  const fork = asFork(old.piece, placeOf(old));
  for (const branch of asFork(added.piece, placeOf(added)).parts) {
    fork.parts.push(branch);
    fork.length = Math.max(fork.length, branch.piece.length);
    fork.width += COLUMN_GAP + branch.piece.width;
  }
  old.piece = fork;
}

const asFork = (piece: Piece, place: Omit<Branch, 'piece'>): Fork =>
  'parts' in piece ? piece : { parts: [{ piece, ...place }], length: piece.length, width: piece.width };
