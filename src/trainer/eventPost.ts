import type { RunEvent } from '../core/training/events';
import type { FromTrainer } from '../protocol/trainer';

/** At most 20 posts a second. */
const MILLISECONDS_BETWEEN = 50;

/** Rare, and somebody waits for them. */
const URGENT: ReadonlySet<RunEvent['type']> = new Set(['started', 'paused', 'resumed', 'finished', 'stopped', 'failed']);

/** Sends events in batches, in order. */
export class EventPost {
  private waiting: RunEvent[] = [];
  private timer: NodeJS.Timeout | undefined;
  private last = -Infinity;
  private sending: Promise<void> = Promise.resolve();

  /** @param send to call `sent` once the message has left the process */
  constructor(private readonly send: (message: FromTrainer, sent: () => void) => void) {}

  /** Says that the child is there. */
  ready(): void {
    this.post({ type: 'ready' });
  }

  add(event: RunEvent): void {
    this.waiting.push(event);
    // A busy loop gives timers no turn on time: what is due goes at once.
    if (URGENT.has(event.type) || performance.now() - this.last >= MILLISECONDS_BETWEEN) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), MILLISECONDS_BETWEEN);
  }

  /** Sends what is left; resolves once everything has left the process. */
  close(): Promise<void> {
    this.flush();
    return this.sending;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting.length === 0) return;
    this.last = performance.now();
    this.post({ type: 'events', events: this.waiting });
    this.waiting = [];
  }

  private post(message: FromTrainer): void {
    const sent = new Promise<void>((resolve) => this.send(message, resolve));
    this.sending = Promise.all([this.sending, sent]).then(() => undefined);
  }
}
