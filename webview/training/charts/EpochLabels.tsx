import * as l10n from '@vscode/l10n';
import { memo, type ReactElement } from 'react';
import { epochTicks } from './axis';
import { across, type Geometry } from './Plot';
import { epochsText } from '../../../src/core/countWords';

/** Room that a label needs, and that of the last one, in CSS pixels. */
const LABEL = 34;
const END = 58;

/** The x axis of all charts, below the last of them; its end says what is counted. */
export const EpochLabels = memo(function EpochLabels({ geometry }: { readonly geometry: Geometry }): ReactElement {
  const { xFrom, xEnd, width } = geometry;
  const whole = xFrom === 0 && Number.isInteger(xEnd);
  const ticks = epochTicks({ from: xFrom, to: xEnd }, Math.min(10, width / LABEL)).filter(
    (tick) => ((tick - xFrom) / (xEnd - xFrom)) * width < width - END,
  );
  return (
    <div className="epochlabels" aria-hidden="true">
      {ticks.map((tick) => (
        <span key={tick} style={{ left: across(geometry, tick) }}>
          {tick}
        </span>
      ))}
      <span className="end">{whole ? epochsText(xEnd) : l10n.t('epochs')}</span>
    </div>
  );
});
