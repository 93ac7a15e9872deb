import type {
  CheckpointSaved,
  DesignChanged,
  EpochEnded,
  Failed,
  Health,
  Note,
  PhaseStarted,
  RunEvent,
  RuntimeReport,
  WeightsReused,
} from './events';

export type RunPhase = 'starting' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed';

/** All that is known of a run: what the host keeps, a panel shows, and a run folder holds. Grows by `reduceRun`. */
export interface RunState {
  readonly id: string;
  readonly name: string;
  readonly folder?: string;
  readonly phase: RunPhase;
  /** ISO 8601. */
  readonly startedAt?: string;
  readonly runtime?: RuntimeReport;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly batchSize: number;
  readonly samples: number;
  readonly validationSamples: number;
  readonly parameters: number;
  readonly metrics: readonly string[];
  readonly layerNames: readonly string[];
  /** Epoch that is under way, from 1; 0 before the first. */
  readonly epoch: number;
  /** Steps done over the run. */
  readonly step: number;
  /** A value a step; these arrays are appended to in place, `step` says how far they are good. */
  readonly steps: { readonly step: number[]; readonly learningRate: number[]; readonly values: { readonly [metric: string]: number[] } };
  readonly epochLogs: readonly EpochEnded[];
  readonly bestEpoch?: number;
  /** The last ones, newest last; at most `HEALTH_KEPT`. */
  readonly health: readonly Health[];
  readonly samplesPerSecond?: number;
  readonly checkpoints: readonly { readonly kind: CheckpointSaved['kind']; readonly epoch: number; readonly file: string }[];
  /** Where parts of training begin; empty where a design has no phases. */
  readonly phases: readonly PhaseStarted[];
  /** What it has taken up on the way. */
  readonly changes: readonly DesignChanged[];
  /** The weights that it began with, where they are of another run. */
  readonly reused?: WeightsReused;
  readonly notes: readonly Pick<Note, 'severity' | 'message' | 'about'>[];
  readonly data?: { readonly dataset: string; readonly phase: string; readonly received?: number; readonly total?: number };
  /** Runtimes that take steps of the model before it trains, to see which is faster. */
  readonly trial?: readonly string[];
  readonly failure?: Omit<Failed, 'type'>;
  readonly seconds?: number;
}

const HEALTH_KEPT = 200;

/** A run of which nothing is known yet but its name. */
export function newRun(id: string, name: string): RunState {
  return {
    id,
    name,
    phase: 'starting',
    epochs: 0,
    stepsPerEpoch: 0,
    batchSize: 0,
    samples: 0,
    validationSamples: 0,
    parameters: 0,
    metrics: [],
    layerNames: [],
    epoch: 0,
    step: 0,
    steps: { step: [], learningRate: [], values: {} },
    epochLogs: [],
    health: [],
    checkpoints: [],
    phases: [],
    changes: [],
    notes: [],
  };
}

/** Of the epochs that have ended, pauses left out: for a run that did not say itself how long it took. */
export const secondsSoFar = ({ epochLogs }: RunState): number | undefined =>
  epochLogs.length === 0 ? undefined : epochLogs.reduce((sum, { seconds }) => sum + seconds, 0);

/** The state after one more event. Pure but for the columns in `steps`, which grow in place. */
export function reduceRun(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'started': {
      const { metrics, runtime, epochs, stepsPerEpoch, batchSize, samples, validationSamples, parameters, name, folder, from } = event;
      const before = from ? cutBack(state, from.step) : { ...state, steps: newRun('', '').steps };
      const values = Object.fromEntries(metrics.map((metric) => [metric, before.steps.values[metric] ?? ([] as number[])]));
      return {
        ...before,
        id: event.run,
        name,
        folder,
        phase: 'running',
        startedAt: event.time,
        failure: undefined,
        trial: undefined,
        seconds: undefined,
        runtime,
        epochs,
        stepsPerEpoch,
        batchSize,
        samples,
        validationSamples,
        parameters,
        metrics,
        layerNames: event.layers,
        epoch: from?.epoch ?? 1,
        steps: { ...before.steps, values },
      };
    }
    case 'steps': {
      const { step, learningRate, values } = state.steps;
      event.learningRate.forEach((rate, i) => {
        step.push(event.firstStep + i);
        learningRate.push(rate);
      });
      for (const [metric, column] of Object.entries(values)) column.push(...(event.values[metric] ?? event.learningRate.map(() => NaN)));
      return {
        ...state,
        epoch: event.epoch,
        step: event.firstStep + event.learningRate.length - 1,
        samplesPerSecond: event.samplesPerSecond,
      };
    }
    case 'epoch':
      return {
        ...state,
        epoch: event.epoch,
        step: event.step,
        samplesPerSecond: event.samplesPerSecond,
        epochLogs: [...state.epochLogs, event],
        bestEpoch: event.best ? event.epoch : state.bestEpoch,
      };
    case 'health':
      return { ...state, health: [...state.health, event].slice(-HEALTH_KEPT) };
    case 'data':
      return { ...state, data: event };
    case 'trial':
      return { ...state, trial: event.runtimes };
    case 'checkpoint':
      return { ...state, checkpoints: [...state.checkpoints.filter(({ file }) => file !== event.file), event] };
    case 'phase':
      return { ...state, layerNames: event.layers, phases: [...state.phases.filter(({ phase }) => phase !== event.phase), event] };
    case 'changed': {
      const { epochs, batchSize, stepsPerEpoch, layers } = event;
      const phases = state.phases.map((phase, i) => (i === state.phases.length - 1 ? phaseAfter(phase, event) : phase));
      return { ...state, epochs, batchSize, stepsPerEpoch, layerNames: layers, phases, changes: [...state.changes, event] };
    }
    case 'weights':
      return { ...state, reused: event };
    case 'paused':
      return { ...state, phase: 'paused' };
    case 'resumed':
      return { ...state, phase: 'running' };
    case 'note':
      return { ...state, notes: [...state.notes, event] };
    case 'finished':
    case 'stopped':
      return { ...state, phase: event.type, folder: event.folder, seconds: event.seconds, samplesPerSecond: event.samplesPerSecond };
    case 'failed':
      return { ...state, phase: 'failed', failure: event };
  }
}

/** The phase under way as it goes on with a changed design. */
function phaseAfter(phase: PhaseStarted, { frozen, trainable, nonTrainable }: DesignChanged): PhaseStarted {
  if (!frozen || trainable === undefined || nonTrainable === undefined) return phase;
  return { ...phase, frozen, trainable, nonTrainable };
}

/** What was known after `step` steps: those after it are taken again. */
function cutBack(state: RunState, step: number): RunState {
  const kept = state.steps.step.findLastIndex((each) => each <= step) + 1;
  const values = Object.fromEntries(Object.entries(state.steps.values).map(([metric, column]) => [metric, column.slice(0, kept)]));
  const epochLogs = state.epochLogs.filter((log) => log.step <= step);
  return {
    ...state,
    step,
    steps: { step: state.steps.step.slice(0, kept), learningRate: state.steps.learningRate.slice(0, kept), values },
    epochLogs,
    bestEpoch: epochLogs.findLast(({ best }) => best)?.epoch,
    phases: state.phases.filter((phase) => phase.step <= step),
    changes: state.changes.filter((change) => change.step <= step),
    health: state.health.filter((health) => health.step <= step),
  };
}
