import { changeInWords } from '../../../src/core/training/changes';
import { endOf, epochsAt, placeOfStep, stepAt } from '../../../src/core/training/place';
import type { RunState } from '../../../src/core/training/run';
import { epochsInView, niceAxis, niceBelow, quantile, type Axis } from './axis';
import { createDecimator, type Decimator, type Points } from './decimate';
import { metricLook } from './metric';

/** A run that is drawn, and its place among the colours of runs. */
export interface Drawn {
  readonly run: RunState;
  readonly color: number;
}

/** One curve; x in epochs, `null` is a gap. `faint`: so dense that it would hide the others. */
export interface Curve {
  readonly kind: 'batch' | 'train' | 'validation' | 'compared' | 'rate';
  readonly color: number;
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  readonly faint?: boolean;
}

/** All that one chart draws. */
export interface ChartData {
  readonly xEnd: number;
  readonly axis: Axis;
  readonly curves: readonly Curve[];
  /** How far the run has come, in epochs. */
  readonly now: number;
  /** Mean of the batches of the epoch under way, once an epoch has ended. */
  readonly live?: { readonly x: number; readonly y: number; readonly color: number };
  readonly best?: { readonly x: number; readonly y?: number; readonly color: number };
  /** Where parts of training begin, the first left out. */
  readonly phases?: readonly { readonly x: number; readonly phase: number }[];
  /** Where the run has taken up changes of its design. */
  readonly changes?: readonly { readonly x: number; readonly words: string }[];
  /** Where the first value that is not a number is. */
  readonly broken?: { readonly x: number; readonly epoch: number; readonly step: number; readonly value: number };
}

/** How far a run has come, in epochs. */
export const epochsDone = (run: RunState): number => (run.stepsPerEpoch > 0 ? epochsAt(run, run.step) : run.epochLogs.length);

/** End of the x axis that all charts share. */
export function sharedEnd(shown: RunState | undefined, compared: readonly Drawn[]): number {
  const own =
    shown && shown.epochs > 0
      ? epochsInView(ended(shown) ? Math.max(1, Math.ceil(epochsDone(shown))) : shown.epochs, epochsDone(shown))
      : 10;
  return Math.max(own, ...compared.map(({ run }) => run.epochLogs.length));
}

const ended = (run: RunState) => run.phase === 'finished' || run.phase === 'stopped' || run.phase === 'failed';

/** Mean over the batches of the epoch under way: what Keras's progress bar shows. `undefined` at an epoch's start. */
export function runningMean(run: RunState, metric: string): number | undefined {
  const values = run.steps.values[metric];
  const from = endOf(run, run.epochLogs.length);
  if (!values || values.length <= from) return undefined;
  let sum = 0;
  for (let i = from; i < values.length; i++) sum += values[i] ?? NaN;
  return sum / (values.length - from);
}

/** The reduced line of one column of steps, with x in epochs. */
export interface BatchLine extends Points {
  /** Index of the first step whose value is not finite. */
  readonly broken?: number;
}
export type ReduceBatches = (run: RunState, values: ArrayLike<number>, xEnd: number, columns: number) => BatchLine;

/** Keeps the reduced line of one metric while its run grows; starts anew where the run, the width or the axis changed. */
export function createBatchLine(): ReduceBatches {
  let decimator: Decimator | undefined;
  let source: ArrayLike<number> | undefined;
  let width = 0;
  return (run, values, xEnd, columns) => {
    const stepsPerColumn = stepAt(run, xEnd) / Math.max(1, columns);
    if (!decimator || source !== values || width !== stepsPerColumn)
      [decimator, source, width] = [createDecimator(stepsPerColumn), values, stepsPerColumn];
    decimator.extend(values, values.length);
    const { x, y } = decimator.points();
    return { x: x.map((step) => epochsAt(run, step)), y, broken: decimator.firstBroken() };
  };
}

const NO_VALUES: readonly number[] = [];

const finite = (value: number | undefined): number | null => (value !== undefined && Number.isFinite(value) ? value : null);

/** A value an epoch. */
function epochCurve({ run, color }: Drawn, key: string, kind: Curve['kind']): Curve {
  return { kind, color, x: run.epochLogs.map(({ epoch }) => epoch), y: run.epochLogs.map(({ logs }) => finite(logs[key])) };
}

const hasKey = (run: RunState, key: string) => run.epochLogs.some(({ logs }) => key in logs);

/** Curves, axis and marks of one metric. */
export function metricData(
  metric: string,
  shown: Drawn | undefined,
  compared: readonly Drawn[],
  reduce: ReduceBatches,
  xEnd: number,
  columns: number,
): ChartData {
  const others = compared.map((drawn) => epochCurve(drawn, hasKey(drawn.run, `val_${metric}`) ? `val_${metric}` : metric, 'compared'));
  if (!shown || shown.run.stepsPerEpoch === 0) return { xEnd, axis: yAxis(metric, others), curves: others, now: 0 };
  const { run, color } = shown;
  const values = run.steps.values[metric] ?? NO_VALUES;
  const line = reduce(run, values, xEnd, columns);
  const faint = run.epochLogs.length > 0 && stepAt(run, xEnd) > columns;
  const batch = { kind: 'batch', color, x: line.x, y: line.y, faint } as const;
  const train = epochCurve(shown, metric, 'train');
  const validation = epochCurve(shown, `val_${metric}`, 'validation');
  const curves = [...others, batch, train, ...(hasKey(run, `val_${metric}`) ? [validation] : [])];
  const now = epochsDone(run);
  const mean = run.epochLogs.length > 0 && now > run.epochLogs.length ? finite(runningMean(run, metric)) : null;
  return {
    xEnd,
    axis: yAxis(metric, curves),
    curves,
    now,
    live: mean === null ? undefined : { x: now, y: mean, color },
    best: bestMark(shown, metric),
    phases: phaseMarks(run),
    changes: changeMarks(run),
    broken: brokenMark(run, values, line.broken),
  };
}

function bestMark({ run, color }: Drawn, metric: string): ChartData['best'] {
  const log = run.epochLogs.find(({ epoch }) => epoch === run.bestEpoch);
  if (!log) return undefined;
  return { x: log.epoch, y: finite(log.logs[`val_${metric}`] ?? log.logs[metric]) ?? undefined, color };
}

const phaseMarks = (run: RunState): ChartData['phases'] =>
  run.phases.filter(({ phase }) => phase > 1).map(({ phase, step }) => ({ x: epochsAt(run, step), phase }));

const changeMarks = (run: RunState): ChartData['changes'] =>
  run.changes.map(({ step, changes }) => ({ x: epochsAt(run, step), words: changes.map(changeInWords).join(', ') }));

function brokenMark(run: RunState, values: ArrayLike<number>, at: number | undefined): ChartData['broken'] {
  if (at === undefined) return undefined;
  const { epoch, step } = placeOfStep(run, at + 1);
  return {
    x: epochsAt(run, at + 1),
    epoch,
    step,
    value: values[at] ?? NaN,
  };
}

/**
 * Share of the batches' values that may lie outside, at each end: a few once there is an epoch, more with every further
 * one where so many are behind each point that what is drawn of them are extremes.
 */
const TRIM = { first: 0.02, more: 0.1, most: 0.3 };
/** Beyond the lowest and the highest value, so that dots do not lie on the edge. */
const ROOM = 0.04;

/**
 * Room for all of what an epoch's values say, and for most of the batches: a few wild ones, as at the very start, may
 * leave the picture once there are epochs to see.
 */
function yAxis(metric: string, curves: readonly Curve[]): Axis {
  const { share } = metricLook(metric);
  const numbers = (kinds: (curve: Curve) => boolean) => curves.filter(kinds).flatMap(({ y }) => y.filter((value) => value !== null));
  const epochs = numbers(({ kind }) => kind !== 'batch');
  const batches = numbers(({ kind }) => kind === 'batch');
  const length = Math.max(0, ...curves.filter(({ kind }) => kind !== 'batch').map(({ x }) => x.length));
  const dense = curves.some(({ faint }) => faint);
  const trim = length === 0 ? 0 : dense ? Math.min(TRIM.most, TRIM.first + TRIM.more * (length - 1)) : TRIM.first;
  const ends = [...epochs];
  if (batches.length > 0) ends.push(quantile(batches, trim) ?? 0, quantile(batches, 1 - trim) ?? 0);
  if (ends.length === 0) return share ? { min: 0, max: 1, ticks: [0, 0.25, 0.5, 0.75, 1] } : { min: 0, max: 1, ticks: [0, 0.5, 1] };
  const low = ends.reduce((least, value) => Math.min(least, value), Infinity);
  const high = ends.reduce((most, value) => Math.max(most, value), -Infinity);
  const room = (high - low) * ROOM;
  // What is never negative has no room below 0.
  return niceAxis(low - room, high + room, 3.5, { min: low >= 0 ? 0 : undefined, max: share ? 1 : undefined });
}

/** The learning rate of each step; its axis starts at 0. */
export function rateData(shown: Drawn | undefined, reduce: ReduceBatches, xEnd: number, columns: number): ChartData {
  if (!shown || shown.run.stepsPerEpoch === 0) return { xEnd, axis: { min: 0, max: 1, ticks: [] }, curves: [], now: 0 };
  const { run, color } = shown;
  const { x, y } = reduce(run, run.steps.learningRate, xEnd, columns);
  const top = y.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  const max = top > 0 ? top : 1;
  const best = bestMark(shown, '');
  return {
    xEnd,
    axis: { min: 0, max: max * 1.08, ticks: top > 0 ? [0, niceBelow(top)] : [0] },
    curves: [{ kind: 'rate', color, x, y }],
    now: epochsDone(run),
    best: best && { x: best.x, color },
  };
}
