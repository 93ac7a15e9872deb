/** Ends and ticks of an axis. */
export interface Axis {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

const FACTORS = [1, 2, 2.5, 5, 10];

/** The smallest of 1, 2, 2.5, 5 × 10ⁿ that is not below `rough`. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = FACTORS.find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Without the last digits that the sums of fractions leave. */
const tidy = (value: number) => Number(value.toPrecision(12));

/** Ends on ticks or halfway between two, so that the axis stays where it is while a curve moves within it. `limits` are never crossed. */
export function niceAxis(low: number, high: number, wanted: number, limits?: { readonly min?: number; readonly max?: number }): Axis {
  const spread = high - low || Math.abs(high) * 0.2 || 1;
  const [from, to] = high > low ? [low, high] : [low - spread / 2, high + spread / 2];
  const step = niceStep((to - from) / Math.max(1, wanted));
  const half = step / 2;
  const min = Math.max(limits?.min ?? -Infinity, Math.floor(from / half + 1e-9) * half);
  const max = Math.min(limits?.max ?? Infinity, Math.ceil(to / half - 1e-9) * half);
  const ticks: number[] = [];
  for (let i = Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i++) ticks.push(tidy(i * step));
  return { min: tidy(min), max: tidy(max > min ? max : min + step), ticks };
}

/** The largest of 1, 2, 2.5, 5 × 10ⁿ that is not above `value`. */
export function niceBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return (FACTORS.findLast((candidate) => candidate * power <= value * (1 + 1e-9)) ?? 1) * power;
}

/**
 * Where the x axis ends, in epochs: the whole run if it is short, else a step ahead of where it is, so that the first
 * epochs of a long run can be seen.
 */
export function epochsInView(epochs: number, done: number): number {
  const SHORT = 12;
  if (epochs <= SHORT) return Math.max(1, epochs);
  let end = 10;
  for (let i = 0; end < done * 1.1; i++) end *= i % 3 === 1 ? 2.5 : 2;
  return Math.min(epochs, end);
}

/** Whole epochs, or parts of one where fewer than two are in view; about `wanted` of them. */
export function epochTicks(end: number, wanted: number): number[] {
  const rough = end / Math.max(1, wanted);
  const step = end <= 2 ? Math.max(0.1, niceStep(rough)) : Math.max(1, Math.round(niceStep(Math.max(1, rough))));
  const ticks: number[] = [];
  for (let i = 0; i * step <= end + 1e-9; i++) ticks.push(tidy(i * step));
  return ticks;
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
