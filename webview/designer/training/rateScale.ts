import type { Tick } from './Chart';

/** A learning rate as it is read: three digits, with an exponent where it is small. */
export function rateText(rate: number): string {
  if (rate === 0) return '0';
  const text =
    rate >= 1e-3 && rate < 1e3 ? String(Number(rate.toPrecision(3))) : rate.toExponential(1).replace('e+', 'e').replace('.0e', 'e');
  return text;
}

/** How values stand in a chart: from 0 to 1 upwards (or to the right). */
export interface Scale {
  readonly place: (value: number) => number;
  readonly value: (place: number) => number;
  readonly ticks: readonly Tick[];
  readonly logarithmic: boolean;
}

/** Rates further apart than this are seen only on a log scale. */
const WIDE = 30;

/** From 0 to the largest; on a log scale where parts of training would be flat lines on the ground otherwise. */
export function rateScale(peaks: readonly number[], least: number): Scale {
  const positive = peaks.filter((peak) => peak > 0);
  const most = Math.max(0, ...positive);
  if (most === 0) return linear(1);
  return most / Math.min(...positive) > WIDE ? logScale(Math.max(least, most / 1e6), most) : linear(most);
}

function linear(most: number): Scale {
  return {
    place: (value) => value / (most * 1.06),
    value: (place) => place * most * 1.06,
    ticks: [
      { at: 0, text: '0' },
      { at: 1 / 1.06, text: rateText(most) },
    ],
    logarithmic: false,
  };
}

/** Ticks at powers of ten, not more than five of them. */
export function logScale(least: number, most: number): Scale {
  const [low, high] = [Math.log10(least), Math.max(Math.log10(most), Math.log10(least) + 1e-9)];
  const place = (value: number): number => (value <= 0 ? 0 : Math.max(0, Math.min(1, (Math.log10(value) - low) / (high - low))));
  const every = Math.max(1, Math.ceil((high - low) / 5));
  const powers: number[] = [];
  for (let power = Math.ceil(low - 1e-9); power <= high + 1e-9; power += every) powers.push(power);
  return {
    place,
    value: (at) => 10 ** (low + at * (high - low)),
    ticks: powers.map((power) => ({ at: place(10 ** power), text: rateText(10 ** power) })),
    logarithmic: true,
  };
}
