import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { getKernel } from '@tensorflow/tfjs-core';
import type { DataType, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { clusters } from './cluster';
import { ownKernels } from '../kernels/own';
import { placed, type OwnKernel } from '../kernels/ownKernel';
import { costOf } from './elementwise';
import { loopRanges, writeLoop } from './loop';
import { planMemory, room, type Given, type Layout } from './memory';
import type { Operation, Recording, Use } from './recording';
import { MOST_CHUNKS, type Call, type Chunk } from './threads';
import { moduleOf } from './wasmCode';
import type { WasmHeap } from './heap';

/** What is less is computed before another thread has heard of it. */
const LEAST_COST = 200_000;

/**
 * A recorded function as a fixed list of calls on fixed addresses of the WebAssembly backend's memory: loops of our own
 * for what acts on elements, the backend's kernels for the rest, without tfjs's dispatch and without allocations.
 */
export class Plan {
  private readonly calls: readonly (() => void)[];
  private readonly layout: Layout;
  private readonly constants: number;
  private readonly placed: TensorInfo[] = [];
  private readonly jobs: number[] = [];

  /** @param feeds, state addresses in bytes, in the order of the recording's */
  constructor(
    private readonly heap: WasmHeap,
    private readonly recording: Recording,
    given: Omit<Given, 'constants'>,
  ) {
    const constants = constantPlaces(recording);
    this.constants = heap.allocate(constants.bytes);
    const places = new Map([...constants.places].map(([value, at]) => [value, this.constants + at]));
    for (const [value, at] of places) heap.bytes(at, recording.values[value]!.bytes!.length).set(recording.values[value]!.bytes!);
    const order = clusters(recording, (operation) => this.ownKernel(operation)?.inRows !== undefined);
    const plan = (arena: number) => planMemory(recording, order, { ...given, constants: places }, arena);
    this.layout = plan(heap.arena(plan(0).arena));
    const loops = order.flatMap((cluster, step) =>
      cluster.space ? [{ cluster, code: writeLoop(recording, cluster, this.layout, this.layout.stored[step]!) }] : [],
    );
    const module = new WebAssembly.Module(moduleOf(loops.map(({ code }) => code)));
    const loopOf = new Map(loops.map(({ cluster }, i) => [cluster, String(i)]));
    this.calls = order.map((cluster) => {
      const name = loopOf.get(cluster);
      if (name === undefined) return this.kernelCall(recording.operations[cluster.members[0]!]!);
      const cost = cluster.space!.size * cluster.members.reduce((sum, member) => sum + costOf(recording.operations[member]!), 0);
      const loop = (args: readonly number[]): Call => ({ module, name, args });
      if (cluster.product !== undefined) return this.rowsCall(recording.operations[cluster.product]!, loop);
      const ranges = loopRanges(cluster, this.parts(cost));
      return this.job(
        ranges.map((range) => [loop(range)]),
        0,
        cost,
      );
    });
  }

  /** Computes: the state changes, outputs can be read. */
  run(): void {
    const { calls, heap, layout } = this;
    for (let i = 0; i < calls.length; i++) calls[i]!();
    for (const [from, to, bytes] of layout.copies) heap.copy(from, to, bytes);
  }

  /** The value of each output, scalars all. */
  outputs(): number[] {
    return this.recording.outputs.map((value) => this.heap.number(this.layout.address.get(value)!));
  }

  dispose(): void {
    const { backend } = this.heap;
    for (const { dataId } of this.placed) {
      backend.wasm.tfjs.disposeData((backend.dataIdMap.get(dataId) as { id: number }).id);
      backend.dataIdMap.delete(dataId);
    }
    this.heap.threads.release(this.jobs);
    this.heap.release(this.constants);
  }

  /** In how many pieces something of that cost (multiplications and additions, about) is best computed. */
  private parts(cost: number): number {
    const { count } = this.heap.threads;
    return cost < LEAST_COST ? 1 : Math.min(MOST_CHUNKS, cost < 8 * LEAST_COST ? count : 2 * count);
  }

  /** Chunks that may be computed in any order; several threads share them where that is worth it. `work`: bytes of scratch memory. */
  private job(chunks: readonly Chunk[], work: number, cost: number): () => void {
    const { threads } = this.heap;
    const scratch = this.heap.workspaces(work);
    const ofThread = (thread: number) =>
      chunks.map((chunk) => chunk.map((call) => ({ ...call, args: call.args.map((each) => placed(each, scratch[thread]!)) })));
    if (chunks.length > 1 && chunks.length <= MOST_CHUNKS && cost >= LEAST_COST) {
      const id = threads.define(ofThread);
      this.jobs.push(id);
      return () => threads.run(id);
    }
    return threads.bound(ofThread(0).flat());
  }

  /** How functions of ours compute a kernel; for its addresses ask `at`. */
  private ownKernel({ kernel, attributes, slots, inputs }: Operation): OwnKernel | undefined {
    const tensor = ({ value, shape, dtype }: Use): TensorInfo => ({ dataId: { value }, shape: [...shape], dtype });
    const named = Object.fromEntries(slots.names.flatMap(([name, at]) => (typeof at === 'number' ? [[name, tensor(inputs[at]!)]] : [])));
    return ownKernels[kernel]?.(named, attributes ?? {});
  }

  /** Where a tensor of `ownKernel` lies. */
  private readonly at = ({ dataId }: TensorInfo): number => this.layout.address.get((dataId as { value: number }).value)!;

  /** A kernel that functions of ours compute. */
  private ownCall(operation: Operation): (() => void) | undefined {
    const own = this.ownKernel(operation);
    if (!own) return undefined;
    const outs = operation.outputs.map(({ value }) => this.layout.address.get(value)!);
    const calls = own.calls(this.at, outs, this.parts(own.cost));
    return this.job(
      calls.map((call) => [call]),
      own.work,
      own.cost,
    );
  }

  /** A kernel a few rows at a time, each followed by the loop over them. */
  private rowsCall(operation: Operation, loop: (args: readonly number[]) => Call): () => void {
    const own = this.ownKernel(operation)!;
    const out = this.layout.address.get(operation.outputs[0]!.value);
    const parts = own.inRows!.calls(this.at, out, this.parts(own.cost));
    return this.job(
      parts.map(({ first, rows }) => [first, ...rows.flatMap(({ from, to, at, call }) => [call, loop([from * 4, to * 4, at])])]),
      own.inRows!.work,
      own.cost,
    );
  }

  private kernelCall(operation: Operation): () => void {
    return this.ownCall(operation) ?? this.foreignCall(operation);
  }

  /** A kernel of tfjs. */
  private foreignCall({ kernel, attributes, slots, inputs, outputs, made }: Operation): () => void {
    const tensors = inputs.map((use) => this.tensor(use));
    const named = Object.fromEntries(
      slots.names.map(([name, at]) => [name, typeof at === 'number' ? tensors[at]! : at.map((each) => tensors[each]!)]),
    );
    const { kernelFunc } = getKernel(kernel, 'wasm');
    const backend = plannedBackend(
      this.heap.backend,
      made,
      outputs.map((use) => this.tensor(use)),
    );
    const call = {
      inputs: slots.array ? Object.assign([], named) : named,
      attrs: attributes,
      backend: backend.backend,
    } as unknown as Parameters<KernelFunc>[0];
    return () => {
      backend.begin();
      kernelFunc(call);
    };
  }

  /** A tensor of tfjs at the place of a value. */
  private tensor({ value, shape, dtype }: Use): TensorInfo {
    const tensor = this.heap.backend.makeOutput([...shape], dtype, this.layout.address.get(value));
    // A kernel may reshape it and dispose what it got: its memory is not to be freed.
    (this.heap.backend.dataIdMap.get(tensor.dataId) as { refCount: number }).refCount = 2 ** 30;
    this.placed.push(tensor);
    return tensor;
  }
}

/** Constants one behind the other. */
function constantPlaces({ values }: Recording): { places: Map<number, number>; bytes: number } {
  const places = new Map<number, number>();
  let bytes = 0;
  values.forEach(({ kind, bytes: content }, value) => {
    if (kind !== 'constant') return;
    places.set(value, bytes);
    bytes += room(content!.length);
  });
  return { places, bytes };
}

/** The backend for one call of a kernel: of the tensors that the kernel makes, its outputs lie where they were planned. */
function plannedBackend(
  backend: BackendWasm,
  made: readonly number[],
  outputs: readonly TensorInfo[],
): { readonly backend: BackendWasm; begin(): void } {
  let count = 0;
  const next = (): TensorInfo | undefined => {
    const output = made.indexOf(count++);
    return output < 0 ? undefined : outputs[output];
  };
  const fill = ({ dataId }: TensorInfo, values: ArrayBufferView) => {
    const { memoryOffset } = backend.dataIdMap.get(dataId) as { memoryOffset: number };
    (backend.wasm as unknown as { HEAPU8: Uint8Array }).HEAPU8.set(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      memoryOffset,
    );
  };
  const planned = Object.assign(Object.create(backend) as BackendWasm, {
    makeOutput: (shape: number[], dtype: DataType, memoryOffset?: number, values?: ArrayBufferView) => {
      const output = next();
      if (!output) return backend.makeOutput(shape, dtype, memoryOffset, values as never);
      if (values) fill(output, values);
      return output;
    },
    write: (values: ArrayBufferView, shape: number[], dtype: DataType) => {
      const output = next();
      if (!output) return backend.write(values as never, shape, dtype);
      fill(output, values);
      return output.dataId;
    },
    move: (...parameters: Parameters<BackendWasm['move']>) => backend.move(...parameters),
  });
  return { backend: planned, begin: () => void (count = 0) };
}
