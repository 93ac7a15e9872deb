import type { RunEvent } from '../../core/training/events';
import { newRun, reduceRun, type RunState } from '../../core/training/run';
import type { RunOptions, FromTrainer } from '../../protocol/trainer';
import type { ProcessEnd, StartTrainer, TrainerProcess, TrainerStart } from './trainerProcess';
import { unexpectedEnd } from './unexpectedEnd';

/** With the child's working folder and its Node. */
export interface RunRequest extends TrainerStart {
  readonly id: string;
  readonly name: string;
  readonly options: RunOptions;
  /** What is known of the run, where one goes on that had ended. */
  readonly before?: RunState;
}

/** How long a child may take, in ms, to answer `stop`, and then SIGTERM. */
export interface Patience {
  readonly stop: number;
  readonly terminate: number;
}
const PATIENCE: Patience = { stop: 5000, terminate: 2000 };

const LINES_KEPT = 50;

export const isActive = ({ phase }: Pick<RunState, 'phase'>): boolean => phase === 'starting' || phase === 'running' || phase === 'paused';

/** A run of this editor: its child, and what is known of it. It never throws; whatever goes wrong becomes its failure. */
export class Run {
  state: RunState;
  /** Where its design is, also after that was given another name. */
  designPath: string;
  /** The design as the run has it now. */
  designText: string;
  private offered: string | undefined;
  /** Resolves when the child is gone. */
  readonly ended: Promise<void>;
  private readonly child: TrainerProcess;
  private readonly lastLines: string[] = [];
  private stopping = false;
  private timer: NodeJS.Timeout | undefined;
  private resolveEnded: () => void = () => undefined;

  constructor(
    readonly request: RunRequest,
    start: StartTrainer,
    /** `events` empty: look at the whole state anew. */
    private readonly changed: (run: Run, events: readonly RunEvent[]) => void,
    private readonly log: (run: Run, line: string) => void,
    private readonly patience = PATIENCE,
  ) {
    this.designPath = request.options.designPath;
    this.designText = request.options.changedText ?? request.options.designText;
    const before = request.before ?? newRun(request.id, request.name);
    this.state = { ...before, phase: 'starting', folder: request.options.folder, failure: undefined, seconds: undefined };
    this.ended = new Promise((resolve) => (this.resolveEnded = resolve));
    this.child = start(request, {
      message: (message) => this.receive(message),
      line: (text, complaint) => this.keepLine(text, complaint),
      ended: (end) => this.lost(end),
    });
    this.child.send({ type: 'init', options: request.options });
  }

  get id(): string {
    return this.request.id;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get active(): boolean {
    return isActive(this.state);
  }

  pause(): void {
    this.child.send({ type: 'pause' });
  }

  /** @param designText the design as it is to go on with, where it has changed */
  resume(designText?: string): void {
    this.offered = designText;
    this.child.send({ type: 'resume', ...(designText !== undefined && { designText }) });
  }

  /** Asks it to stop and save; if it does not answer, ends it. */
  stop(): Promise<void> {
    if (this.active && !this.stopping) {
      this.stopping = true;
      this.child.send({ type: 'stop' });
      this.later(this.patience.stop, () => {
        this.child.kill('SIGTERM');
        this.later(this.patience.terminate, () => this.child.kill('SIGKILL'));
      });
    }
    return this.ended;
  }

  /** Ends the child at once; for when the editor closes. */
  kill(): void {
    this.stopping = true;
    this.child.kill('SIGTERM');
  }

  /** Adds events of our own to those of the child. */
  take(events: readonly RunEvent[]): void {
    if (this.offered !== undefined && events.some(({ type }) => type === 'changed')) this.designText = this.offered;
    this.state = events.reduce(reduceRun, this.state);
    this.changed(this, events);
  }

  private receive(message: FromTrainer): void {
    if (message.type === 'events' && message.events.length > 0) this.take(message.events);
  }

  private keepLine(text: string, complaint: boolean): void {
    if (complaint) this.lastLines.push(text);
    if (this.lastLines.length > LINES_KEPT) this.lastLines.shift();
    this.log(this, text);
  }

  private lost(end: ProcessEnd): void {
    clearTimeout(this.timer);
    if (this.active && this.stopping) {
      this.state = { ...this.state, phase: 'stopped' };
      this.changed(this, []);
    } else if (this.active) {
      const { options, node } = this.request;
      this.take([unexpectedEnd(end, this.lastLines, { asked: options.runtime ?? 'auto', runtime: this.state.runtime, node })]);
    }
    this.resolveEnded();
  }

  private later(ms: number, act: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, ms);
  }
}
