import type { Graph, Value } from './graph';
import { TYPES, type Attributes, type Constant } from './graphDef';
import type { RecordedOperation, RecordedValue, Recording, Source } from './recording';

/** What stands in a graph for what a recording was given. */
export interface Stand {
  readonly feeds: readonly Value[];
  readonly state: (index: number) => Value;
  /** Values that are made elsewhere. */
  readonly made?: ReadonlyMap<Source, Value>;
  /** A node of the place in the graph where constants are to be. */
  readonly begin?: string;
}

/** Adds the operations of a recording to a graph, those that the `wanted` values need, and gives these. */
export function replay(graph: Graph, recording: Recording, wanted: readonly RecordedValue[], stand: Stand): Value[] {
  const replayed = new Replay(graph, recording, stand);
  for (const operation of needed(recording, wanted, stand.made)) replayed.add(operation);
  return wanted.map((value) => replayed.valueOf(value));
}

/** The operations that the values follow from, in their order. */
function needed({ operations }: Recording, wanted: readonly RecordedValue[], made?: Stand['made']): readonly RecordedOperation[] {
  const sources = new Set(wanted.map(({ source }) => source));
  const chosen = operations.toReversed().filter(({ inputs, outputs }) => {
    if (!outputs.some(({ source }) => sources.has(source) && !made?.has(source))) return false;
    inputs.forEach(({ source }) => sources.add(source));
    return true;
  });
  return chosen.reverse();
}

/** A value in a shape. */
interface Shaped {
  readonly value: Value;
  readonly shape: readonly number[];
}

/** Operations that give their first input in another shape. */
const RESHAPING: ReadonlySet<string> = new Set(['Reshape', 'ExpandDims', 'Squeeze']);

/**
 * Operations become nodes, but for those that do nothing: what is only given another shape stays what it is until an
 * operation wants it in that shape (tfjs gives matrices a batch of one for each product, and takes it away again).
 */
class Replay {
  /** What each value is, perhaps in another shape. */
  private readonly roots = new Map<Source, Shaped>();
  private readonly reshaped = new Map<string, Value>();
  private readonly constants = new Map<string, Value>();

  constructor(
    private readonly graph: Graph,
    private readonly recording: Recording,
    private readonly stand: Stand,
  ) {}

  add(operation: RecordedOperation): void {
    const { op, inputs, outputs, attributes } = operation;
    const [input] = inputs;
    const [output] = outputs;
    if (RESHAPING.has(op) || (op === 'Cast' && input!.type === output!.type)) {
      this.roots.set(output!.source, this.root(input!));
      return;
    }
    const product = matrixProduct(operation);
    if (product) {
      const matrices = inputs.map((matrix) => this.inShape(this.root(matrix), matrix.shape.slice(-2)));
      this.roots.set(output!.source, {
        value: this.graph.one('MatMul', matrices, { attributes: product }),
        shape: output!.shape.slice(-2),
      });
      return;
    }
    const values = inputs.map((value) => this.valueOf(value));
    const made = this.graph.add(op, values, { attributes, outputs: outputs.map(({ type }) => type) });
    outputs.forEach(({ source, shape }, i) => this.roots.set(source, { value: made[i]!, shape }));
  }

  valueOf(value: RecordedValue): Value {
    return this.inShape(this.root(value), value.shape);
  }

  private inShape({ value, shape }: Shaped, wanted: readonly number[]): Value {
    if (shape.join() === wanted.join()) return value;
    const key = `${value.name} ${wanted.join()}`;
    const made = this.reshaped.get(key) ?? this.graph.one('Reshape', [value, this.constant(list(wanted))]);
    this.reshaped.set(key, made);
    return made;
  }

  private root({ source, shape }: RecordedValue): Shaped {
    const known = this.roots.get(source);
    if (known) return known;
    const root = { value: this.given(source), shape };
    this.roots.set(source, root);
    return root;
  }

  private given(source: Source): Value {
    const made = this.stand.made?.get(source);
    if (made) return made;
    const [kind, index] = source.split(' ') as ['feed' | 'state' | 'constant', string];
    if (kind === 'constant') return this.constant(this.recording.constants.get(source)!);
    return kind === 'feed' ? this.stand.feeds[Number(index)]! : this.stand.state(Number(index));
  }

  private constant(constant: Constant): Value {
    const { begin } = this.stand;
    const key = `${constant.type} ${constant.shape.join()} ${Buffer.from(constant.bytes).toString('latin1')}`;
    const value = this.constants.get(key) ?? this.graph.constant(constant, begin === undefined ? [] : [begin]);
    this.constants.set(key, value);
    return value;
  }
}

/** The attributes of a product of two matrices, where an operation is that: it is faster than a batch of one. */
function matrixProduct({ op, inputs, attributes }: RecordedOperation): Attributes | undefined {
  if (op !== 'BatchMatMulV2' || inputs.some(({ shape }) => shape.slice(0, -2).some((size) => size !== 1))) return undefined;
  const { adj_x: transpose_a = { bool: false }, adj_y: transpose_b = { bool: false } } = attributes;
  return { transpose_a, transpose_b };
}

const list = (sizes: readonly number[]): Constant => ({
  type: TYPES.int32,
  shape: [sizes.length],
  bytes: new Uint8Array(Int32Array.from(sizes).buffer),
});
