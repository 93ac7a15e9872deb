import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type * as workerThreads from 'node:worker_threads';
import { availableParallelism } from 'node:os';

/** A call that a thread makes: a function of the kernels, or of a plan's own module. */
export interface Call {
  /** Absent: the kernels. */
  readonly module?: WebAssembly.Module;
  readonly name: string;
  readonly args: readonly number[];
}

/** Calls that are made one after another, by the same thread. */
export type Chunk = readonly Call[];

/** Places in the shared control words. */
const [TICKET, JOB, DONE, FAILED] = [0, 1, 2, 3];
/**
 * A ticket is the number of the job's turn, and in its low bits which chunks nobody has taken yet. All of it is one word:
 * who takes a chunk knows that it is one of this very job, though the words beside it are written for the next job as soon
 * as this one is done.
 */
export const MOST_CHUNKS = 16;
/** How often to look before going to sleep, about 50 microseconds. */
const SPINS = 10_000;

/**
 * Threads that compute parts of a job together with the one that asks. A job is a list of chunks that may be computed
 * in any order. Each thread begins with those of its own share, so that in the next job, the next step it finds in its
 * core's cache what it wrote there; then it takes what others have not come to, so that a thread which the system holds up
 * holds up nobody else.
 */
export class Threads {
  private readonly control = new Int32Array(new SharedArrayBuffer(64));
  private readonly ports: readonly MessagePort[];
  private readonly workers: readonly Worker[];
  private readonly own: (readonly (() => void)[] | undefined)[] = [];
  private readonly instances = new Map<WebAssembly.Module, Record<string, (...args: number[]) => void>>();
  private turn = 0;

  /** @param count of threads in all, the asking one among them */
  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly kernels: WebAssembly.Module,
    readonly count: number = Math.min(availableParallelism(), 8),
  ) {
    const helpers = Array.from({ length: count - 1 }, (_, i) => {
      const { port1, port2 } = new MessageChannel();
      const workerData = { control: this.control, memory, kernels, port: port2, spins: SPINS, most: MOST_CHUNKS, thread: i + 1, count };
      const source = `(${help.toString()})(require('node:worker_threads'))`;
      const worker = new Worker(source, { eval: true, workerData, transferList: [port2], stdout: false, stderr: false });
      worker.unref();
      port1.unref();
      return { worker, port: port1 };
    });
    this.workers = helpers.map(({ worker }) => worker);
    this.ports = helpers.map(({ port }) => port);
  }

  /** Makes a job known to all threads; `chunks`: for each thread its own form of every chunk. Its number is for `run`. */
  define(chunks: (thread: number) => readonly Chunk[]): number {
    const id = this.own.push(chunks(0).map((chunk) => this.bound(chunk))) - 1;
    this.ports.forEach((port, i) => port.postMessage({ id, chunks: chunks(i + 1) }));
    return id;
  }

  release(ids: readonly number[]): void {
    for (const id of ids) this.own[id] = undefined;
    this.ports.forEach((port) => port.postMessage({ release: ids }));
  }

  /** Returns when every chunk has been computed. */
  run(id: number): void {
    const { control } = this;
    const calls = this.own[id]!;
    Atomics.store(control, JOB, id);
    Atomics.store(control, DONE, 0);
    this.turn++;
    Atomics.store(control, TICKET, (this.turn << MOST_CHUNKS) | (2 ** calls.length - 1));
    Atomics.notify(control, TICKET);
    let done = 0;
    for (;;) {
      const ticket = Atomics.load(control, TICKET);
      const left = ticket & (2 ** MOST_CHUNKS - 1);
      if (left === 0) break;
      // The first thread's share begins with the first chunk.
      const chunk = 31 - Math.clz32(left & -left);
      if (Atomics.compareExchange(control, TICKET, ticket, ticket & ~(1 << chunk)) !== ticket) continue;
      calls[chunk]!();
      done = Atomics.add(control, DONE, 1) + 1;
    }
    for (let spins = 0; done < calls.length; done = Atomics.load(control, DONE)) if (++spins > SPINS) Atomics.wait(control, DONE, done, 5);
    if (Atomics.load(control, FAILED) !== 0) throw new Error('A thread of the training step failed.');
  }

  dispose(): void {
    this.ports.forEach((port) => port.close());
    this.workers.forEach((worker) => void worker.terminate());
  }

  /** What the asking thread itself computes. */
  bound(chunk: Chunk): () => void {
    const [first, ...rest] = chunk.map((call) => this.boundCall(call));
    if (rest.length === 0) return first!;
    return () => {
      first!();
      for (let i = 0; i < rest.length; i++) rest[i]!();
    };
  }

  private boundCall({ module = this.kernels, name, args }: Call): () => void {
    let functions = this.instances.get(module);
    if (!functions) {
      const { exports } = new WebAssembly.Instance(module, { env: { memory: this.memory } });
      functions = exports as Record<string, (...args: number[]) => void>;
      this.instances.set(module, functions);
    }
    const run = functions[name]!;
    return () => run(...args);
  }
}

/** What each other thread does, all its life. It is sent there as text: nothing outside of it is known to it. */
function help({ workerData, receiveMessageOnPort }: Pick<typeof workerThreads, 'workerData' | 'receiveMessageOnPort'>): void {
  const { control, memory, kernels, port, spins, most, thread, count } = workerData as {
    control: Int32Array;
    memory: WebAssembly.Memory;
    kernels: WebAssembly.Module;
    port: MessagePort;
    spins: number;
    most: number;
    thread: number;
    count: number;
  };
  type Functions = Record<string, (...args: number[]) => void>;
  type Message = { id: number; chunks: { module?: WebAssembly.Module; name: string; args: number[] }[][] } | { release: number[] };
  const mask = 2 ** most - 1;
  const instances = new Map<WebAssembly.Module, Functions>();
  const jobs = new Map<number, (() => void)[]>();
  const learn = () => {
    for (let received = receiveMessageOnPort(port); received; received = receiveMessageOnPort(port)) {
      const message = received.message as Message;
      if ('release' in message) {
        for (const id of message.release) jobs.delete(id);
        continue;
      }
      jobs.set(
        message.id,
        message.chunks.map((chunk) => {
          const calls = chunk.map(({ module = kernels, name, args }) => {
            let functions = instances.get(module);
            if (!functions) {
              functions = new WebAssembly.Instance(module, { env: { memory } }).exports as Functions;
              instances.set(module, functions);
            }
            const run = functions[name]!;
            return () => run(...args);
          });
          return calls.length === 1 ? calls[0]! : () => calls.forEach((call) => call());
        }),
      );
    }
  };
  for (;;) {
    const ticket = Atomics.load(control, 0);
    const left = ticket & mask;
    const job = Atomics.load(control, 1);
    if (left !== 0) {
      if (!jobs.has(job)) learn();
      const calls = jobs.get(job);
      if (!calls) continue;
      const share =
        left & (mask << Math.floor((thread * calls.length) / count)) & ~(mask << Math.floor(((thread + 1) * calls.length) / count));
      // Of one's own share the first; of the others' the last, to which they come last.
      const chunk = share !== 0 ? 31 - Math.clz32(share & -share) : 31 - Math.clz32(left);
      // The job was another one already if the ticket has changed.
      if (Atomics.compareExchange(control, 0, ticket, ticket & ~(1 << chunk)) === ticket) {
        try {
          calls[chunk]!();
        } catch {
          Atomics.store(control, 3, 1);
        }
        if (Atomics.add(control, 2, 1) + 1 === calls.length) Atomics.notify(control, 2);
      }
      continue;
    }
    let looks = 0;
    while (looks < spins && Atomics.load(control, 0) === ticket) looks++;
    if (looks === spins) Atomics.wait(control, 0, ticket);
  }
}
