/** Ends and ticks of an axis. */
export interface Axis {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  /** Equal distances are equal factors; both ends are above 0. */
  readonly log?: true;
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

const LOG_FACTORS = [1, 2, 5];

/** The powers of ten and their multiples around what is there; only the powers where there are many of them. `low` is above 0. */
export function logAxis(low: number, high: number): Axis {
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)) - 1; 10 ** power <= high * 10; power++)
    all.push(...LOG_FACTORS.map((f) => f * 10 ** power).filter((value) => value > 0));
  const min = all.findLast((value) => value <= low * (1 + 1e-9)) ?? low;
  const max = all.find((value) => value >= high * (1 - 1e-9) && value > min) ?? high;
  const within = all.filter((value) => value >= min * (1 - 1e-9) && value <= max * (1 + 1e-9));
  const powers = within.filter((value) => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9);
  const every = Math.max(1, Math.ceil(powers.length / 6));
  const ticks = powers.length > 2 ? powers.filter((_, i) => i % every === 0) : within;
  return { min: tidy(min), max: tidy(max), ticks: ticks.map(tidy), log: true };
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
export function epochTicks({ from, to }: { readonly from: number; readonly to: number }, wanted: number): number[] {
  const rough = (to - from) / Math.max(1, wanted);
  const step = to - from <= 2 ? niceStep(rough) : Math.max(1, Math.round(niceStep(Math.max(1, rough))));
  const ticks: number[] = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + 1e-9; i++) ticks.push(tidy(i * step));
  return ticks;
}

/** Of a figure or a letter of a label, in CSS pixels. */
const CHARACTER = 6.2;
const GAP = 6;

/** The ticks whose labels end before `last` begins, which stands at the right end of an axis of this width (CSS pixels). */
export function ticksBefore(
  last: string,
  ticks: readonly number[],
  { from, to }: { readonly from: number; readonly to: number },
  width: number,
): number[] {
  const free = width - last.length * CHARACTER - GAP;
  return ticks.filter((tick) => ((tick - from) / (to - from)) * width + (String(tick).length * CHARACTER) / 2 <= free);
}

/** The value below which this share of the values lies; they are sorted, and at least one. */
export const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
