import type { ReactElement } from 'react';

const WIDTH = 38;
const HEIGHT = 14;
/** A calm line stays calm: less than this many powers of ten are not stretched to the full height. */
const LEAST_SPREAD = 1;

/** A small line of logarithms; the newest value has a dot. */
export function Spark({ trace }: { readonly trace: readonly (number | null)[] }): ReactElement {
  const known = trace.filter((value) => value !== null);
  const middle = (Math.max(...known) + Math.min(...known)) / 2;
  const spread = Math.max(LEAST_SPREAD, Math.max(...known) - Math.min(...known));
  const x = (i: number) => (trace.length < 2 ? WIDTH : (i / (trace.length - 1)) * WIDTH);
  const y = (value: number) => HEIGHT / 2 - ((value - middle) / spread) * (HEIGHT - 3);
  let pen = 'M';
  const path = trace.map((value, i) => {
    if (value === null) {
      pen = 'M';
      return '';
    }
    const part = `${pen}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = 'L';
    return part;
  });
  const last = trace.at(-1);
  return (
    <svg className="spark" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path d={path.join('')} />
      {typeof last === 'number' && <circle cx={x(trace.length - 1)} cy={y(last)} r="1.7" />}
    </svg>
  );
}
