import type { Readout } from './readout';

/** What has been added so far. */
export interface MeansState {
  readonly sums: readonly number[];
  readonly samples: number;
}

/** Means over samples, from means over batches of any size: what Keras's logs of an epoch are. */
export class Means {
  private readonly sums: number[];
  private samples: number;

  /** @param from what to go on from */
  constructor(
    private readonly readout: Readout,
    from: MeansState = { sums: Array.from({ length: readout.parts }, () => 0), samples: 0 },
  ) {
    this.sums = [...from.sums];
    this.samples = from.samples;
  }

  get state(): MeansState {
    return { sums: [...this.sums], samples: this.samples };
  }

  /** @param parts of the readout; @param samples of the batch */
  add(parts: readonly number[], samples: number): void {
    parts.forEach((value, i) => (this.sums[i]! += value * samples));
    this.samples += samples;
  }

  /** By key, with `prefix` before each (`val_`). */
  logs(prefix = ''): { [key: string]: number } {
    const values = this.readout.values(this.sums.map((sum) => sum / this.samples));
    return Object.fromEntries(this.readout.keys.map((key, i) => [prefix + key, values[i]!]));
  }
}
