import type { ByteInputs, DataPart, LoadedData } from '../data/loadedData';
import { divide } from '../kernels/ownKernel';
import type { WasmHeap } from './heap';
import { room } from './memory';

/** What is larger stays outside of WebAssembly's memory, which ends at 4 GB. */
const MOST_BYTES = 2 ** 29;
/** Fewer values are read before another thread has heard of it. */
const LEAST_VALUES = 8192;

interface Resident {
  readonly first: number;
  readonly values: number;
  readonly table: number;
}

/** Samples that lie as bytes in WebAssembly's memory, where its threads read a batch of them much faster than JavaScript does. */
export class ResidentBytes {
  private readonly parts = new Map<DataPart, Resident>();
  private readonly jobs = new Map<string, number>();
  private readonly numbers: number;

  /** @param input which of the model's; @param size of a sample; @param out where batches go */
  constructor(
    private readonly heap: WasmHeap,
    { training, validation }: LoadedData,
    input: number,
    batchSize: number,
    private readonly size: number,
    private readonly out: number,
  ) {
    this.numbers = heap.allocate(room(batchSize * 4));
    const copies = new Map<Uint8Array, number>();
    for (const part of validation ? [training, validation] : [training]) {
      const bytes = part.bytes?.[input];
      if (bytes) this.admit(part, bytes, copies);
    }
  }

  /** Puts the samples into the batch; false: they are not here. */
  read(part: DataPart, indices: Int32Array): boolean {
    const resident = this.parts.get(part);
    if (!resident) return false;
    const numbers = this.heap.integers(this.numbers, indices.length);
    for (let i = 0; i < indices.length; i++) numbers[i] = resident.first + indices[i]!;
    const { threads } = this.heap;
    const key = `${resident.values} ${resident.table} ${indices.length}`;
    let job = this.jobs.get(key);
    if (job === undefined) this.jobs.set(key, (job = threads.define(() => this.calls(resident, indices.length))));
    threads.run(job);
    return true;
  }

  dispose(): void {
    this.heap.threads.release([...this.jobs.values()]);
    this.jobs.clear();
  }

  private admit(part: DataPart, { values, first, table }: ByteInputs, copies: Map<Uint8Array, number>): void {
    if (values.length > MOST_BYTES) return;
    let copy = copies.get(values);
    if (copy === undefined) copies.set(values, (copy = this.place(values)));
    this.parts.set(part, { first, values: copy, table: this.place(new Uint8Array(table.buffer)) });
  }

  private place(bytes: Uint8Array): number {
    const address = this.heap.allocate(room(bytes.length));
    this.heap.bytes(address, bytes.length).set(bytes);
    return address;
  }

  private calls({ values, table }: Resident, count: number) {
    const { size } = this;
    const parts = count * size < LEAST_VALUES ? 1 : this.heap.threads.count;
    return divide(count, parts).map(([from, to]) => [
      {
        name: 'gatherBytes',
        args: [values, this.numbers + 4 * from, to - from, size, table, this.out + 4 * from * size],
      },
    ]);
  }
}
