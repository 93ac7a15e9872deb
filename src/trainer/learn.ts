import path from 'node:path';
import type { CheckpointSaved, RunEvent, RuntimeReport } from '../core/training/events';
import { shortRuntime } from '../core/training/shortRuntime';
import { Callbacks } from './callbacks/callbacks';
import { designChanged, hasOtherRate, readChange, scheduleNote, stepsLeft, takeState, withoutRate, type ChangedDesign } from './change';
import { makeSteps } from './capture/makeSteps';
import { CheckpointWriter, weightsDigest } from './checkpoints';
import type { RunSignals } from './control';
import { loadData } from './data/loadData';
import type { LoadedData } from './data/loadedData';
import { trainEpochs } from './epochs';
import { Failure, inWords } from './failure';
import { dispose, fasterOf, withTried, type Apprentice } from './fastest';
import type { Learner } from './learning/learner';
import { phaseStarted, takeWeights, withFrozen } from './phases';
import { checkMetrics, endsOf, makeLearner, withSampleShapes } from './prepare';
import { Streams } from './random/streams';
import { readSourceWeights, reuseWeights } from './reuse/reuseWeights';
import { learnerArrays, restoreLearner } from './resume/learnerState';
import { changedData, digestData, type DataDigests } from './resume/dataDigests';
import { FIRST_PHASE, NOT_BEGUN, type Progress } from './resume/progress';
import type { TrainingState } from './resume/stateFile';
import { StateKeeper } from './resume/stateKeeper';
import type { RunOptions } from '../protocol/trainer';
import type { Run } from './run';
import { startRuntime } from './runtime/runtime';
import type { Settings } from './settings';

/** Learns phase by phase, from where the run was cut off, if it was; the run is over then. */
export async function learn(run: Run, control: RunSignals, log: (text: string) => void): Promise<void> {
  const { options, folder, before } = run;
  let { design, settings } = run;
  const data = await loadData(design.data, {
    folder: path.dirname(options.designPath),
    ...endsOf(design, settings),
    limit: options.limit,
    cache: options.datasetCache,
    signal: control.stopped,
    progress: (progress) => run.tell(progress),
  });
  let analysis = withSampleShapes(design, data.sampleShapes);
  const notes = checkMetrics(settings, data, analysis);
  const state = before?.state;
  if (state && !state.facts.progress.finite) notes.push(BEYOND_BOUNDS);
  const digests = digestData(data);
  if (state) checkSameData(state, data, settings, digests);
  const weights = options.weights ?? settings.weights;
  const source = !state && weights ? await readSourceWeights(weights, path.dirname(options.designPath)) : undefined;
  const note = (message: string) => run.tell({ type: 'note', severity: 'info', message });
  let progress: Progress = state?.facts.progress ?? NOT_BEGUN;
  let current = progress.phase ?? FIRST_PHASE;

  const lastEpoch = () => current.since + settings.phases[current.index]!.epochs - 1;
  const make = async (
    runtime: RuntimeReport,
    streams: Streams,
    taken = 0,
    take: (learner: Learner) => void = () => undefined,
  ): Promise<Apprentice> => {
    const { freeze, optimizer } = settings.phases[current.index]!;
    const steps = taken + stepsLeft(progress, lastEpoch(), data.training.count, settings.batchSize);
    const learner = makeLearner(withFrozen(analysis, freeze), { ...settings, optimizer }, data.targets, streams, steps);
    take(learner);
    const told = (reason: string) => note(`${NOT_CAPTURED} ${reason}`);
    return { runtime, streams, learner, steps: await makeSteps(runtime.name, learner, data, settings.batchSize, told, { note, log }) };
  };
  let chosen = await choose(run, data, (runtime) => make(runtime, new Streams(settings.seed), state?.facts.numbers.steps));
  run.runtime = chosen.runtime;
  const { streams } = chosen;

  const checkpoints = new CheckpointWriter();
  const save = async (kinds: readonly CheckpointSaved['kind'][], epoch: number, step: number) => {
    const files = kinds.map((kind) => ({
      kind,
      ...folder.checkpoint(kind === 'epoch' ? `epoch-${String(epoch).padStart(4, '0')}` : kind),
    }));
    const metadata = { layerwise: '1', run: folder.id, epoch: String(epoch), step: String(step), random: JSON.stringify(streams.states) };
    chosen.steps.store();
    const events = files.map(({ kind, file }) => ({ type: 'checkpoint', kind, epoch, step, file }) as const);
    const absolute = files.map((each) => each.absolute);
    const written = run.expect(events);
    await checkpoints.save(absolute, chosen.learner.model, metadata, written);
  };
  const makeCallbacks = () =>
    new Callbacks(settings.callbacks, logKeysOf(settings, data), {
      folder: folder.path,
      tell: note,
      saveEpoch: (epoch, step) => save(['epoch'], epoch, step),
      ...chosen,
    });
  const keeper = new StateKeeper(
    folder.path,
    (reason) => run.tell(notKept(reason)),
    options.checkpointSeconds,
    () => checkpoints.settled(),
  );
  const keep = (now: Progress) =>
    keeper.keep({
      arrays: [...learnerArrays(chosen.learner, chosen.steps), ...callbacks.arrays],
      facts: {
        runtime: run.runtime.name,
        samples: data.training.count,
        data: digests,
        batchSize: settings.batchSize,
        progress: { ...now, phase: current },
        numbers: chosen.learner.numbers,
        streams: streams.states,
        metricsBytes: folder.metricsBytes(),
        seconds: run.seconds,
        designText: run.changedText,
        changes: run.changes,
        epochs: settings.epochs,
      },
    });
  let callbacks: Callbacks;
  const takeUp = async (text: string) => {
    const changed = changeOr(text, run, progress, (failure) => run.tell(notTakenUp(failure)));
    if (!changed || changed.changes.length === 0) return;
    const otherRate = hasOtherRate(settings, changed.settings, current);
    ({ design, settings } = changed);
    analysis = withSampleShapes(design, data.sampleShapes);
    const last = chosen;
    const { state: kept, arrays } = callbacks;
    chosen = await make(last.runtime, streams, last.learner.optimizer.steps, (learner) => takeState(learner, last));
    dispose(last);
    callbacks = makeCallbacks();
    await callbacks.restore(otherRate ? withoutRate(kept) : kept, arrays);
    // What is kept from here on knows of the rate that the person has chosen.
    progress = { ...progress, callbacks: callbacks.state };
    const told = designChanged(changed.changes, settings, current, progress, data.training.count, chosen.learner);
    run.change(text, changed, told);
    const scheduled = otherRate ? scheduleNote(settings, current, chosen.learner) : undefined;
    if (scheduled !== undefined) note(scheduled);
    // From here on the run goes on with it whatever happens: no state is left that is of the design before.
    for (let generation = 0; generation < 2; generation++) {
      keep(progress);
      await keeper.close();
    }
    await folder.writeDesign(text);
    await run.record('running');
  };
  if (options.changedText !== undefined) control.resume(options.changedText);
  try {
    callbacks = makeCallbacks();
    if (state) {
      restoreLearner(state, chosen.learner, chosen.steps, streams);
      if (progress.callbacks) await callbacks.restore(progress.callbacks, state.arrays);
    }
    const reused = source && reuseWeights(source, chosen.learner, chosen.steps);
    await run.start(data.training.count, data.validation?.count ?? 0, chosen.learner.model.watched);
    if (reused) run.tell(reused);
    for (const message of notes) run.tell({ type: 'note', severity: 'warning', message });
    if (!state && settings.phases.length > 1) run.tell(phaseStarted(settings, current, progress, chosen.learner));
    for (;;) {
      const { index, since } = current;
      const change = control.takeChange();
      if (change !== undefined) await takeUp(change);
      const trained = await trainEpochs({
        ...chosen,
        data,
        settings,
        since,
        until: lastEpoch(),
        control,
        emit: (event) => run.tell(event),
        save,
        callbacks,
        from: progress,
        keep: {
          get due() {
            return keeper.due;
          },
          keep,
        },
        phase: (phase) => run.record(phase),
      });
      const { aborted } = control.stopped;
      progress = trained.progress;
      if (!aborted && control.changed) continue;
      if (aborted || index === settings.phases.length - 1) {
        await checkpoints.settled();
        await keeper.close();
        return await run.end(aborted ? 'stopped' : 'finished', trained, weightsDigest(chosen.learner.model));
      }
      current = { index: index + 1, since: progress.epoch };
      const last = chosen;
      chosen = await make(last.runtime, streams, 0, (learner) => takeWeights(learner, last));
      dispose(last);
      const finished = callbacks;
      callbacks = makeCallbacks();
      await callbacks.follow(finished);
      run.tell(phaseStarted(settings, current, progress, chosen.learner));
    }
  } finally {
    // Where training failed, what it had learned until then is kept.
    await checkpoints.settled().catch(() => undefined);
    await keeper.close();
    dispose(chosen);
  }
}

/** `undefined`, and told, where the design is one that the run cannot take up. */
function changeOr(text: string, run: Run, progress: Progress, refused: (failure: Failure) => void): ChangedDesign | undefined {
  const { design, settings, options } = run;
  try {
    return readChange(text, { design, settings, designPath: options.designPath }, progress, askedWith(text, options));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    refused(error);
    return undefined;
  }
}

/** Epochs that were asked for together with this text of a design. */
const askedWith = (text: string, { changedText, epochs }: RunOptions): number | undefined => (text === changedText ? epochs : undefined);

const notTakenUp = (failure: Failure): RunEvent => ({
  type: 'note',
  severity: 'warning',
  message: `${inWords(failure)} It goes on as it was.`,
});

/** On the runtime that was asked for; with `auto`, where there are several, on the one that is faster for this model. */
async function choose(run: Run, data: LoadedData, apprentice: (runtime: RuntimeReport) => Promise<Apprentice>): Promise<Apprentice> {
  const { options, settings, runtime } = run;
  if ((options.runtime ?? 'auto') !== 'auto' || runtime.name !== 'tensorflow') return apprentice(runtime);
  const embedded = () => startRuntime('wasm').then(apprentice);
  let first: Apprentice;
  try {
    first = await apprentice(runtime);
  } catch (error) {
    return withTried(await embedded(), runtime.name, error);
  }
  let second: Apprentice;
  try {
    second = await embedded();
  } catch (error) {
    await startRuntime('tensorflow', options.places);
    return withTried(first, 'wasm', error);
  }
  run.tell({ type: 'trial', runtimes: [first, second].map(({ runtime: { label, device } }) => shortRuntime({ label, device })) });
  return fasterOf(first, second, data, settings.batchSize);
}

/** Fails where the data is not that which the run began with: the order of samples would be another, or what it learned from. */
function checkSameData({ facts }: TrainingState, { training }: LoadedData, { batchSize }: Settings, digests: DataDigests): void {
  const changed = facts.data && changedData(facts.data, digests);
  const sameCount = facts.samples === training.count && facts.batchSize === batchSize;
  if (sameCount && changed === undefined) return;
  throw new Failure('The run can go on only with the data that it began with.', {
    reason: sameCount
      ? `What the data holds has changed since then: ${changed}.`
      : `It had ${facts.samples} training samples in batches of ${facts.batchSize}; now there are ${training.count} in batches of ${batchSize}.`,
    next: 'Put the data back as it was, or train the design anew.',
  });
}

/** Keras's keys of what each epoch ends with. */
function logKeysOf({ keys }: Settings, { validation }: LoadedData): readonly string[] {
  return validation ? [...keys, ...keys.map((key) => `val_${key}`)] : keys;
}

const notKept = (reason: string): RunEvent => ({
  type: 'note',
  severity: 'warning',
  message: `No checkpoint to resume from could be written. ${reason} Training goes on; if it is cut off, more has to be taken again.`,
});

const BEYOND_BOUNDS =
  "The loss was no number already where this run goes on: its weights do not come back from that. Train the design anew, from the run's best weights, with a smaller learning_rate.";

const NOT_CAPTURED = 'Steps of this model are computed operation by operation, which is slower than replaying a recorded one.';
