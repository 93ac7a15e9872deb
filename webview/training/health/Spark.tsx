import type { ReactElement } from 'react';
import { sparkline } from '../../shared/layerHealth';

const WIDTH = 38;
const HEIGHT = 14;

/** A small line on a log scale; the newest value has a dot. */
export function Spark({ values }: { readonly values: readonly number[] }): ReactElement | null {
  const line = sparkline(values, WIDTH, HEIGHT);
  if (!line) return null;
  return (
    <svg className="spark" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path d={line.path} />
      <circle cx={line.end[0]} cy={line.end[1]} r="1.7" />
    </svg>
  );
}
