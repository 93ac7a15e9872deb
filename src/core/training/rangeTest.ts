/**
 * The learning-rate range test (Smith, 2015; Géron's "Training Deep Neural Networks"): the rate grows from step to step
 * until the loss climbs, and a good rate lies below the place where it does.
 */

/** One step of the test. */
export interface RangePoint {
  readonly learningRate: number;
  /** Of the batch, before the step. */
  readonly loss: number;
  /** A running mean of it, by which the curve is read. */
  readonly smoothed: number;
}

export interface RangeResult {
  readonly points: readonly RangePoint[];
  /** The rate at which the smoothed loss is lowest; absent where it never fell. */
  readonly lowest?: number;
  /** A tenth of it: the loss falls fast there, and does not climb yet. */
  readonly suggestion?: number;
}

/** Of the old mean, what each step keeps. */
const KEPT = 0.9;
/** A smoothed loss of so many times the lowest ends the test: it has climbed. */
const CLIMBED = 4;
/** Steps before anything is made of the losses. */
const FIRST = 10;

/** The rate of a step, from 0: it grows by the same factor each time. */
export const rangeRate = (step: number, steps: number, least: number, most: number): number =>
  steps < 2 ? least : least * (most / least) ** (step / (steps - 1));

/** Adds a step. */
export function addPoint(points: readonly RangePoint[], learningRate: number, loss: number): readonly RangePoint[] {
  const last = points.at(-1);
  // Without its bias towards the 0 that a running mean begins with.
  const weight = (count: number) => 1 - KEPT ** count;
  const before = last ? last.smoothed * weight(points.length) : 0;
  const smoothed = (KEPT * before + (1 - KEPT) * loss) / weight(points.length + 1);
  return [...points, { learningRate, loss, smoothed }];
}

/** Whether the test has seen enough: the loss is no number any more, or has climbed far above its lowest. */
export function isOver(points: readonly RangePoint[]): boolean {
  const last = points.at(-1);
  if (!last) return false;
  if (!Number.isFinite(last.loss)) return true;
  return points.length > FIRST && last.smoothed > CLIMBED * Math.min(...points.map(({ smoothed }) => smoothed));
}

/** What the points say. */
export function readRange(points: readonly RangePoint[]): RangeResult {
  const finite = points.filter(({ smoothed }) => Number.isFinite(smoothed));
  const lowest = finite.reduce<RangePoint | undefined>(
    (best, point) => (best && best.smoothed <= point.smoothed ? best : point),
    undefined,
  );
  if (!lowest || finite.indexOf(lowest) < FIRST) return { points };
  return { points, lowest: round(lowest.learningRate), suggestion: round(lowest.learningRate / 10) };
}

/** Two digits: the test is no more precise. */
const round = (rate: number): number => Number(rate.toPrecision(2));
