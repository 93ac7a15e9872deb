import type { CheckpointSaved, RunEvent } from '../core/training/events';
import type { RunSignals } from './control';
import type { DataPart, LoadedData } from './data/loadedData';
import type { Callbacks } from './callbacks/callbacks';
import type { RunSteps } from './capture/makeSteps';
import { Failure } from './failure';
import { cutBatches, sampleOrder } from './learning/batches';
import { healthSchedule } from './learning/health';
import type { Learner } from './learning/learner';
import { Means } from './learning/means';
import { makeReadout, type Readout } from './learning/readout';
import type { StepRow, Steps } from './learning/steps';
import { Pace } from './pace';
import type { RandomState } from './random/randomStream';
import type { Streams } from './random/streams';
import { NOT_BEGUN, type Progress, type WithinEpoch } from './resume/progress';
import type { Settings } from './settings';
import { StepColumns } from './stepColumns';

/** What the loop over epochs works with. */
export interface Training {
  readonly learner: Learner;
  readonly steps: RunSteps;
  readonly data: LoadedData;
  readonly settings: Settings;
  readonly streams: Streams;
  readonly control: RunSignals;
  readonly emit: (event: RunEvent) => void;
  /** Takes the weights as they are now. They are in their files before what is kept later is. */
  readonly save: (kinds: readonly CheckpointSaved['kind'][], epoch: number, step: number) => Promise<void>;
  /** Where the run goes on that was cut off; default: it begins. */
  readonly from?: Progress;
  /** The first and the last epoch of this phase. */
  readonly since: number;
  readonly until: number;
  /** Keeps what is needed to go on from here; `due`: whether it is time to. */
  readonly keep: { readonly due: boolean; keep(progress: Progress): void };
  readonly callbacks: Callbacks;
  /** The run has begun to wait, or goes on. */
  readonly phase: (phase: 'paused' | 'running') => Promise<void>;
}

/** What is known once the loop has ended. */
export interface Trained {
  readonly history: { readonly [key: string]: readonly number[] };
  /** Whole ones. */
  readonly epochs: number;
  /** Of training steps alone. */
  readonly samplesPerSecond: number;
  /** Where it stands. */
  readonly progress: Progress;
}

/**
 * Trains epoch by epoch: every step, then validation, then the checkpoints. Where the run is stopped it ends early, with
 * the last weights saved all the same.
 */
export function trainEpochs(training: Training): Promise<Trained> {
  return new EpochLoop(training).run();
}

class EpochLoop {
  private readonly readout: Readout;
  private readonly pace: Pace;
  private readonly columns: StepColumns;
  private readonly wantsHealth = healthSchedule();
  private readonly history: { [key: string]: number[] };
  private epoch: number;
  private within: WithinEpoch | undefined;
  private step: number;
  /** Steps of the epochs that are over. */
  private ended: number | undefined;
  private best: number | null;
  private finite: boolean;
  private samples: number;
  private milliseconds: number;
  /** The step at which it was last kept where the run goes on. */
  private keptAt = 0;

  constructor(private readonly training: Training) {
    const { settings, control, emit, phase, from = NOT_BEGUN } = training;
    this.history = Object.fromEntries(Object.entries(from.history).map(([key, values]) => [key, [...values]]));
    ({
      epoch: this.epoch,
      within: this.within,
      step: this.step,
      ended: this.ended,
      best: this.best,
      finite: this.finite,
      samples: this.samples,
      milliseconds: this.milliseconds,
    } = from);
    this.readout = makeReadout(training.learner.measures, settings.keys);
    this.pace = new Pace(control, {
      paused: () => {
        this.keep();
        emit({ type: 'paused', step: this.step });
        return phase('paused');
      },
      resumed: () => {
        emit({ type: 'resumed', step: this.step });
        return phase('running');
      },
    });
    this.columns = new StepColumns(this.readout.keys, emit, () => this.pace.now());
  }

  async run(): Promise<Trained> {
    const { until } = this.training;
    // What was told so far leaves the process before the first step, which may be long.
    await new Promise((resolve) => setImmediate(resolve));
    const { callbacks } = this.training;
    while (this.epoch <= until && !callbacks.ended && !this.pace.leaving && (await this.runEpoch(this.epoch)));
    if (this.pace.stopped && this.epoch <= until && !callbacks.ended && this.step > 0) {
      await this.training.save(['last'], this.epoch, this.step);
      if (this.keptAt !== this.step) this.keep();
    }
    if (!this.pace.leaving) await this.average();
    if (!this.pace.leaving && callbacks.trainingEnded()) await this.training.save(['last'], this.epoch - 1, this.step);
    return {
      progress: this.progress(),
      history: this.history,
      epochs: this.epoch - 1,
      samplesPerSecond: this.milliseconds > 0 ? (this.samples / this.milliseconds) * 1000 : 0,
    };
  }

  /** The model ends as the moving average of its weights, where the design wants one; as Keras's `fit` does it. */
  private async average(): Promise<void> {
    const { learner, steps, save } = this.training;
    if (!learner.optimizer.averages) return;
    steps.store();
    learner.optimizer.finish();
    steps.load();
    await save(['last'], this.epoch - 1, this.step);
  }

  /** False: stopped on the way. */
  private async runEpoch(epoch: number): Promise<boolean> {
    const { learner, steps, data, settings, emit, save, callbacks } = this.training;
    const began = this.pace.now() - (this.within?.milliseconds ?? 0);
    const means = await this.learnAll(epoch, began);
    if (this.pace.leaving) return false;
    const learned = (this.pace.now() - began) / 1000;
    const validation = data.validation && (await evaluatePart(steps, data.validation, settings.batchSize, this.readout, this.pace));
    if (this.pace.leaving) return false;
    const logs = { ...means.logs(), ...validation?.logs('val_') };
    for (const [key, value] of Object.entries(logs)) (this.history[key] ??= []).push(value);
    const learningRate = learner.optimizer.learningRateOf(learner.optimizer.steps);
    const { key, improves } = callbacks.bestBy;
    const score = (key === undefined ? undefined : logs[key]) ?? logs.val_loss ?? logs.loss!;
    const best = !Number.isNaN(score) && improves(score, this.best);
    if (best) this.best = score;
    emit({
      type: 'epoch',
      epoch,
      step: this.step,
      logs,
      learningRate,
      seconds: (this.pace.now() - began) / 1000,
      samplesPerSecond: data.training.count / learned,
      best,
    });
    await save(best ? ['best', 'last'] : ['last'], epoch, this.step);
    await callbacks.epochEnded({ epoch, inPhase: epoch - this.training.since + 1, step: this.step, logs, learningRate });
    this.within = undefined;
    this.ended = this.step;
    this.epoch = epoch + 1;
    this.keep();
    return true;
  }

  private progress(): Progress {
    const { epoch, within, step, ended, best, finite, samples, milliseconds } = this;
    const history = Object.fromEntries(Object.entries(this.history).map(([key, values]) => [key, [...values]]));
    return { epoch, within, step, ended, best, finite, history, samples, milliseconds, callbacks: this.training.callbacks.state };
  }

  /** Keeps what is needed to go on from here; what was told until here is in the folder then. */
  private keep(): void {
    this.columns.flush();
    this.keptAt = this.step;
    this.training.keep.keep(this.progress());
  }

  /** Learns from every training sample once, those left out that were learned from before the run was cut off. */
  private async learnAll(epoch: number, began: number): Promise<Means> {
    const { data, settings, streams, keep } = this.training;
    const means = new Means(this.readout, this.within?.means);
    const stream = settings.shuffle ? streams.stream('shuffling') : undefined;
    const shuffling: RandomState | undefined = this.within?.shuffling ?? stream?.state;
    if (stream && shuffling) stream.state = shuffling;
    // From here on the stream is beyond the order of this epoch.
    this.within ??= { samples: 0, shuffling, means: means.state, milliseconds: 0 };
    const order = sampleOrder(data.training.count, stream);
    let seen = this.within.samples;
    const batches = [...cutBatches(order.subarray(seen), settings.batchSize)];
    for (let next = 0; next < batches.length && !this.pace.leaving;) {
      const learned = this.learn(epoch, batches, next);
      learned.forEach((values, i) => {
        means.add(values, batches[next + i]!.length);
        seen += batches[next + i]!.length;
      });
      next += learned.length;
      this.within = { samples: seen, shuffling, means: means.state, milliseconds: this.pace.now() - began };
      await this.pace.step();
      if (keep.due) this.keep();
    }
    this.columns.flush();
    return means;
  }

  private endAtNaN(loss: number): never {
    this.columns.flush();
    throw new Failure(`Training was ended at step ${this.step}, where the loss is ${Number.isNaN(loss) ? 'NaN' : 'infinite'}.`, {
      reason: 'The design has TerminateOnNaN among its callbacks.',
      next: 'Train with a smaller learning_rate, or scale the inputs. The weights of the epochs before are in the run folder.',
    });
  }

  /** Learns from one or more batches from `next` on; gives the values of each. */
  private learn(epoch: number, batches: readonly Int32Array[], next: number): readonly (readonly number[])[] {
    const { learner, steps, data, settings, emit, callbacks } = this.training;
    const from = this.pace.now();
    const withHealth = this.wantsHealth(this.step + 1, from);
    const checked = next === 0 && epoch > 1 && steps.learnChecked;
    const whole = batches[next]!.length === settings.batchSize;
    const count = withHealth || !whole ? 1 : Math.min(steps.atOnce, Math.max(1, wholeFrom(batches, next, settings.batchSize)));
    const chosen = batches.slice(next, next + (checked ? 1 : count));
    const rows: readonly StepRow[] = checked
      ? [steps.learnChecked!(data.training, chosen[0]!)]
      : steps.learn(data.training, chosen, withHealth);
    this.milliseconds += this.pace.now() - from;
    const before = learner.optimizer.steps - rows.length;
    rows.forEach(({ values, health }, i) => {
      this.step++;
      this.samples += chosen[i]!.length;
      this.columns.add(epoch, this.step, this.readout.values(values), learner.optimizer.learningRateOf(before + i + 1), chosen[i]!.length);
      if (health) emit({ type: 'health', step: this.step, layers: health });
      if (this.finite && !Number.isFinite(values[0])) {
        this.finite = false;
        emit(notFinite(this.step, values[0]!));
        if (callbacks.endAtNaN) this.endAtNaN(values[0]!);
      }
    });
    return rows.map(({ values }) => values);
  }
}

/** How many batches from `next` on have the whole size. */
function wholeFrom(batches: readonly Int32Array[], next: number, size: number): number {
  const last = batches.at(-1)!.length === size ? batches.length : batches.length - 1;
  return last - next;
}

/** Loss and metrics over a whole part; over what was seen of it, where the run is stopped. */
export async function evaluatePart(steps: Steps, part: DataPart, batchSize: number, readout: Readout, pace: Pace): Promise<Means> {
  const means = new Means(readout);
  const batches = [...cutBatches(sampleOrder(part.count), batchSize)];
  for (let next = 0; next < batches.length && !pace.leaving;) {
    const chosen = batches.slice(next, next + Math.min(steps.atOnce, Math.max(1, wholeFrom(batches, next, batchSize))));
    steps.evaluate(part, chosen).forEach((values, i) => means.add(values, chosen[i]!.length));
    next += chosen.length;
    await pace.step();
  }
  return means;
}

const notFinite = (step: number, loss: number): RunEvent => ({
  type: 'note',
  severity: 'warning',
  about: 'loss.not-finite',
  message: `The loss is ${Number.isNaN(loss) ? 'NaN' : 'infinite'} since step ${step}: the weights have grown beyond all bounds. Stop and train with a smaller learning_rate, or scale the inputs.`,
});
