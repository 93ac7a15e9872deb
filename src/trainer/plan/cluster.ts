import { elementwise } from './elementwise';
import { NotCapturable } from '../capture/notCapturable';
import { type Operation, type Recording, type Use } from './recording';
import { accessOf, meet, sizeOf, type Space } from './space';

/** Operations that are computed together: several in one loop over their elements, or one that is a kernel of its own. */
export interface Cluster {
  /** Places in the recording, in order. */
  readonly members: readonly number[];
  /** Absent: the kernel. */
  readonly space?: Space;
  /** Place in the recording of a kernel whose output this loop takes; the loop runs over its rows as they are computed. */
  readonly product?: number;
}

/** Every operation of a cluster, in an order in which they can be computed. */
export const operationsOf = ({ members, product }: Cluster): readonly number[] => (product === undefined ? members : [product, ...members]);

/** The operations that something needed follows from, clustered, in an order in which they can be computed. */
export function clusters(recording: Recording, inRows: (operation: Operation) => boolean = () => false): readonly Cluster[] {
  const needed = neededOperations(recording);
  const excluded = new Set<number>();
  for (;;) {
    const found = new Clustering(recording, needed, excluded);
    const escaped = found.escapedMasks();
    if (escaped.length === 0) return withProducts(recording, found.ordered(), inRows);
    escaped.forEach((operation) => excluded.add(operation));
  }
}

/** Puts each kernel that can be computed in rows to the loop that is the first to take its output. */
function withProducts({ operations }: Recording, order: readonly Cluster[], inRows: (operation: Operation) => boolean): readonly Cluster[] {
  const products = new Map<Cluster, Cluster>();
  for (const [step, kernel] of order.entries()) {
    const operation = operations[kernel.members[0]!]!;
    if (kernel.space || operation.outputs.length !== 1 || !inRows(operation)) continue;
    const [{ value }] = operation.outputs as [Use];
    const first = order
      .slice(step + 1)
      .find(({ members }) => members.some((member) => operations[member]!.inputs.some((use) => use.value === value)));
    if (
      first?.space &&
      first.space.columns === undefined &&
      !products.has(first) &&
      first.space.size === sizeOf(operation.outputs[0]!.shape)
    )
      products.set(first, kernel);
  }
  const moved = new Set(products.values());
  return order
    .filter((cluster) => !moved.has(cluster))
    .map((cluster) => (products.has(cluster) ? { ...cluster, product: products.get(cluster)!.members[0]! } : cluster));
}

function neededOperations({ operations, values, outputs, after }: Recording): readonly number[] {
  const needed = new Set<number>();
  const waiting = [...outputs, ...after];
  while (waiting.length > 0) {
    const value = values[waiting.pop()!]!;
    if (value.kind !== 'made' || needed.has(value.index)) continue;
    needed.add(value.index);
    waiting.push(...operations[value.index]!.inputs.map((use) => use.value));
  }
  return [...needed].sort((a, b) => a - b);
}

/** The space of an operation that a loop can compute. */
function loopSpace(operation: Operation): Space | undefined {
  const how = elementwise(operation);
  const [output] = operation.outputs;
  if (!how || !output || output.dtype === 'int32' || (output.dtype === 'bool') !== (how.gives === 'mask')) return undefined;
  let space: Space | undefined = { size: sizeOf(output.shape) };
  for (const [i, { shape, dtype }] of operation.inputs.entries()) {
    const wanted = how.takes?.[i] ?? 'float';
    if (dtype !== { float: 'float32', mask: 'bool', integer: 'int32' }[wanted]) return undefined;
    // A condition of a lower rank would choose whole rows.
    const found: ReturnType<typeof accessOf> =
      wanted === 'mask' && sizeOf(shape) !== space?.size ? undefined : accessOf(shape, output.shape);
    space = found && space && meet(space, { size: space.size, columns: found.columns });
  }
  return space;
}

class Clustering {
  /** The cluster of each operation; those that were merged lead on to the one that took them. */
  private readonly cluster = new Map<number, number>();
  private readonly members = new Map<number, number[]>();
  private readonly spaces = new Map<number, Space>();
  private readonly consumers = new Map<number, number[]>();

  constructor(
    private readonly recording: Recording,
    private readonly needed: readonly number[],
    excluded: ReadonlySet<number>,
  ) {
    for (const index of needed) {
      this.cluster.set(index, index);
      this.members.set(index, [index]);
      for (const producer of this.producers(index)) this.consumers.set(producer, [...(this.consumers.get(producer) ?? []), index]);
      const space = excluded.has(index) ? undefined : loopSpace(recording.operations[index]!);
      if (space) this.spaces.set(index, space);
    }
    // A mask first comes to those that take it, lest it should be made where its operands are, out of their reach.
    const alone = [...this.spaces.keys()];
    for (const masks of [true, false])
      for (const index of alone) for (const producer of this.producers(index, masks)) this.merge(producer, index);
  }

  /** Operations that make a mask which is needed elsewhere, or take one that was not made in their loop. */
  escapedMasks(): number[] {
    const { operations, outputs, after, values } = this.recording;
    const results = new Set([...outputs, ...after]);
    return this.needed.filter((index) => {
      const own = this.cluster.get(index)!;
      if (!this.spaces.has(own)) return false;
      const { inputs, outputs: made } = operations[index]!;
      const foreign = inputs.some(({ value, dtype }) => {
        const { kind, index: producer } = values[value]!;
        return dtype === 'bool' && (kind !== 'made' || this.cluster.get(producer) !== own);
      });
      const escapes =
        made[0]!.dtype === 'bool' &&
        (results.has(made[0]!.value) || (this.consumers.get(index) ?? []).some((consumer) => this.cluster.get(consumer) !== own));
      return foreign || escapes;
    });
  }

  /** What an operation needs comes before it; else in the order of the recording. */
  ordered(): Cluster[] {
    const order: Cluster[] = [];
    const begun = new Set<number>();
    const done = new Set<number>();
    const visit = (id: number): void => {
      if (done.has(id)) return;
      if (begun.has(id)) throw new NotCapturable('Operations were put together that wait for each other.');
      begun.add(id);
      const members = this.members.get(id)!;
      for (const member of members)
        for (const producer of this.producers(member)) if (this.cluster.get(producer) !== id) visit(this.cluster.get(producer)!);
      done.add(id);
      order.push({ members, space: this.spaces.get(id) });
    };
    for (const index of this.needed) visit(this.cluster.get(index)!);
    return order;
  }

  /** Of its operands that are made, or of the masks among them. */
  private producers(index: number, masks = false): number[] {
    return this.recording.operations[index]!.inputs.flatMap(({ value, dtype }) => {
      const { kind, index: producer } = this.recording.values[value]!;
      return kind === 'made' && (!masks || dtype === 'bool') ? [producer] : [];
    });
  }

  /** Puts the clusters of two operations together where they are loops over the same space and nothing between them needs the one and is needed by the other. */
  private merge(first: number, second: number): void {
    const [a, b] = [this.cluster.get(first)!, this.cluster.get(second)!];
    const [spaceA, spaceB] = [this.spaces.get(a), this.spaces.get(b)];
    const space = a !== b && spaceA && spaceB ? meet(spaceA, spaceB) : undefined;
    if (!space || this.leads(a, b) || this.leads(b, a)) return;
    const [into, from] = a < b ? [a, b] : [b, a];
    const members = [...this.members.get(into)!, ...this.members.get(from)!].sort((x, y) => x - y);
    for (const member of members) this.cluster.set(member, into);
    this.members.set(into, members);
    this.spaces.set(into, space);
    this.members.delete(from);
    this.spaces.delete(from);
  }

  /** Whether a way leads from one cluster to another through a third. */
  private leads(from: number, to: number): boolean {
    const target = Math.max(...this.members.get(to)!);
    const seen = new Set<number>();
    const waiting: number[] = [];
    const follow = (id: number) => {
      for (const member of this.members.get(id)!)
        for (const consumer of this.consumers.get(member) ?? []) {
          const next = this.cluster.get(consumer)!;
          if (next !== id && !seen.has(next) && (id !== from || next !== to)) {
            seen.add(next);
            waiting.push(next);
          }
        }
    };
    follow(from);
    while (waiting.length > 0) {
      const id = waiting.pop()!;
      if (id === to) return true;
      // Only what begins before the other ends can lead there.
      if (this.members.get(id)![0]! <= target) follow(id);
    }
    return false;
  }
}
