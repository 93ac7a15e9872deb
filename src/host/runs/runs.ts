import type { RunEvent } from '../../core/training/events';
import { Run, type Patience, type RunRequest } from './run';
import type { StartTrainer } from './trainerProcess';

export type RunListener = (run: Run, events: readonly RunEvent[]) => void;

/** The runs that this editor started, oldest first: the only place that knows their state while they go on. */
export class Runs {
  private readonly started: Run[] = [];
  private readonly listeners = new Set<RunListener>();

  constructor(
    private readonly startTrainer: StartTrainer,
    private readonly log: (run: Run, line: string) => void,
    private readonly patience?: Patience,
  ) {}

  get all(): readonly Run[] {
    return this.started;
  }

  get active(): readonly Run[] {
    return this.started.filter((run) => run.active);
  }

  byId(id: string): Run | undefined {
    // A run that went on after it had ended is there twice.
    return this.started.findLast((run) => run.id === id);
  }

  /** The run of this design that goes on, if any. */
  activeOf(designPath: string): Run | undefined {
    return this.active.findLast((run) => run.designPath === designPath);
  }

  /** The last run of this design, whatever became of it. */
  lastOf(designPath: string): Run | undefined {
    return this.started.findLast((run) => run.designPath === designPath);
  }

  start(request: RunRequest): Run {
    const run = new Run(request, this.startTrainer, (changed, events) => this.tell(changed, events), this.log, this.patience);
    this.started.push(run);
    this.tell(run, []);
    return run;
  }

  /** Designs have other places now: `now` says of each place where that is. */
  designsMoved(now: (designPath: string) => string): void {
    for (const run of this.started) {
      const designPath = now(run.designPath);
      if (designPath === run.designPath) continue;
      run.designPath = designPath;
      this.tell(run, []);
    }
  }

  /** Calls the listener at each change, with the events that made it; none: look at the state. Returns how to end that. */
  onDidChange(listener: RunListener): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  /** Asks every child to save and stop, and ends those that take long. */
  async stopAll(ms = 1500): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, ms)));
    await Promise.race([Promise.all(this.active.map((run) => run.stop())), late]);
    clearTimeout(timer);
    this.dispose();
  }

  /** Ends every child. */
  dispose(): void {
    for (const run of this.active) run.kill();
    this.listeners.clear();
  }

  private tell(run: Run, events: readonly RunEvent[]): void {
    for (const listener of this.listeners) listener(run, events);
  }
}
