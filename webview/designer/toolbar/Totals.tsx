import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { formatBytes, formatCount } from '../../../src/core/format';
import { shortCount } from '../../shared/format';
import { layerById, useDesigner, useDesignerState } from '../state/designer';
import { phasedAnalysis, shownPhase } from '../state/training';
import { withParts } from '../../shared/withParts';

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
        {withParts(
          complete ? l10n.t('{0} parameters') : l10n.t('at least {0} parameters'),
          <b>{long ? formatCount(total) : shortCount(total)}</b>,
        )}
      </span>
      <span title={l10n.t`${formatCount(trainable)} trainable, ${formatCount(nonTrainable)} not`}>
        {withParts(l10n.t('{0} trainable'), <b>{long ? formatCount(trainable) : shortCount(trainable)}</b>)}
      </span>
      {nonTrainable > 0 && (
        <span>
          {withParts(l10n.t('{0} non-trainable'), <b>{nonTrainable < 1e9 ? formatCount(nonTrainable) : shortCount(nonTrainable)}</b>)}
        </span>
      )}
      {phase !== undefined && (
        <span className="inphase">
          {l10n.t`in phase ${phase + 1}`}
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
          {withParts(l10n.t('{0} multiply-adds'), <b>{shortCount(multiplyAdds)}</b>)}
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
