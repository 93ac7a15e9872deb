import * as l10n from '@vscode/l10n';
import type { Shape } from './diagnostics';

/** `28 × 28`; a dimension that is not fixed is `?`, the shape of a single number is `1`. */
export const formatShape = (shape: Shape): string =>
  shape.length === 0 ? l10n.t('one number') : shape.map((size) => size ?? '?').join(' × ');

/** `235,500`. */
export function formatCount(count: number): string {
  if (Number.isInteger(count) && count >= 0 && count < 1000) return String(count);
  if (!Number.isFinite(count)) return l10n.t('infinitely many');
  if (Math.abs(count) >= 1e15) return count.toExponential(2);
  const [whole = '', decimals] = String(count).split('.');
  const digits = whole.replace('-', '');
  const groups = [digits.slice(0, digits.length % 3 || 3)];
  for (let at = digits.length % 3 || 3; at < digits.length; at += 3) groups.push(digits.slice(at, at + 3));
  return `${count < 0 ? '−' : ''}${groups.join(',')}${decimals ? `.${decimals}` : ''}`;
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** `1.04 MB`, in steps of 1024 as Keras's summary counts. */
export function formatBytes(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, bytes < 1024 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return unit === 0 ? `${bytes} B` : `${twoDecimals(bytes / 1024 ** unit)} ${UNITS[unit]}`;
}

/** As Python writes it: exactly between two, the even one (6.125 is 6.12). */
function twoDecimals(value: number): string {
  const hundredths = value * 100;
  const tie = hundredths % 1 === 0.5 && Math.floor(hundredths) % 2 === 0;
  return (tie ? Math.floor(hundredths) / 100 : value).toFixed(2);
}
