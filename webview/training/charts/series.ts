import { changeInWords } from '../../../src/core/training/changes';
import { endOf, epochsAt, placeOfStep, stepAt } from '../../../src/core/training/place';
import type { RunState } from '../../../src/core/training/run';
import { epochsInView, logAxis, niceAxis, niceBelow, quantile, type Axis } from './axis';
import { createDecimator, type Decimator, type Points } from './decimate';
import { metricLook } from './metric';

/** A run that is drawn, and its place among the colours of runs. */
export interface Drawn {
  readonly run: RunState;
  readonly color: number;
  /** What a person calls it, where that is not its design's name. */
  readonly label?: string;
  /** What it is told apart by from the others, where one of them has the same name. */
  readonly apart?: string;
}

export const titleOf = ({ run, label, apart }: Drawn): string => [label ?? run.name, apart].filter(Boolean).join(', ');

/** The runs in the charts, the part of the x axis that is seen, and how they are drawn. */
export interface Scene {
  readonly shown?: Drawn;
  readonly compared: readonly Drawn[];
  readonly xFrom: number;
  readonly xEnd: number;
  /** About how many batches a smoothed line is the mean of; 0: there is none. */
  readonly smoothing: number;
  /** Charts whose y axis is logarithmic, by the metric's key. */
  readonly logAxes: readonly string[];
}

/** One curve; x in epochs, `null` is a gap. `faint`: so dense that it would hide the others. */
export interface Curve {
  readonly kind: 'batch' | 'smooth' | 'train' | 'validation' | 'compared' | 'comparedSmooth' | 'rate';
  readonly color: number;
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  readonly faint?: boolean;
}

/** All that one chart draws. */
export interface ChartData {
  readonly xFrom: number;
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

/** What a column has come to from one step to another, so that only what is new has to be added. */
const sums = new WeakMap<readonly number[], { readonly from: number; end: number; sum: number }>();

/** Mean over the batches of the epoch under way: what Keras's progress bar shows. `undefined` at an epoch's start. */
export function runningMean(run: RunState, metric: string): number | undefined {
  const values = run.steps.values[metric];
  const from = endOf(run, run.epochLogs.length);
  if (!values || values.length <= from) return undefined;
  const kept = sums.get(values);
  const known = kept?.from === from ? kept : { from, end: from, sum: 0 };
  if (known !== kept) sums.set(values, known);
  for (; known.end < values.length; known.end++) known.sum += values[known.end] ?? NaN;
  return known.sum / (values.length - from);
}

/** The reduced line of one column of steps, with x in epochs. */
export interface BatchLine extends Points {
  readonly smooth: Points;
  /** Index of the first step of the whole run whose value is not finite. */
  readonly broken?: number;
}
export type ReduceBatches = (run: RunState, values: ArrayLike<number>, scene: Scene, columns: number) => BatchLine;

interface Kept {
  readonly decimator: Decimator;
  readonly first: number;
  readonly width: number;
  readonly smoothing: number;
  /** What was made last, and of what: a run that stands still is not gone through again. */
  run?: RunState;
  end?: number;
  made?: BatchLine;
}

/** Keeps the reduced line of one metric of each run while it grows; starts anew where the width or the axis changed. */
export function createBatchLine(): ReduceBatches {
  const lines = new WeakMap<object, Kept>();
  const breaks = new WeakMap<object, { looked: number; broken?: number }>();

  function firstBroken(values: ArrayLike<number>): number | undefined {
    const found = breaks.get(values) ?? { looked: 0 };
    breaks.set(values, found);
    for (; found.broken === undefined && found.looked < values.length; found.looked++)
      if (!Number.isFinite(values[found.looked])) found.broken = found.looked;
    return found.broken;
  }

  return (run, values, { xFrom, xEnd, smoothing }, columns) => {
    // From the column of the step that is just left of what is seen.
    const first = Math.max(0, Math.floor(stepAt(run, xFrom)) - 1);
    const last = stepAt(run, xEnd);
    const width = (last - stepAt(run, xFrom)) / Math.max(1, columns);
    let line = lines.get(values);
    if (!line || line.first !== first || line.width !== width || line.smoothing !== smoothing) {
      line = { decimator: createDecimator(width, { first, smoothing }), first, width, smoothing };
      lines.set(values, line);
    }
    const end = Math.min(values.length, Math.ceil(last) + 1);
    if (line.made && line.run === run && line.end === end) return line.made;
    line.decimator.extend(values, end);
    const inEpochs = ({ x, y }: Points): Points => ({ x: x.map((step) => epochsAt(run, step)), y });
    const smooth = smoothing > 0 ? inEpochs(line.decimator.smooth()) : NO_POINTS;
    line.made = { ...inEpochs(line.decimator.points()), smooth, broken: firstBroken(values) };
    [line.run, line.end] = [run, end];
    return line.made;
  };
}

const NO_VALUES: readonly number[] = [];
const NO_POINTS: Points = { x: [], y: [] };

const finite = (value: number | undefined): number | null => (value !== undefined && Number.isFinite(value) ? value : null);

/** A value an epoch: those that are seen, and one more on either side, so that the line leaves the picture. */
function epochCurve({ run, color }: Drawn, key: string, kind: Curve['kind'], { xFrom, xEnd }: Scene): Curve {
  const from = run.epochLogs.findLastIndex(({ epoch }) => epoch < xFrom);
  const after = run.epochLogs.findIndex(({ epoch }) => epoch > xEnd);
  const logs = run.epochLogs.slice(Math.max(0, from), after < 0 ? undefined : after + 1);
  return { kind, color, x: logs.map(({ epoch }) => epoch), y: logs.map((log) => finite(log.logs[key])) };
}

const hasKey = (run: RunState, key: string) => run.epochLogs.some(({ logs }) => key in logs);

/** On a logarithmic axis there is no place for 0 and what is below. */
const positive = (curve: Curve): Curve =>
  curve.y.every((value) => value === null || value > 0)
    ? curve
    : { ...curve, y: curve.y.map((value) => (value !== null && value > 0 ? value : null)) };

/** Curves, axis and marks of one metric. */
export function metricData(metric: string, scene: Scene, reduce: ReduceBatches, columns: number): ChartData {
  const { shown, compared, xFrom, xEnd, smoothing } = scene;
  const log = scene.logAxes.includes(metric);
  const others = compared
    .flatMap((drawn) => comparedCurves(drawn, metric, scene, reduce, columns))
    .map((curve) => (log ? positive(curve) : curve));
  if (!shown || shown.run.stepsPerEpoch === 0) return { xFrom, xEnd, axis: yAxis(metric, others, scene), curves: others, now: 0 };
  const { run, color } = shown;
  const values = run.steps.values[metric] ?? NO_VALUES;
  const line = reduce(run, values, scene, columns);
  const dense = run.epochLogs.length > 0 && stepAt(run, xEnd) - stepAt(run, xFrom) > columns;
  const own: Curve[] = [
    { kind: 'batch', color, x: line.x, y: line.y, faint: dense || smoothing > 0 },
    ...(smoothing > 0 ? [{ kind: 'smooth', color, ...line.smooth } as const] : []),
    epochCurve(shown, metric, 'train', scene),
    ...(hasKey(run, `val_${metric}`) ? [epochCurve(shown, `val_${metric}`, 'validation', scene)] : []),
  ];
  const curves = [...others, ...(log ? own.map(positive) : own)];
  const now = epochsDone(run);
  const mean = run.epochLogs.length > 0 && now > run.epochLogs.length ? finite(runningMean(run, metric)) : null;
  const best = bestMark(shown, metric);
  const placed = (value: number) => !log || value > 0;
  return {
    xFrom,
    xEnd,
    axis: yAxis(metric, curves, scene, dense),
    curves,
    now,
    live: mean === null || !placed(mean) ? undefined : { x: now, y: mean, color },
    best: best?.y === undefined || placed(best.y) ? best : { x: best.x, color },
    phases: phaseMarks(run),
    changes: changeMarks(run),
    broken: brokenMark(run, values, line.broken),
  };
}

/** Of a run beside the shown one: its validation, and where lines are smoothed its batches too. */
function comparedCurves(drawn: Drawn, metric: string, scene: Scene, reduce: ReduceBatches, columns: number): Curve[] {
  const { run, color } = drawn;
  const key = hasKey(run, `val_${metric}`) ? `val_${metric}` : metric;
  const values = run.steps.values[metric];
  const smooth =
    scene.smoothing > 0 && values && run.stepsPerEpoch > 0
      ? [{ kind: 'comparedSmooth', color, ...reduce(run, values, scene, columns).smooth } as const]
      : [];
  return [...smooth, epochCurve(drawn, key, 'compared', scene)];
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
/** Share of the whole axis that smoothed lines need to come down to where they belong. */
const BEGINNING = 0.1;
/** Beyond the lowest and the highest value, so that dots do not lie on the edge. */
const ROOM = 0.04;

/**
 * Room for all of what an epoch's values say, and for most of the batches: a few wild ones, as at the very start, may
 * leave the picture once there are epochs to see.
 */
function yAxis(metric: string, curves: readonly Curve[], { xFrom, xEnd, logAxes }: Scene, dense = false): Axis {
  const { share } = metricLook(metric);
  const seen = ({ x, y }: Curve, from = xFrom) => y.filter((value, i) => value !== null && x[i]! >= from && x[i]! <= xEnd) as number[];
  const numbers = (kinds: (curve: Curve) => boolean) => curves.filter(kinds).flatMap((curve) => seen(curve));
  const batches = numbers(({ kind }) => kind === 'batch');
  const length = Math.max(0, ...curves.filter(({ kind }) => ENDS.has(kind)).map(({ x }) => x.length));
  const trim = length === 0 ? 0 : dense ? Math.min(TRIM.most, TRIM.first + TRIM.more * (length - 1)) : TRIM.first;
  // A mean has no wild values, but begins where the first batches do. Its last ones are those that matter.
  const settled = xFrom > 0 ? xFrom : xEnd * BEGINNING;
  const smooth = curves.filter(isSmooth).flatMap((curve) => seen(curve, settled));
  const ends = [
    ...numbers(({ kind }) => ENDS.has(kind)),
    ...middle(batches, trim),
    ...(length < 2 ? middle(numbers(isSmooth), trim) : smooth),
  ];
  if (ends.length === 0) return share ? { min: 0, max: 1, ticks: [0, 0.25, 0.5, 0.75, 1] } : { min: 0, max: 1, ticks: [0, 0.5, 1] };
  const low = ends.reduce((least, value) => Math.min(least, value), Infinity);
  const high = ends.reduce((most, value) => Math.max(most, value), -Infinity);
  if (logAxes.includes(metric)) return logAxis(low, high);
  const room = (high - low) * ROOM;
  // What is never negative has no room below 0.
  return niceAxis(low - room, high + room, 3.5, { min: low >= 0 ? 0 : undefined, max: share ? 1 : undefined });
}

/** Between which values most of them are. */
function middle(values: readonly number[], trim: number): readonly number[] {
  if (values.length === 0) return [];
  const sorted = Float64Array.from(values).sort();
  return [quantile(sorted, trim), quantile(sorted, 1 - trim)];
}

/** Curves with a value an epoch. */
const ENDS: ReadonlySet<Curve['kind']> = new Set(['train', 'validation', 'compared']);

const isSmooth = ({ kind }: Curve): boolean => kind === 'smooth' || kind === 'comparedSmooth';

/** Key of the learning rate's chart among those of the metrics. */
export const RATE = 'learning_rate';

/** The learning rate of each step; its axis starts at 0 where it is not logarithmic. */
export function rateData(scene: Scene, reduce: ReduceBatches, columns: number): ChartData {
  const { shown, xFrom, xEnd } = scene;
  if (!shown || shown.run.stepsPerEpoch === 0) return { xFrom, xEnd, axis: { min: 0, max: 1, ticks: [] }, curves: [], now: 0 };
  const { run, color } = shown;
  const line = reduce(run, run.steps.learningRate, { ...scene, smoothing: 0 }, columns);
  const curve: Curve = { kind: 'rate', color, x: line.x, y: line.y };
  const rates = line.y.filter((value) => value !== null && value > 0) as number[];
  const log = scene.logAxes.includes(RATE) && rates.length > 0;
  const top = rates.reduce((max, value) => Math.max(max, value), 0);
  const best = bestMark(shown, '');
  return {
    xFrom,
    xEnd,
    axis: log ? rateAxis(rates, top) : { min: 0, max: (top > 0 ? top : 1) * (1 + RATE_ROOM), ticks: top > 0 ? [0, plainBelow(top)] : [0] },
    curves: [log ? positive(curve) : curve],
    now: epochsDone(run),
    best: best && { x: best.x, color },
  };
}

/** A rate of one digit is a tick of its own. */
const plainBelow = (top: number): number => (Number(top.toPrecision(1)) === top ? top : niceBelow(top));

/** Above the highest rate, as a share of what is below: for the upper half of its label. */
const RATE_ROOM = 0.08;

/** The chart is low: only its ends have a label. */
function rateAxis(rates: readonly number[], top: number): Axis {
  const { min, max } = logAxis(
    rates.reduce((least, value) => Math.min(least, value), Infinity),
    top,
  );
  return { min, max: max * (max / min) ** RATE_ROOM, ticks: [min, max], log: true };
}
