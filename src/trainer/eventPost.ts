import type { RunEvent } from '../core/training/events';
import { EventBatches } from '../machine/eventBatches';
import type { FromTrainer } from '../protocol/trainer';

/** At most 20 posts a second. */
const MILLISECONDS_BETWEEN = 50;

/** Sends events in batches, in order. */
export class EventPost {
  private readonly batches = new EventBatches((events) => this.post({ type: 'events', events }), MILLISECONDS_BETWEEN);
  private sending: Promise<void> = Promise.resolve();

  /** @param send to call `sent` once the message has left the process */
  constructor(private readonly send: (message: FromTrainer, sent: () => void) => void) {}

  /** Says that the child is there. */
  ready(): void {
    this.post({ type: 'ready' });
  }

  add(event: RunEvent): void {
    this.batches.add([event]);
  }

  /** Sends what is left; resolves once everything has left the process. */
  close(): Promise<void> {
    this.batches.flush();
    return this.sending;
  }

  private post(message: FromTrainer): void {
    const sent = new Promise<void>((resolve) => this.send(message, resolve));
    this.sending = Promise.all([this.sending, sent]).then(() => undefined);
  }
}
