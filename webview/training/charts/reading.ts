import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../src/core/format';
import { epochsAt, placeOfStep, stepAt } from '../../../src/core/training/place';
import type { RunState } from '../../../src/core/training/run';
import { metricValue } from '../format';
import { epochsDone, runningMean, titleOf, type Scene } from './series';

/** A place on the x axis: an epoch that has ended, or a step within one. */
export interface Place {
  /** In epochs. */
  readonly x: number;
  /** Set where the place is on the end of an epoch. */
  readonly epoch?: number;
}

/** What is known of one metric at a place. */
export interface Reading {
  readonly batch?: number;
  readonly train?: number;
  readonly validation?: number;
}

/**
 * The nearest place where there is something to read: an epoch that has ended, where the run is now; in the first epoch, and
 * where `seen` is so little that there is room between the ends of epochs, any step.
 */
export function placeAt(x: number, run: RunState | undefined, epochsKnown: number, seen = Infinity): Place | undefined {
  const nearest = epochsKnown > 0 ? epochPlace(Math.round(x), epochsKnown) : undefined;
  if (!run || run.stepsPerEpoch === 0 || run.step === 0) return nearest;
  const now = epochsDone(run);
  const step = { x: epochsAt(run, Math.min(run.step, Math.max(1, Math.round(stepAt(run, x))))) };
  if (!nearest) return step;
  if (seen < STEPS_SEEN && x <= now && Math.abs(nearest.x - x) > seen * CATCH) return step;
  return now > run.epochLogs.length && Math.abs(now - x) < Math.abs(nearest.x - x) ? { x: now } : nearest;
}

/** In a part of fewer epochs than this each step can be read. */
const STEPS_SEEN = 3;
/** So near to an epoch's end, as a share of what is seen, that end is meant. */
const CATCH = 0.015;

const epochPlace = (epoch: number, known: number): Place => {
  const held = Math.min(Math.max(1, epoch), known);
  return { x: held, epoch: held };
};

/** The place that a key moves to; `undefined` for a key that moves nothing. */
export function placeByKey(key: string, { x: at }: Place, epochsKnown: number): Place | undefined {
  if (epochsKnown === 0) return undefined;
  const steps: { readonly [key: string]: number } = {
    ArrowLeft: Math.ceil(at) - 1,
    ArrowDown: Math.ceil(at) - 1,
    ArrowRight: Math.floor(at) + 1,
    ArrowUp: Math.floor(at) + 1,
    PageDown: Math.ceil(at) - 10,
    PageUp: Math.floor(at) + 10,
    Home: 1,
    End: epochsKnown,
  };
  const epoch = steps[key];
  return epoch === undefined ? undefined : epochPlace(epoch, epochsKnown);
}

export function readMetric(run: RunState, metric: string, place: Place): Reading {
  if (place.epoch !== undefined) {
    const log = run.epochLogs.find(({ epoch }) => epoch === place.epoch);
    return { train: log?.logs[metric], validation: log?.logs[`val_${metric}`] };
  }
  const index = Math.round(stepAt(run, place.x)) - 1;
  return { batch: run.steps.values[metric]?.[index], ...(index === run.step - 1 ? { train: runningMean(run, metric) } : {}) };
}

/** `Epoch 4`, `Epoch 7, step 1,024`. */
export function placeTitle(place: Place, run: RunState | undefined): string {
  if (place.epoch !== undefined) return l10n.t`Epoch ${place.epoch}`;
  if (!run) return '';
  const { epoch, step } = placeOfStep(run, Math.round(stepAt(run, place.x)));
  return l10n.t`Epoch ${epoch}, step ${formatCount(step)}`;
}

/** What a screen reader says of a place: every metric of the shown run, and the validation loss of those beside it. */
export function spoken({ shown, compared }: Scene, metrics: readonly string[], place: Place): string {
  const title = placeTitle(place, shown?.run);
  const own = shown ? metrics.flatMap((metric) => sayReading(metric, readMetric(shown.run, metric, place))) : [];
  const others = compared.flatMap((drawn) => sayReading(l10n.t`${titleOf(drawn)} loss`, readMetric(drawn.run, 'loss', place)));
  return `${title}: ${[...own, ...others].join('; ')}`;
}

function sayReading(name: string, { batch, train, validation }: Reading): string[] {
  const parts = [train === undefined ? batch : train, validation].map((value) => (value === undefined ? '' : metricValue(value)));
  if (parts[0] === '' && parts[1] === '') return [];
  return [[`${name} ${parts[0]}`, ...(parts[1] === '' ? [] : [l10n.t`validation ${parts[1] ?? ''}`])].join(', ')];
}
