import path from 'node:path';
import type { RunEvent, RuntimeReport } from '../core/training/events';
import type { RunOptions } from '../protocol/trainer';
import { makeSteps } from './capture/makeSteps';
import { saveCheckpoint } from './checkpoints';
import { createControl, type RunSignals } from './control';
import { loadData } from './data/loadData';
import type { LoadedData } from './data/loadedData';
import { trainEpochs, type Trained } from './epochs';
import { explain } from './explain';
import { Failure } from './failure';
import { dispose, fasterOf, type Apprentice } from './fastest';
import { checkDesign, checkMetrics, makeLearner, withSampleShape } from './prepare';
import { Streams } from './random/streams';
import { Run } from './run';
import { makeRunFolder } from './runFolder';
import { startRuntime } from './runtime/runtime';
import { readSettings } from './settings';
import { limitMemory } from './watchdog';

/**
 * Trains a design: reads it, its data and its settings, learns, and writes the run's folder. Everything that happens is
 * told to `emit`, the end too (`finished`, `stopped` or `failed`, the last event); the promise never rejects. `log` is
 * told what a person need not see: the stack of an error that nobody foresaw.
 */
export async function train(
  options: RunOptions,
  emit: (event: RunEvent) => void,
  control: RunSignals = createControl(),
  log: (text: string) => void = () => undefined,
): Promise<void> {
  let run: Run | undefined;
  const unlimit = options.memoryLimit === undefined ? undefined : limitMemory(options.memoryLimit);
  try {
    const design = checkDesign(options.designText, options.designPath);
    const settings = readSettings(design.design, options);
    const runtime = await startRuntime(options.runtime, options.places);
    const folder = await makeRunFolder(options.folder, options.designText);
    run = new Run(options, design, settings, runtime, folder, emit);
    await run.record('starting');
    await learn(run, control);
  } catch (error) {
    // A download that was stopped ends in the reason of the signal.
    if (run && control.stopped.aborted && error === control.stopped.reason) return run.end('stopped', NOTHING_LEARNED);
    const failure = { type: 'failed', ...explain(error) } as const;
    if (error instanceof Error && !(error instanceof Failure)) log(error.stack ?? error.message);
    await run?.fail(failure).catch((second: unknown) => log(String(second)));
    emit(failure);
  } finally {
    unlimit?.();
  }
}

const NOTHING_LEARNED: Trained = { history: {}, epochs: 0, samplesPerSecond: 0 };

async function learn(run: Run, control: RunSignals): Promise<void> {
  const { options, design, settings, folder } = run;
  const data = await loadData(design.data, {
    folder: path.dirname(options.designPath),
    inputShape: design.input.output!,
    outputShape: design.output.output!,
    loss: settings.loss.name,
    limit: options.limit,
    cache: options.datasetCache,
    signal: control.stopped,
    progress: (progress) => run.tell(progress),
  });
  const analysis = withSampleShape(design, data.sampleShape);
  const notes = checkMetrics(settings, data, analysis.layers[design.output.index]!.output as readonly number[]);
  const apprentice = async (runtime: RuntimeReport): Promise<Apprentice> => {
    const streams = new Streams(settings.seed);
    const learner = makeLearner(analysis, settings, data.targetShape, streams);
    const steps = await makeSteps(runtime.name, learner, data, settings.batchSize, (reason) => run.tell(notCaptured(reason)));
    return { runtime, streams, learner, steps };
  };
  const chosen = await choose(run, data, apprentice);
  const { streams, learner, steps } = chosen;
  run.runtime = chosen.runtime;
  try {
    await run.start(data.training.count, data.validation?.count ?? 0, learner.model.watched);
    for (const message of notes) run.tell({ type: 'note', severity: 'warning', message });
    const save = async (kind: 'best' | 'last', epoch: number, step: number) => {
      const { file, absolute } = folder.checkpoint(kind);
      const metadata = { layerwise: '1', run: folder.id, epoch: String(epoch), step: String(step), random: JSON.stringify(streams.states) };
      steps.store();
      await saveCheckpoint(absolute, learner.model, metadata);
      run.tell({ type: 'checkpoint', kind, epoch, step, file });
    };
    const trained = await trainEpochs({
      learner,
      steps,
      data,
      settings,
      streams,
      control,
      emit: (event) => run.tell(event),
      save,
      phase: (phase) => run.record(phase),
    });
    await run.end(control.stopped.aborted ? 'stopped' : 'finished', trained);
  } finally {
    dispose(chosen);
  }
}

/** On the runtime that was asked for; with `auto`, where there are several, on the one that is faster for this model. */
async function choose(
  { options, settings, runtime }: Run,
  data: LoadedData,
  apprentice: (runtime: RuntimeReport) => Promise<Apprentice>,
): Promise<Apprentice> {
  if ((options.runtime ?? 'auto') !== 'auto' || runtime.name !== 'tensorflow') return apprentice(runtime);
  const first = await apprentice(runtime);
  const second = await startRuntime('wasm').then(apprentice, () => undefined);
  if (second) return fasterOf(first, second, data, settings.batchSize);
  await startRuntime('tensorflow', options.places);
  return first;
}

const notCaptured = (reason: string): RunEvent => ({
  type: 'note',
  severity: 'info',
  message: `Steps of this model are computed operation by operation, which is slower than replaying a recorded one. ${reason}`,
});
