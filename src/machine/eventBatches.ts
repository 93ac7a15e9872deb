import type { RunEvent } from '../core/training/events';

/** Rare, and somebody waits for them. */
const URGENT: ReadonlySet<RunEvent['type']> = new Set(['trial', 'started', 'paused', 'resumed', 'finished', 'stopped', 'failed']);

/** Gathers events and hands them on together, in order: `interval` milliseconds apart, at once where somebody waits for one. */
export class EventBatches {
  private waiting: RunEvent[] = [];
  private timer: NodeJS.Timeout | undefined;
  private last = -Infinity;

  constructor(
    private readonly hand: (events: readonly RunEvent[]) => void,
    public interval: number,
  ) {}

  add(events: readonly RunEvent[]): void {
    this.waiting.push(...events);
    // A busy loop gives timers no turn on time: what is due goes at once.
    const wait = this.last + this.interval - performance.now();
    if (wait <= 0 || events.some(({ type }) => URGENT.has(type))) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), wait);
  }

  /** Hands on what is there. */
  flush(): void {
    const events = this.waiting;
    this.drop();
    if (events.length === 0) return;
    this.last = performance.now();
    this.hand(events);
  }

  /** Forgets what is there. */
  drop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = [];
  }
}
