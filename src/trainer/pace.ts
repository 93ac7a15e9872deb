import type { RunSignals } from './control';

const WITHOUT_A_BREAK = 30;

/** What happens around a pause. */
export interface PauseTold {
  paused(): Promise<void>;
  resumed(): Promise<void>;
}

/**
 * Keeps a long computation open to messages: called between its steps, it lets the event loop run about 30 times a
 * second, waits from the first step on after which the run is paused, and counts the time that was not spent paused.
 */
export class Pace {
  private readonly start = performance.now();
  private lastBreak = this.start;
  private pausedFor = 0;

  constructor(
    private readonly control: RunSignals,
    private readonly told: PauseTold,
  ) {}

  /** Milliseconds since the beginning, those paused left out. */
  now(): number {
    return performance.now() - this.start - this.pausedFor;
  }

  get stopped(): boolean {
    return this.control.stopped.aborted;
  }

  /** Whether the loop is to be left now: the run ends, or goes on with a changed design. */
  get leaving(): boolean {
    return this.stopped || this.control.changed;
  }

  /** Call after each step, and wait for it. */
  async step(): Promise<void> {
    if (!this.control.paused && performance.now() - this.lastBreak < WITHOUT_A_BREAK) return;
    await new Promise((resolve) => setImmediate(resolve));
    if (this.control.paused) await this.pause();
    this.lastBreak = performance.now();
  }

  private async pause(): Promise<void> {
    const from = performance.now();
    await this.told.paused();
    await this.control.whilePaused();
    this.pausedFor += performance.now() - from;
    if (!this.stopped) await this.told.resumed();
  }
}
