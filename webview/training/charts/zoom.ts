/** A part of the x axis, in epochs. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Nearly all of the axis is all of it. */
const NEARLY = 0.98;

/** The part that can be looked at, within `end` and not narrower than `least`; `undefined` where that is all of it. */
export function zoomTo({ from, to }: Span, end: number, least: number): Span | undefined {
  const span = Math.max(to - from, least);
  if (span >= end * NEARLY) return undefined;
  const middle = (from + to) / 2;
  const start = Math.min(Math.max(0, middle - span / 2), end - span);
  return { from: start, to: start + span };
}

/** `factor` times as much is seen, and `at` stays where it is. */
export function zoomBy(factor: number, at: number, { from, to }: Span, end: number, least: number): Span | undefined {
  const held = Math.min(to, Math.max(from, at));
  const span = Math.max((to - from) * factor, least);
  const left = held - ((held - from) / (to - from)) * span;
  return zoomTo({ from: left, to: left + span }, end, least);
}

/** As much as before, a quarter of it further: to the right, or with −1 to the left. */
export function pan(direction: 1 | -1, { from, to }: Span, end: number, least: number): Span | undefined {
  const by = (direction * (to - from)) / 4;
  return zoomTo({ from: from + by, to: to + by }, end, least);
}

/** The same part, moved no further than it takes to have `x` in it. */
export function including(x: number, { from, to }: Span): Span {
  const by = x < from ? x - from : x > to ? x - to : 0;
  return { from: from + by, to: to + by };
}

/** So few steps are still a curve. */
const LEAST_STEPS = 8;

/** The narrowest part of a run that is worth looking at. */
export const leastSpan = (run: { readonly stepsPerEpoch: number } | undefined): number =>
  run && run.stepsPerEpoch > 0 ? LEAST_STEPS / run.stepsPerEpoch : 0.1;
