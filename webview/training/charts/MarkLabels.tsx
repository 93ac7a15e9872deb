import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { RunState } from '../../../src/core/training/run';
import { formatCount } from '../../../src/core/format';
import { Icon } from '../../shared/icons';
import { metricValue } from '../format';
import { across, isSeen, type Geometry } from './Plot';
import { withParts } from '../../shared/withParts';

export interface MarkLabelsProps {
  readonly geometry: Geometry;
  /** One chart says which epoch was the best; in the others the line is enough. */
  readonly label: boolean;
  /** A curve that rises leaves the lower corner free, one that falls the upper. */
  readonly rising: boolean;
  readonly run: RunState | undefined;
}

/** What the marked places on the x axis are. */
export function MarkLabels({ geometry, label, rising, run }: MarkLabelsProps): ReactElement {
  const { best, broken, phases = [], changes = [], xFrom, xEnd } = geometry;
  const key = run?.epochLogs.some(({ logs }) => 'val_loss' in logs) ? 'val_loss' : 'loss';
  const place = (x: number) => `mark ${rising ? 'low' : 'high'} ${x > xFrom + (xEnd - xFrom) * 0.7 ? 'before' : 'after'}`;
  return (
    <>
      {label && best && isSeen(geometry, best.x) && (
        <div className={place(best.x)} style={{ left: across(geometry, best.x) }}>
          <Icon name="star" className="run-0" />
          {l10n.t`best ${key}, epoch ${best.x}`}
        </div>
      )}
      {label &&
        phases
          .filter(({ x }) => isSeen(geometry, x))
          .map(({ x, phase }) => (
            <div key={phase} className={`${place(x)} phase`} style={{ left: across(geometry, x) }}>
              {l10n.t`phase ${phase}`}
            </div>
          ))}
      {label &&
        changes
          .filter(({ x }) => isSeen(geometry, x))
          .map(({ x, words }) => (
            <div key={x} className={`${place(x)} change`} style={{ left: across(geometry, x) }} title={words}>
              <Icon name="pencil" />
              {words}
            </div>
          ))}
      {broken && isSeen(geometry, broken.x) && (
        <div className={`${place(broken.x)} broken`} style={{ left: across(geometry, broken.x) }}>
          <Icon name="error" className="err" />
          <span>
            {withParts(
              l10n.t('{0} from epoch {1}, step {2}'),
              <span className="mono err">{metricValue(broken.value)}</span>,
              broken.epoch,
              formatCount(broken.step),
            )}
          </span>
        </div>
      )}
    </>
  );
}
