import { version_core as tfjsVersion } from '@tensorflow/tfjs-core';
import os from 'node:os';
import path from 'node:path';
import type { DesignChanged, Failed, RunEvent, RuntimeReport, Started } from '../core/training/events';
import type { RunPhase } from '../core/training/run';
import { wayToDesign } from '../machine/designPlace';
import { processMark } from '../machine/isAlive';
import type { RunRecord } from '../protocol/runFolder';
import type { RunOptions } from '../protocol/trainer';
import type { Trained } from './epochs';
import type { TrainableDesign } from './prepare';
import type { CutRun } from './resume/cutRun';
import { NOT_BEGUN } from './resume/progress';
import type { RunFolder } from './runFolder';
import type { Settings } from './settings';
import { layerwiseVersion } from './version';

/** A run while it goes on: tells its events to whoever listens and to its folder, and keeps the record up to date. */
export class Run {
  private readonly startedAt: string;
  private readonly began = performance.now();
  private pausedSince: number | undefined;
  private pausedFor = 0;
  private readonly resumed: NonNullable<RunRecord['resumed']>;
  /** The design, once it is another one than the run was begun with. */
  changedText: string | undefined;
  changes: NonNullable<RunRecord['changes']>;
  readonly name: string;

  constructor(
    readonly options: RunOptions,
    /** As they are now: a run may go on with a changed design. */
    public design: TrainableDesign,
    public settings: Settings,
    /** The one that was started; another one may turn out to be faster for this model before training begins. */
    public runtime: RuntimeReport,
    readonly folder: RunFolder,
    private readonly emit: (event: RunEvent) => void,
    /** The run as it was before it ended, where it goes on. */
    readonly before?: CutRun,
  ) {
    const now = new Date().toISOString();
    const { epoch, step } = goesOnFrom(before);
    this.startedAt = before?.record.startedAt ?? now;
    this.resumed = before ? [...(before.record.resumed ?? []), { time: now, epoch, step }] : [];
    this.changedText = before?.state?.facts.designText;
    this.changes = before?.state?.facts.changes ?? (before?.record.changes ?? []).filter((change) => change.step <= step);
    this.name = design.design.name ?? path.basename(options.designPath).replace(/\.layerwise\.json$/, '');
  }

  /** Since the run began, pauses and the time between its parts left out. */
  get seconds(): number {
    const until = this.pausedSince ?? performance.now();
    return (this.before?.state?.facts.seconds ?? 0) + (until - this.began - this.pausedFor) / 1000;
  }

  /** To the folder first: what a listener has heard of is there. */
  tell(event: RunEvent): void {
    if (event.type === 'paused') this.pausedSince = performance.now();
    if (event.type === 'resumed' && this.pausedSince !== undefined) {
      this.pausedFor += performance.now() - this.pausedSince;
      this.pausedSince = undefined;
    }
    this.folder.append(event);
    this.emit(event);
  }

  /**
   * Events that come true later, without a step that waits for them: they are in the folder at once, in the order of the run,
   * and are told to listeners when what is returned is called.
   */
  expect(events: readonly RunEvent[]): () => void {
    events.forEach((event) => this.folder.append(event));
    return () => events.forEach((event) => this.emit(event));
  }

  /** Goes on with a changed design, and tells it. */
  change(text: string, { design, settings }: Pick<Run, 'design' | 'settings'>, event: DesignChanged): void {
    this.changedText = text;
    this.design = design;
    this.settings = settings;
    const { epoch, step, changes } = event;
    this.changes = [...this.changes, { time: new Date().toISOString(), epoch, step, changes }];
    this.tell(event);
  }

  /** Training is about to begin. `layers`: those that `health` events speak of. */
  async start(samples: number, validationSamples: number, layers: readonly string[]): Promise<void> {
    const { epochs, batchSize, keys } = this.settings;
    await this.record('running');
    this.tell({
      type: 'started',
      run: this.folder.id,
      folder: this.folder.path,
      name: this.name,
      time: this.startedAt,
      runtime: this.runtime,
      epochs,
      stepsPerEpoch: Math.ceil(samples / batchSize),
      batchSize,
      samples,
      validationSamples,
      parameters: this.design.analysis.totals.total,
      metrics: keys,
      layers,
      ...(this.before && { from: goesOnFrom(this.before) }),
    });
  }

  /** `weightsSha256` is absent where there were no weights yet. */
  async end(
    type: 'finished' | 'stopped',
    { history, epochs, samplesPerSecond }: Omit<Trained, 'progress'>,
    weightsSha256?: string,
  ): Promise<void> {
    const digest = weightsSha256 !== undefined && { weightsSha256 };
    const { runtime, seconds, folder } = this;
    await this.record(type, { history, samplesPerSecond, seconds, ...digest });
    this.tell({ type, run: folder.id, folder: folder.path, runtime, history, samplesPerSecond, seconds, epochs, ...digest });
  }

  /** Where the metrics take nothing any more, the record still may: it is no longer than it was. */
  async fail(failure: Failed): Promise<void> {
    const { message, cause, next } = failure;
    try {
      this.folder.append(failure);
    } finally {
      await this.record('failed', { failure: { message, cause, next }, seconds: this.seconds });
    }
  }

  /** Writes `run.json`. */
  record(phase: RunPhase, more: Partial<RunRecord> = {}): Promise<void> {
    const ended = phase === 'finished' || phase === 'stopped' || phase === 'failed';
    const { epochs, batchSize, seed } = this.settings;
    return this.folder.record({
      layerwise: 1,
      id: this.folder.id,
      name: this.name,
      designPath: this.options.designPath,
      designFromRun: wayToDesign(this.folder.path, this.options.designPath),
      phase,
      startedAt: this.startedAt,
      ...(ended && { endedAt: new Date().toISOString() }),
      settings: { epochs, batchSize, seed, limit: this.options.limit },
      runtime: this.runtime,
      environment: {
        layerwise: layerwiseVersion(),
        node: process.version,
        platform: `${process.platform}-${process.arch}`,
        cpus: os.cpus().length,
        tfjs: tfjsVersion,
      },
      parameters: this.design.analysis.totals.total,
      ...(!ended && { pid: process.pid, pidMark: processMark(process.pid) }),
      ...(this.resumed.length > 0 && { resumed: this.resumed }),
      ...(this.changes.length > 0 && { changes: this.changes }),
      ...more,
    });
  }
}

function goesOnFrom(before: CutRun | undefined): NonNullable<Started['from']> {
  const { epoch, step, ended } = before?.state?.facts.progress ?? NOT_BEGUN;
  return { epoch, step, ...(ended !== undefined && { ended }) };
}
