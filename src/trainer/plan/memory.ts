import { operationsOf, type Cluster } from './cluster';
import { NotCapturable } from '../capture/notCapturable';
import { type Recording, type Use } from './recording';
import { accessOf } from './space';

/** Where values lie. */
export interface Layout {
  /** Address in bytes of a value that is stored; of a constant in a loop there may be none. */
  readonly address: ReadonlyMap<number, number>;
  /** Values that a loop stores, by the place of its cluster. */
  readonly stored: readonly (readonly number[])[];
  /** Where something has to be copied once all is computed: from, to, bytes. */
  readonly copies: readonly (readonly [from: number, to: number, bytes: number])[];
  /** Bytes that made values take, from the arena's begin. */
  readonly arena: number;
}

/** Addresses of what is given, in bytes. */
export interface Given {
  readonly feeds: readonly number[];
  readonly state: readonly number[];
  /** By number of the value. */
  readonly constants: ReadonlyMap<number, number>;
}

const bytesOf = (recording: Recording, value: number): number => {
  const { size, dtype } = recording.values[value]!;
  return size * (dtype === 'bool' ? 1 : 4);
};

/** Whole cache lines; a loop may write a vector's rest behind the end, and a product read that of a bias. */
export const room = (bytes: number): number => Math.ceil(Math.max(bytes, 1) / 64) * 64;

/**
 * Gives every value a place: new values of the state take the place of the old ones where nobody reads those any more,
 * all others lie in one arena, where a place is used again once its value is not needed.
 *
 * @param arena the address at which it begins
 */
export function planMemory(recording: Recording, clusters: readonly Cluster[], given: Given, arena: number): Layout {
  const { operations, values, outputs, after } = recording;
  const results = new Set([...outputs, ...after]);
  const lastUse = new Map<number, number>();
  const madeIn = new Map<number, number>();
  clusters.forEach((cluster, step) => {
    for (const member of operationsOf(cluster)) {
      for (const { value } of operations[member]!.inputs) lastUse.set(value, step);
      for (const { value } of operations[member]!.outputs) madeIn.set(value, step);
    }
  });
  for (const value of results) lastUse.set(value, clusters.length);

  const address = new Map<number, number>();
  values.forEach(({ kind, index }, value) => {
    if (kind === 'feed') address.set(value, given.feeds[index]!);
    if (kind === 'state') address.set(value, given.state[index]!);
    if (kind === 'constant' && given.constants.has(value)) address.set(value, given.constants.get(value)!);
  });

  // The state's places.
  const inPlace = new Set<number>();
  const old = values.map(({ kind, index }, value) => ({ kind, index, value })).filter(({ kind }) => kind === 'state');
  after.forEach((value, index) => {
    const before = old.find((each) => each.index === index)!.value;
    const step = madeIn.get(value);
    if (step === undefined || inPlace.has(value)) return;
    const last = lastUse.get(before) ?? -1;
    const readOnTheWay = last === step && writesAsItReads(recording, clusters[step]!, before, value);
    if (last < step || readOnTheWay) {
      inPlace.add(value);
      address.set(value, given.state[index]!);
    }
  });

  const free = new FreeSpace();
  const stored = clusters.map((cluster, step) => {
    const { space } = cluster;
    const members = operationsOf(cluster);
    const made = members.flatMap((member) => operations[member]!.outputs.map(({ value }) => value));
    const keep = space ? made.filter((value) => lastUse.get(value)! > step || results.has(value)) : made;
    const dying = [...new Set(members.flatMap((member) => operations[member]!.inputs.map(({ value }) => value)))].filter(
      (value) => values[value]!.kind === 'made' && lastUse.get(value) === step && madeIn.get(value) !== step && !inPlace.has(value),
    );
    for (const value of keep) {
      if (address.has(value)) continue;
      const bytes = room(bytesOf(recording, value));
      const taken = dying.findIndex((each) => room(bytesOf(recording, each)) === bytes && writesAsItReads(recording, cluster, each, value));
      if (taken >= 0) address.set(value, address.get(dying.splice(taken, 1)[0]!)!);
      else address.set(value, arena + free.take(bytes));
    }
    for (const value of dying) free.give(address.get(value)! - arena, room(bytesOf(recording, value)));
    // What nobody needs, as a second output of a kernel.
    if (!space)
      for (const value of keep)
        if ((lastUse.get(value) ?? -1) <= step) free.give(address.get(value)! - arena, room(bytesOf(recording, value)));
    return keep;
  });

  const copies = after.flatMap((value, index) => {
    const [from, to] = [address.get(value)!, given.state[index]!];
    if (from === to) return [];
    if (values[value]!.kind === 'state') throw new NotCapturable('A variable is given the value of another one.');
    return [[from, to, bytesOf(recording, value)] as const];
  });
  return { address, stored, copies, arena: free.end };
}

/** Whether a loop may write one value where it reads another: it reads each element before it writes that. */
function writesAsItReads({ operations }: Recording, { members, space, product }: Cluster, read: number, written: number): boolean {
  if (!space) return false;
  if (product !== undefined) {
    // A product reads everywhere, whichever of its rows it computes, and they are written before the loop reads.
    const { inputs, outputs } = operations[product]!;
    if (inputs.some(({ value }) => value === read) || outputs.some(({ value }) => value === written)) return false;
  }
  return members.every((member) => {
    const { inputs, outputs } = operations[member]!;
    return inputs.every((use: Use) => use.value !== read || accessOf(use.shape, outputs[0]!.shape)?.access === 'full');
  });
}

/** Free places, first fit. */
class FreeSpace {
  end = 0;
  private holes: { from: number; size: number }[] = [];

  take(size: number): number {
    const hole = this.holes.find((each) => each.size >= size);
    if (!hole) {
      this.end += size;
      return this.end - size;
    }
    const { from } = hole;
    hole.from += size;
    hole.size -= size;
    this.holes = this.holes.filter((each) => each.size > 0);
    return from;
  }

  give(from: number, size: number): void {
    const at = this.holes.findIndex((hole) => hole.from > from);
    const place = at < 0 ? this.holes.length : at;
    this.holes.splice(place, 0, { from, size });
    for (const i of [place, place - 1]) {
      const [left, right] = [this.holes[i], this.holes[i + 1]];
      if (left && right && left.from + left.size === right.from) {
        left.size += right.size;
        this.holes.splice(i + 1, 1);
      }
    }
  }
}
