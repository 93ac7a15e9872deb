import { RandomStream, type RandomState } from './randomStream';

/** States of all streams of a run, by name. */
export interface StreamStates {
  readonly [name: string]: RandomState;
}

/**
 * The random streams of a run, each with a name of its own (`shuffling`, `weights/hidden1/kernel`, `dropout/drop1`):
 * what one draws does not change what another gives, so a layer more leaves the others' numbers as they were.
 */
export class Streams {
  private readonly streams = new Map<string, RandomStream>();

  /** @param seed any number; 0 is a seed like any other */
  constructor(private readonly seed: number) {}

  /** The stream of that name, always the same one. `seed`: a seed of its own, in place of the run's. */
  stream(name: string, seed: number = this.seed): RandomStream {
    const stream = this.streams.get(name) ?? new RandomStream(seedState(seed, name));
    this.streams.set(name, stream);
    return stream;
  }

  /** A stream that always starts from the beginning: what Keras's seeded initializers draw from. */
  fresh(name: string, seed: number): RandomStream {
    return new RandomStream(seedState(seed, name));
  }

  get states(): StreamStates {
    return Object.fromEntries([...this.streams].map(([name, stream]) => [name, stream.state]));
  }

  /** Goes on from where `states` was taken; who holds a stream already goes on with it. */
  restore(states: StreamStates): void {
    for (const [name, state] of Object.entries(states)) this.stream(name).state = state;
  }
}

/** A start that differs in every bit for another seed or name: a hash of both, spread by the finalizer of MurmurHash3. */
export function seedState(seed: number, name: string): RandomState {
  const bytes = new Uint8Array(new Float64Array([seed]).buffer);
  let hash = 0x811c9dc5;
  // FNV-1a over the seed's eight bytes and the name.
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  const word = (n: number): number => {
    let x = (hash + Math.imul(n, 0x9e3779b9)) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return x ^ (x >>> 16);
  };
  return [word(1), word(2), word(3), word(4)];
}
