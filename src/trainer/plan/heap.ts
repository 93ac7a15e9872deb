import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Threads } from './threads';

/** The memory of the WebAssembly backend, as plans use it. Addresses are bytes, multiples of 64. */
export class WasmHeap {
  /** What was allocated for each aligned address, and how many bytes were asked for. */
  private readonly blocks = new Map<number, { readonly block: number; readonly bytes: number }>();
  private shared = { address: 0, bytes: 0 };
  private scratch: { readonly addresses: readonly number[]; readonly bytes: number } = { addresses: [], bytes: 0 };

  constructor(
    readonly backend: BackendWasm,
    private readonly memory: WebAssembly.Memory,
    readonly threads: Threads,
  ) {}

  allocate(bytes: number): number {
    const block = this.emscripten._malloc(bytes + 128) >>> 0;
    if (!block) throw new Error(`WebAssembly is out of memory: ${Math.ceil(bytes / 2 ** 20)} MB for a training step could not be had.`);
    const aligned = Math.ceil(block / 64) * 64;
    this.blocks.set(aligned, { block, bytes });
    return aligned;
  }

  /** Bytes that are allocated now. */
  get held(): number {
    return [...this.blocks.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  release(address: number): void {
    this.emscripten._free(this.blocks.get(address)!.block);
    this.blocks.delete(address);
  }

  /** Room that all plans use, one after another: what lies there is lost between two runs. */
  arena(bytes: number): number {
    if (bytes > this.shared.bytes) this.shared = { address: this.allocate(bytes), bytes };
    return this.shared.address;
  }

  /** Scratch memory of a call, a place for each thread. */
  workspaces(bytes: number): readonly number[] {
    if (bytes > this.scratch.bytes || this.scratch.addresses.length === 0)
      this.scratch = { addresses: Array.from({ length: this.threads.count }, () => this.allocate(bytes)), bytes };
    return this.scratch.addresses;
  }

  /** Everything that was allocated is free again. */
  dispose(): void {
    for (const address of [...this.blocks.keys()]) this.release(address);
    this.shared = { address: 0, bytes: 0 };
    this.scratch = { addresses: [], bytes: 0 };
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  integers(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  number(address: number): number {
    return this.floats(address, 1)[0]!;
  }

  copy(from: number, to: number, bytes: number): void {
    new Uint8Array(this.memory.buffer).copyWithin(to, from, from + bytes);
  }

  private get emscripten(): { _malloc(bytes: number): number; _free(address: number): void } {
    return this.backend.wasm;
  }
}
