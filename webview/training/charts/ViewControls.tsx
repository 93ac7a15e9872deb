import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { formatCount } from '../../../src/core/format';
import { Icon } from '../../shared/icons';
import { openMenu } from '../openMenu';
import type { Span } from './zoom';

/** How the charts are looked at: for each of them its axis, for all the smoothing and the part that is seen. */
export interface ViewControlsProps {
  readonly logAxes: readonly string[];
  readonly toggleLog: (metric: string) => void;
  readonly smoothing: number;
  readonly smooth: (batches: number) => void;
  /** Set where only a part is seen. */
  readonly zoom: Span | undefined;
  readonly showAll: () => void;
}

export function LogSwitch({
  logAxes,
  toggleLog,
  metric,
  title,
}: Pick<ViewControlsProps, 'logAxes' | 'toggleLog'> & { metric: string; title: string }): ReactElement {
  return (
    <button
      type="button"
      className="quiet mono"
      aria-pressed={logAxes.includes(metric)}
      aria-label={l10n.t`Logarithmic axis: ${title}`}
      title={l10n.t('Logarithmic axis: equal distances are equal factors')}
      onClick={() => toggleLog(metric)}
    >
      {l10n.t('log')}
    </button>
  );
}

const SMOOTHINGS = [0, 10, 30, 100, 300, 1000];

export function Smoothing({ smoothing, smooth }: Pick<ViewControlsProps, 'smoothing' | 'smooth'>): ReactElement {
  return (
    <span className="pick">
      <select
        className="quiet"
        value={smoothing}
        aria-label={l10n.t('Smoothed line of the batches')}
        title={l10n.t('Draws the mean of about so many batches over the line of each batch, of the runs beside too')}
        onChange={({ target }) => smooth(Number(target.value))}
      >
        {SMOOTHINGS.map((batches) => (
          <option key={batches} value={batches}>
            {batches === 0 ? l10n.t('not smoothed') : l10n.t`mean of ${formatCount(batches)}`}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </span>
  );
}

/** `2`, `2.35`: as exact as what is seen needs it. */
export function spanText({ from, to }: Span): string {
  const decimals = to - from < 0.1 ? 3 : to - from < 5 ? 2 : 1;
  const text = (x: number) => String(Number(x.toFixed(decimals)));
  return l10n.t`epochs ${text(from)} to ${text(to)}`;
}

export function ZoomChip({ zoom, showAll }: Pick<ViewControlsProps, 'zoom' | 'showAll'>): ReactElement | null {
  if (!zoom) return null;
  return (
    <button type="button" className="quiet zoomed" title={l10n.t('Show all epochs (double click, or 0)')} onClick={showAll}>
      {spanText(zoom)}
      <Icon name="close" />
    </button>
  );
}

/** Opens the menu of the charts. */
export const ChartsMenu = (): ReactElement => (
  <button
    type="button"
    className="quiet menu"
    aria-haspopup="menu"
    aria-label={l10n.t('More of the charts')}
    title={l10n.t('Save the charts as a picture or their numbers')}
    onClick={openMenu}
  >
    <Icon name="more" />
  </button>
);
