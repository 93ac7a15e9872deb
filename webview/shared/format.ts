// Numbers as the webviews write them where space is short. Counts, bytes and shapes in full are core's (`format.ts`).
import * as l10n from '@vscode/l10n';
import { formatCount } from '../../src/core/format';

const DAY = 86_400;

/** `1,024`, `0.27 M`, `1.6 G`: in full below a hundred thousand. */
export function shortCount(count: number): string {
  if (count < 1e5) return formatCount(count);
  if (count < 1e9) return `${(count / 1e6).toFixed(count < 1e7 ? 2 : count < 1e8 ? 1 : 0)} M`;
  if (count < 1e12) return `${(count / 1e9).toFixed(count < 1e10 ? 2 : count < 1e11 ? 1 : 0)} G`;
  return `${(count / 1e12).toPrecision(3)} T`;
}

/** `87%`, `3.6%`, `0.4%`; of a share between 0 and 1. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.05) return '<0.1%';
  return `${percent >= 9.95 ? percent.toFixed(0) : percent.toFixed(1)}%`;
}

/** `19 s`, `4:10` from a minute on, `1:04:10` from an hour on, `3 days` from two on. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole >= 2 * DAY) return l10n.t`${formatCount(Math.round(whole / DAY))} days`;
  const pad = (part: number): string => String(part).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

/** `0.062`, `4.6e-4`, `NaN`. */
export function formatSmall(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '−inf';
  const size = Math.abs(value);
  if (size === 0) return '0';
  return size < 1e-3 || size >= 1e4 ? value.toExponential(1).replace('e+', 'e') : value.toFixed(size < 10 ? 3 : 1);
}

/** `4.6e-4`, as a ratio is always written. */
export const formatRatio = (ratio: number): string => (ratio === 0 ? '0' : ratio.toExponential(1).replace('e+', 'e'));

/** `0.012 ms`, `1.2 ms`, `350 ms`, `2.4 s`. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(milliseconds < 1e4 ? 1 : 0)} s`;
  return `${milliseconds >= 100 ? Math.round(milliseconds) : milliseconds.toPrecision(2)} ms`;
}
