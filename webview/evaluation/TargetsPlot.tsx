import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { formatCount } from '../../src/core/format';
import type { JudgedValues } from '../../src/protocol/evaluation';
import { sameDecimals } from './sameDecimals';

interface TargetsPlotProps {
  readonly pairs: NonNullable<JudgedValues['pairs']>;
  /** Of how many samples these are. */
  readonly samples: number;
}

/** Pixels on a side, and around the dots. */
const SIZE = 320;
const INSET = 8;

/** What the model gives against what is wanted: on the line from corner to corner they are the same. */
export function TargetsPlot({ pairs, samples }: TargetsPlotProps): ReactElement | null {
  const shown = pairs.filter((pair) => pair.every(Number.isFinite));
  if (shown.length === 0) return null;
  const values = shown.flat();
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  const place = (value: number): number => INSET + ((value - least) / (most - least || 1)) * (SIZE - 2 * INSET);
  const text = sameDecimals([least, most], 3);
  const dots = shown.map(([target, output]) => `M${place(target).toFixed(1)} ${(SIZE - place(output)).toFixed(1)}h0`).join('');
  return (
    <figure className="targets">
      <div className="h">
        <h2 id="targets-title">{l10n.t('Output against target')}</h2>
        {shown.length < samples && (
          <span className="dim small">{l10n.t`${formatCount(shown.length)} of ${formatCount(samples)} samples`}</span>
        )}
      </div>
      <div className="plot">
        <span className="up mono small dim" aria-hidden="true">
          <span>{text(most)}</span>
          <span>{l10n.t('output')}</span>
          <span>{text(least)}</span>
        </span>
        <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-labelledby="targets-title">
          <path className="same" d={`M${INSET} ${SIZE - INSET}L${SIZE - INSET} ${INSET}`} />
          <path className="dots" d={dots} />
        </svg>
        <span className="across mono small dim" aria-hidden="true">
          <span>{text(least)}</span>
          <span>{l10n.t('target')}</span>
          <span>{text(most)}</span>
        </span>
      </div>
    </figure>
  );
}
