import * as l10n from '@vscode/l10n';
import { kerasNumber } from '../../src/core/training/kerasLog';
import { formatRatio } from '../shared/format';

/** A loss or a metric: four decimals, `nan` for what is no number, empty for what is not known. */
export const metricValue = (value: number | undefined): string => (value === undefined ? '' : minus(kerasNumber(value)));

/** A minus sign instead of a hyphen; the exponent keeps its own. */
const minus = (text: string) => text.replace(/^-/, '−');

/** `5.7 s`, `19 s`, `2:05`, `1:04:10` from an hour on, `3 days 4 h` from two days on. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (h >= 48) return l10n.t`${Math.floor(h / 24)} days ${h % 24} h`;
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Milliseconds a step: `3.3 ms`, `340 µs`, `1.2 s`. */
export function stepTime(seconds: number): string {
  if (seconds >= 1) return `${seconds.toFixed(1)} s`;
  if (seconds >= 0.1) return `${(seconds * 1e3).toFixed(0)} ms`;
  return seconds >= 1e-3 ? `${(seconds * 1e3).toFixed(1)} ms` : `${(seconds * 1e6).toFixed(0)} µs`;
}

/** `34%` */
export const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** A learning rate, as short as it can be said: `0.01`, `0.00334`, `1e−5`. */
export function rate(value: number): string {
  const short = Number(value.toPrecision(3));
  return short !== 0 && short < 1e-4 ? short.toExponential() : String(short);
}

/** Decimals so that every rate of a column keeps three digits and all line up. */
export function rateColumn(values: readonly number[]): (value: number) => string {
  const positive = values.filter((value) => value > 0);
  const least = Math.min(...positive);
  if (positive.length === 0 || least < 1e-5 || values.every((value) => value === values[0])) return rate;
  const decimals = Math.min(8, Math.max(2, 2 - Math.floor(Math.log10(least))));
  return (value) => value.toFixed(decimals);
}

/** Ticks of an axis with as many decimals as they need. */
export function tickLabels(ticks: readonly number[], share: boolean): string[] {
  const shown = share ? ticks.map((tick) => tick * 100) : ticks;
  const largest = Math.max(...shown.map(Math.abs), 0);
  if (!share && largest > 0 && (largest < 1e-3 || largest >= 1e5))
    return shown.map((tick) => (tick === 0 ? '0' : minus(formatRatio(tick).replace('.0e', 'e'))));
  const decimals = [0, 1, 2, 3, 4, 5].find((n) => shown.every((tick) => Math.abs(Number(tick.toFixed(n)) - tick) <= largest * 1e-6)) ?? 6;
  return shown.map((tick) => minus(tick.toFixed(decimals)) + (share ? '%' : ''));
}

/** Ticks of a logarithmic axis: each as short as it can be, since they have no decimals in common. */
export const logTickLabels = (ticks: readonly number[]): string[] => ticks.map((tick) => minus(rate(tick)));
