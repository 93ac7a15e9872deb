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
    private readonly keys: readonly string[],
    from: MeansState = { sums: keys.map(() => 0), samples: 0 },
  ) {
    this.sums = [...from.sums];
    this.samples = from.samples;
  }

  get state(): MeansState {
    return { sums: [...this.sums], samples: this.samples };
  }

  /** @param values in the order of the keys; @param samples of the batch */
  add(values: readonly number[], samples: number): void {
    values.forEach((value, i) => (this.sums[i]! += value * samples));
    this.samples += samples;
  }

  /** By key, with `prefix` before each (`val_`). */
  logs(prefix = ''): { [key: string]: number } {
    return Object.fromEntries(this.keys.map((key, i) => [prefix + key, this.sums[i]! / this.samples]));
  }
}
