import type { ReactElement } from 'react';
import type { Likelihood } from '../../src/protocol/evaluation';

interface LikelyProps {
  readonly likely: readonly Likelihood[];
  readonly names: readonly string[];
  /** What it is, where that is known. */
  readonly truth?: number;
}

/** What a sample may be, as bars; with passes the line is a deviation to each side. */
export function Likely({ likely, names, truth }: LikelyProps): ReactElement {
  return (
    <ul className="likely">
      {likely.map(({ id, probability, deviation }) => (
        <li key={id} className={id === truth ? 'truth' : ''}>
          <span className="name" title={names[id]}>
            {names[id]}
          </span>
          <span className="bar" aria-hidden="true">
            <i style={{ width: `${100 * probability}%` }} />
            {deviation !== undefined && <b style={whisker(probability, deviation)} />}
          </span>
          <span className="mono">
            {small(probability)}
            {deviation !== undefined && <span className="dim"> ±{deviation.toFixed(3)}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What is not nothing is not told as 0. */
function small(probability: number): string {
  if (Number.isNaN(probability)) return 'nan';
  return probability > 0 && probability < 0.0005 ? '<0.001' : probability.toFixed(3);
}

function whisker(probability: number, deviation: number): { left: string; width: string } {
  const [from, to] = [Math.max(0, probability - deviation), Math.min(1, probability + deviation)];
  return { left: `${100 * from}%`, width: `${100 * (to - from)}%` };
}
