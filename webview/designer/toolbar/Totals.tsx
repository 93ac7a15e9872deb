import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { formatBytes, formatCount } from '../../../src/core/format';
import { shortCount } from '../../shared/format';
import { layerById, useDesigner, useDesignerState } from '../state/designer';
import { phasedAnalysis, shownPhase } from '../state/training';

/** What the whole model comes to; where an error stops it, at least so much. */
export function Totals(): ReactElement {
  const designer = useDesigner();
  const { layers, totals } = useDesignerState(phasedAnalysis);
  const phase = useDesignerState(shownPhase);
  const looked = useDesignerState(({ trainingPhase }) => trainingPhase !== undefined);
  const stop = useDesignerState(({ session }) => layerById(session, session.shown.totals.stopsAt));
  if (layers.length === 0) return <span className="totals">{l10n.t('no parameters yet')}</span>;
  const { total, trainable, nonTrainable, bytes, multiplyAdds, complete } = totals;
  const long = total < 1e9;
  return (
    <span className="totals">
      <span title={formatCount(total)}>
        {!complete && l10n.t('at least ')}
        <b>{long ? formatCount(total) : shortCount(total)}</b> parameters
      </span>
      <span title={l10n.t`${formatCount(trainable)} trainable, ${formatCount(nonTrainable)} not`}>
        <b>{long ? formatCount(trainable) : shortCount(trainable)}</b> trainable
      </span>
      {nonTrainable > 0 && (
        <span>
          <b>{nonTrainable < 1e9 ? formatCount(nonTrainable) : shortCount(nonTrainable)}</b> non-trainable
        </span>
      )}
      {phase !== undefined && (
        <span className="inphase">
          in phase {phase + 1}
          {looked && (
            <button className="link" onClick={() => designer.set({ trainingPhase: undefined })}>
              {l10n.t('show as in the file')}
            </button>
          )}
        </span>
      )}
      <span title={l10n.t('All weights in float32')}>
        <b>{formatBytes(bytes)}</b>
      </span>
      {complete ? (
        <span title={l10n.t`${formatCount(multiplyAdds)} multiply-adds for one sample`}>
          <b>{shortCount(multiplyAdds)}</b> multiply-adds
        </span>
      ) : (
        stop && (
          <button className="link stops" onClick={() => designer.select([stop.id], { reveal: true })}>
            {l10n.t`stops at ${stop.name || stop.id}`}
          </button>
        )
      )}
    </span>
  );
}
