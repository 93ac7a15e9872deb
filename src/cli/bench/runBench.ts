import path from 'node:path';
import type { Design } from '../../core/document';
import { formatCount } from '../../core/format';
import type { Places } from '../../protocol/places';
import type { EngineName } from './engines';
import { startEngine, type Engine } from './engineProcess';
import { EngineProblem, type Job } from './job';
import { engineCommand } from './engineCommand';
import { takeTurns, type Plan } from './measure';
import { rowDesign, type OptimizerName } from './models';
import type { WrittenSamples } from './prepareJob';
import type { BenchResult, Row, Skipped } from './result';

/** A model, and how it is to be trained: each batch size with each optimizer (`undefined`: the design's own). */
export interface Workload {
  readonly model: string;
  readonly design: Design;
  readonly designPath: string;
  readonly batchSizes: readonly number[];
  readonly optimizers: readonly (OptimizerName | undefined)[];
}

export interface BenchContext {
  readonly engines: readonly EngineName[];
  readonly plan: Plan;
  /** Where TensorFlow and Python are looked for. */
  readonly places: Places;
  /** For samples and runs; with an empty folder `empty` in it. */
  readonly folder: string;
  /** Tells how far it is. */
  readonly say: (line: string) => void;
}

/** Measures every workload; what could not be measured is told with its reason. */
export async function runBench(workloads: readonly Workload[], context: BenchContext): Promise<BenchResult> {
  const bench = new Bench(context);
  const count = workloads.reduce((sum, { batchSizes, optimizers }) => sum + batchSizes.length * optimizers.length, 0);
  let at = 0;
  for (const workload of workloads)
    for (const batchSize of workload.batchSizes)
      for (const optimizer of workload.optimizers) await bench.measure(workload, batchSize, optimizer, `[${++at}/${count}]`);
  return bench.result;
}

class Bench {
  private readonly rows: Row[] = [];
  private readonly skipped: Skipped[] = [];
  /** Engines that can train here, as far as is known, and what they are. */
  private readonly engines: Set<EngineName>;
  private readonly abouts = new Map<EngineName, string>();
  private readonly samples: WrittenSamples = new Map();
  private runs = 0;

  constructor(private readonly context: BenchContext) {
    this.engines = new Set(context.engines);
  }

  get result(): BenchResult {
    return { rows: this.rows, skipped: this.skipped, abouts: this.abouts };
  }

  async measure({ model, design, designPath }: Workload, batch: number, wanted: OptimizerName | undefined, place: string): Promise<void> {
    const { plan, say, folder, places } = this.context;
    // What reads designs and data is large: it is loaded only when it is needed.
    const { prepareJob } = await import('./prepareJob');
    const { job, optimizer } = await prepareJob(rowDesign(design, batch, wanted), designPath, folder, this.samples);
    const row = { model, batch, optimizer };
    say(`${place} ${model}, batch ${batch}, ${optimizer}: ${[...this.engines].join(', ')} …`);
    const ready = new Map<EngineName, Engine>();
    try {
      for (const engine of [...this.engines]) await this.prepare(engine, { ...job, seconds: plan.seconds, places }, row, ready);
      const outcomes = await takeTurns(ready, plan);
      for (const [engine, outcome] of outcomes) {
        if ('problem' in outcome) this.skip(engine, row, outcome.problem);
        else this.rows.push({ ...row, engine, samplesPerSecond: outcome.samplesPerSecond });
      }
      const speeds = [...outcomes].flatMap(([engine, outcome]) =>
        'problem' in outcome ? [] : `${engine} ${formatCount(Math.round(outcome.samplesPerSecond))}`,
      );
      if (speeds.length > 0) say(`  samples a second: ${speeds.join(', ')}`);
    } finally {
      // One that still clears up would disturb those that come next.
      await Promise.all([...ready.values()].map((engine) => engine.end()));
    }
  }

  private async prepare(
    name: EngineName,
    job: Omit<Job, 'engine' | 'folder'>,
    row: Omit<Row, 'engine' | 'samplesPerSecond'>,
    ready: Map<EngineName, Engine>,
  ): Promise<void> {
    const { folder, places } = this.context;
    let engine: Engine | undefined;
    try {
      engine = startEngine(await engineCommand(name, places), path.join(folder, 'empty'));
      const about = await engine.prepare({ ...job, engine: name, folder: path.join(folder, `run-${++this.runs}`) });
      if (!this.abouts.has(name)) this.context.say(`  ${name}: ${about}`);
      this.abouts.set(name, about);
      ready.set(name, engine);
    } catch (error) {
      await engine?.end();
      this.skip(name, row, error instanceof EngineProblem ? error : new EngineProblem(String(error)));
    }
  }

  private skip(engine: EngineName, row: Omit<Row, 'engine' | 'samplesPerSecond'>, { message: reason, everywhere }: EngineProblem): void {
    this.context.say(`  ${engine}: ${reason}`);
    if (everywhere) this.engines.delete(engine);
    this.skipped.push(everywhere ? { engine, reason } : { engine, ...row, reason });
  }
}
