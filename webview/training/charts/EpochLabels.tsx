import * as l10n from '@vscode/l10n';
import { memo, type ReactElement } from 'react';
import { epochTicks, ticksBefore } from './axis';
import { across, type Geometry } from './Plot';
import { epochsText } from '../../../src/core/countWords';

/** Room that a label needs, in CSS pixels. */
const LABEL = 34;

/** The x axis of all charts, below the last of them; its end says what is counted. */
export const EpochLabels = memo(function EpochLabels({ geometry }: { readonly geometry: Geometry }): ReactElement {
  const { xFrom, xEnd, width } = geometry;
  const whole = xFrom === 0 && Number.isInteger(xEnd);
  const end = whole ? epochsText(xEnd) : l10n.t('epochs');
  const seen = { from: xFrom, to: xEnd };
  const ticks = ticksBefore(end, epochTicks(seen, Math.min(10, width / LABEL)), seen, width);
  return (
    <div className="epochlabels" aria-hidden="true">
      {ticks.map((tick) => (
        <span key={tick} style={{ left: across(geometry, tick) }}>
          {tick}
        </span>
      ))}
      <span className="end">{end}</span>
    </div>
  );
});
