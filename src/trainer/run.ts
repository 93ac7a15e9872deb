import { version_core as tfjsVersion } from '@tensorflow/tfjs-core';
import os from 'node:os';
import path from 'node:path';
import type { Failed, RunEvent, RuntimeReport } from '../core/training/events';
import type { RunPhase } from '../core/training/run';
import type { RunRecord } from '../protocol/runFolder';
import type { RunOptions } from '../protocol/trainer';
import type { Trained } from './epochs';
import type { TrainableDesign } from './prepare';
import type { RunFolder } from './runFolder';
import type { Settings } from './settings';
import { layerwiseVersion } from './version';

/** A run while it goes on: tells its events to whoever listens and to its folder, and keeps the record up to date. */
export class Run {
  private readonly startedAt = new Date().toISOString();
  private readonly began = performance.now();
  readonly name: string;

  constructor(
    readonly options: RunOptions,
    readonly design: TrainableDesign,
    readonly settings: Settings,
    /** The one that was started; another one may turn out to be faster for this model before training begins. */
    public runtime: RuntimeReport,
    readonly folder: RunFolder,
    private readonly emit: (event: RunEvent) => void,
  ) {
    this.name = design.design.name ?? path.basename(options.designPath).replace(/\.layerwise\.json$/, '');
  }

  /** To the folder first: what a listener has heard of is there. */
  tell(event: RunEvent): void {
    this.folder.append(event);
    this.emit(event);
  }

  /** Training is about to begin. `layers`: those that `health` events speak of. */
  async start(samples: number, validationSamples: number, layers: readonly string[]): Promise<void> {
    const { epochs, batchSize, metrics } = this.settings;
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
      metrics: ['loss', ...metrics.map(({ key }) => key)],
      layers,
    });
  }

  async end(type: 'finished' | 'stopped', { history, epochs, samplesPerSecond }: Trained): Promise<void> {
    await this.record(type, { history, samplesPerSecond });
    const seconds = (performance.now() - this.began) / 1000;
    this.tell({ type, run: this.folder.id, folder: this.folder.path, runtime: this.runtime, history, samplesPerSecond, seconds, epochs });
  }

  async fail(failure: Failed): Promise<void> {
    this.folder.append(failure);
    const { message, cause, next } = failure;
    await this.record('failed', { failure: { message, cause, next } });
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
      ...(!ended && { pid: process.pid }),
      ...more,
    });
  }
}
