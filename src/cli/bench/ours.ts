import type { RunEvent, RuntimeName, Started } from '../../core/training/events';
import { createControl } from '../../trainer/control';
import { train } from '../../trainer/train';
import type { ReadyEngine } from './child';
import { EngineProblem, type Job, type Turn } from './job';
import { startOrTell } from './startOrTell';
import { samplesOf, StepMeter } from './stepMeter';

/** More than any bench takes. */
const EPOCHS = 1_000_000;

/**
 * One of our runtimes: a real run in a folder of its own, with its events, its health and its checkpoints. Between turns
 * it is paused.
 */
export async function prepareOurs(job: Job, runtime: RuntimeName): Promise<ReadyEngine> {
  const { label, version } = await startOrTell(runtime, job.places);
  const run = new MeasuredRun(job, runtime);
  await run.turn(job.seconds);
  return { about: label.includes(version) ? label : `${label}, ${version}`, train: (seconds) => run.turn(seconds) };
}

class MeasuredRun {
  private readonly control = createControl();
  private readonly meter = new StepMeter();
  private started: Started | undefined;
  private changed: () => void = () => undefined;
  private paused = false;
  private failure: EngineProblem | undefined;

  constructor(job: Job, runtime: RuntimeName) {
    const { designPath, designText, folder, samples, places } = job;
    const options = { designPath, designText, folder, runtime, places, epochs: EPOCHS, limit: samples.count };
    void train(
      options,
      (event) => this.hear(event),
      this.control,
      (text) => console.error(text),
    );
  }

  /** Lets it go on for about so many seconds, and at least until there is something to measure. */
  async turn(seconds: number): Promise<Turn> {
    this.meter.reset();
    this.paused = false;
    this.control.resume();
    await this.until(() => this.meter.ready);
    const left = seconds - this.meter.turn().seconds;
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left * 1000));
    this.control.pause();
    await this.until(() => this.paused);
    return this.meter.turn();
  }

  private hear(event: RunEvent): void {
    if (event.type === 'started') this.started = event;
    else if (event.type === 'steps') this.meter.add(event, samplesOf(event, this.started!), performance.now());
    else if (event.type === 'paused') this.paused = true;
    else if (event.type === 'failed') this.failure = new EngineProblem([event.message, event.cause, event.next].filter(Boolean).join(' '));
    this.changed();
  }

  private async until(fulfilled: () => boolean): Promise<void> {
    for (;;) {
      if (this.failure) throw this.failure;
      if (fulfilled()) return;
      await new Promise<void>((resolve) => (this.changed = resolve));
    }
  }
}
