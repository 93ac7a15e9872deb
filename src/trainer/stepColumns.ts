import type { RunEvent, StepsEnded } from '../core/training/events';

/** Steps are told together, at most this often. */
const MILLISECONDS_BETWEEN = 100;
/** The speed that is told is a mean over about so long. */
const SPEED_OVER = 1000;

/** Collects what single steps gave and tells it in columns. */
export class StepColumns {
  private rows: { readonly values: readonly number[]; readonly learningRate: number }[] = [];
  private first = { epoch: 1, step: 1 };
  private samples = 0;
  private since: number;
  private speed: number | undefined;

  constructor(
    private readonly keys: readonly string[],
    private readonly emit: (event: RunEvent) => void,
    private readonly now: () => number,
  ) {
    this.since = now();
  }

  /** @param values in the order of the keys */
  add(epoch: number, step: number, values: readonly number[], learningRate: number, samples: number): void {
    if (this.rows.length === 0) this.first = { epoch, step };
    this.rows.push({ values, learningRate });
    this.samples += samples;
    if (this.now() - this.since >= MILLISECONDS_BETWEEN) this.flush();
  }

  /** Tells what there is; to be called at the end of an epoch and before a pause. */
  flush(): void {
    if (this.rows.length === 0) return;
    const elapsed = Math.max(this.now() - this.since, 0.01);
    const speed = (this.samples / elapsed) * 1000;
    const weight = Math.min(1, elapsed / SPEED_OVER);
    this.speed = this.speed === undefined ? speed : this.speed + weight * (speed - this.speed);
    const event: StepsEnded = {
      type: 'steps',
      epoch: this.first.epoch,
      firstStep: this.first.step,
      values: Object.fromEntries(this.keys.map((key, i) => [key, this.rows.map(({ values }) => values[i]!)])),
      learningRate: this.rows.map(({ learningRate }) => learningRate),
      samplesPerSecond: this.speed,
    };
    this.rows = [];
    this.samples = 0;
    this.since = this.now();
    this.emit(event);
  }
}
