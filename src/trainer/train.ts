import path from 'node:path';
import type { CheckpointSaved, RunEvent, RuntimeReport } from '../core/training/events';
import type { RunOptions } from '../protocol/trainer';
import { Callbacks } from './callbacks/callbacks';
import { makeSteps } from './capture/makeSteps';
import { saveCheckpoint, weightsDigest } from './checkpoints';
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
import { makeRunFolder, reopenRunFolder } from './runFolder';
import { readCutRun, type CutRun } from './resume/cutRun';
import { learnerArrays, restoreLearner } from './resume/learnerState';
import type { Progress } from './resume/progress';
import type { TrainingState } from './resume/stateFile';
import { StateKeeper } from './resume/stateKeeper';
import { startRuntime } from './runtime/runtime';
import { readSettings, type Settings } from './settings';
import { limitMemory } from './watchdog';

/**
 * Trains a design: reads it, its data and its settings, learns, and writes the run's folder. Everything that happens is
 * told to `emit`, the end too (`finished`, `stopped` or `failed`, the last event); the promise never rejects. `log` is
 * told what a person need not see: how steps are captured, and the stack of an error that nobody foresaw.
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
    const before = options.resume ? await readCutRun(options.folder, options.epochs) : undefined;
    run = await (before ? goOn(options, before, emit) : begin(options, emit));
    await run.record('starting');
    await learn(run, control, log);
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

async function begin(options: RunOptions, emit: (event: RunEvent) => void): Promise<Run> {
  const design = checkDesign(options.designText, options.designPath);
  const settings = readSettings(design.design, options);
  const runtime = await startRuntime(options.runtime, options.places);
  const folder = await makeRunFolder(options.folder, options.designText);
  return new Run(options, design, settings, runtime, folder, emit);
}

/** With what the run was begun with. */
async function goOn(asked: RunOptions, before: CutRun, emit: (event: RunEvent) => void): Promise<Run> {
  const { record, state, designText } = before;
  const { seed, limit } = record.settings;
  const runtimeName = asked.runtime ?? state?.facts.runtime ?? record.runtime.name;
  const epochs = asked.epochs ?? record.settings.epochs;
  const options: RunOptions = { ...asked, designText, designPath: record.designPath, runtime: runtimeName, seed, limit, epochs };
  const design = checkDesign(designText, options.designPath);
  const settings = readSettings(design.design, options);
  const runtime = await startRuntime(options.runtime, options.places);
  const folder = await reopenRunFolder(options.folder, state?.facts.metricsBytes ?? 0);
  return new Run(options, design, settings, runtime, folder, emit, before);
}

const NOTHING_LEARNED: Trained = { history: {}, epochs: 0, samplesPerSecond: 0 };

async function learn(run: Run, control: RunSignals, log: (text: string) => void): Promise<void> {
  const { options, design, settings, folder, before } = run;
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
    const learner = makeLearner(analysis, settings, data.targetShape, streams, stepsOf(data, settings));
    const note = (message: string) => run.tell({ type: 'note', severity: 'info', message });
    const told = (reason: string) => note(`${NOT_CAPTURED} ${reason}`);
    const steps = await makeSteps(runtime.name, learner, data, settings.batchSize, told, { note, log });
    return { runtime, streams, learner, steps };
  };
  const chosen = await choose(run, data, apprentice);
  const { streams, learner, steps } = chosen;
  run.runtime = chosen.runtime;
  const state = before?.state;
  try {
    const save = async (kind: CheckpointSaved['kind'], epoch: number, step: number) => {
      const { file, absolute } = folder.checkpoint(kind === 'epoch' ? `epoch-${String(epoch).padStart(4, '0')}` : kind);
      const metadata = { layerwise: '1', run: folder.id, epoch: String(epoch), step: String(step), random: JSON.stringify(streams.states) };
      steps.store();
      await saveCheckpoint(absolute, learner.model, metadata);
      run.tell({ type: 'checkpoint', kind, epoch, step, file });
    };
    const callbacks = new Callbacks(settings.callbacks, logKeysOf(settings, data), {
      folder: folder.path,
      tell: (message) => run.tell({ type: 'note', severity: 'info', message }),
      saveEpoch: (epoch, step) => save('epoch', epoch, step),
      learner,
      steps,
    });
    if (state) {
      checkSameData(state, data, settings);
      restoreLearner(state, learner, steps, streams);
      const kept = state.facts.progress.callbacks;
      if (kept) await callbacks.restore(kept, state.arrays);
    }
    await run.start(data.training.count, data.validation?.count ?? 0, learner.model.watched);
    for (const message of notes) run.tell({ type: 'note', severity: 'warning', message });
    const keeper = new StateKeeper(folder.path, (reason) => run.tell(notKept(reason)), options.checkpointSeconds);
    const keep = (progress: Progress) =>
      keeper.keep({
        arrays: [...learnerArrays(learner, steps), ...callbacks.arrays],
        facts: {
          runtime: run.runtime.name,
          samples: data.training.count,
          batchSize: settings.batchSize,
          progress,
          numbers: learner.numbers,
          streams: streams.states,
          metricsBytes: folder.metricsBytes(),
          seconds: run.seconds,
        },
      });
    const trained = await trainEpochs({
      learner,
      steps,
      data,
      settings,
      streams,
      control,
      emit: (event) => run.tell(event),
      save,
      callbacks,
      from: state?.facts.progress,
      keep: {
        get due() {
          return keeper.due;
        },
        keep,
      },
      phase: (phase) => run.record(phase),
    });
    await keeper.close();
    await run.end(control.stopped.aborted ? 'stopped' : 'finished', trained, weightsDigest(learner.model));
  } finally {
    dispose(chosen);
  }
}

const stepsOf = (data: LoadedData, { batchSize, epochs }: Settings): number => Math.ceil(data.training.count / batchSize) * epochs;

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

/** Fails where the data is not that which the run began with: the order of samples would be another. */
function checkSameData({ facts }: TrainingState, { training }: LoadedData, { batchSize }: Settings): void {
  if (facts.samples === training.count && facts.batchSize === batchSize) return;
  throw new Failure('The run can go on only with the data that it began with.', {
    reason: `It had ${facts.samples} training samples in batches of ${facts.batchSize}; now there are ${training.count} in batches of ${batchSize}.`,
    next: 'Put the data back as it was, or train the design anew.',
  });
}

/** Keras's keys of what each epoch ends with. */
function logKeysOf({ metrics }: Settings, { validation }: LoadedData): readonly string[] {
  const keys = ['loss', ...metrics.map(({ key }) => key)];
  return validation ? [...keys, ...keys.map((key) => `val_${key}`)] : keys;
}

const notKept = (reason: string): RunEvent => ({
  type: 'note',
  severity: 'warning',
  message: `No checkpoint to resume from could be written. ${reason} Training goes on; if it is cut off, more has to be taken again.`,
});

const NOT_CAPTURED = 'Steps of this model are computed operation by operation, which is slower than replaying a recorded one.';
