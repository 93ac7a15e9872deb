import * as l10n from '@vscode/l10n';
import { useMemo, type ReactElement } from 'react';
import { repetitionsOf } from '../../../src/core/blocks/repetitions';
import { formatRatio, formatSmall } from '../../shared/format';
import { isHealthyRatio, MANY_DEAD, ratioPosition, sparkline } from '../../shared/layerHealth';
import { layerHealth } from '../graph/health';
import { useDesignerState } from '../state/designer';
import { usePicture } from '../state/pictures';

const SPARK = { width: 54, height: 14 };

/** How a layer does while it trains: its gradient, its update in proportion to its weights, its dead units. Of several: the worst. */
export function HealthRow({ id }: { readonly id: string }): ReactElement | null {
  const events = useDesignerState(({ run }) => run?.health);
  const flat = usePicture((picture) => picture?.analysis.flat);
  const names = useMemo(() => (flat ? repetitionsOf(flat, id).flatMap(({ layers }) => layers) : []), [flat, id]);
  const health = useMemo(() => events && layerHealth(events, names), [events, names]);
  if (!health) return null;
  const { gradient, gradients, updateRatio, dead, updateOf, deadOf } = health;
  const spark = sparkline(gradients, SPARK.width, SPARK.height);
  const many = dead !== undefined && dead >= MANY_DEAD;
  return (
    <div className="health">
      <div title={l10n.t('Norm of the gradient, over the last reports, on a log scale')}>
        {gradient !== undefined && (
          <>
            <span className="dim">{l10n.t('grad')}</span>
            <svg className="spark" width={SPARK.width} height={SPARK.height} aria-hidden="true">
              {spark && <path d={spark.path} />}
              {spark && <circle className="end" cx={spark.end[0]} cy={spark.end[1]} r="1.8" />}
            </svg>
            <span className={`mono small ${Number.isFinite(gradient) ? '' : 'err'}`}>{formatSmall(gradient)}</span>
          </>
        )}
      </div>
      <div
        title={
          updateOf === undefined
            ? l10n.t('Update : weight, from 1e-5 to 1e-1; the band around 1e-3 is healthy')
            : l10n.t`Update : weight of ${updateOf}, the layer farthest from the healthy band around 1e-3`
        }
      >
        {updateRatio !== undefined && (
          <>
            <span className="dim">{l10n.t('update')}</span>
            <span className={`range ${isHealthyRatio(updateRatio) ? '' : 'bad'}`}>
              <u />
              <i style={{ left: `${ratioPosition(updateRatio) * 100}%` }} />
            </span>
            <span className="mono small">{formatRatio(updateRatio)}</span>
          </>
        )}
      </div>
      <div
        title={
          deadOf === undefined
            ? l10n.t('Units that gave zero for every sample of the batch')
            : l10n.t`Units of ${deadOf} that gave zero for every sample of the batch: the largest share of the layers in here`
        }
      >
        {dead !== undefined && (
          <>
            <span className="dim">{l10n.t('dead')}</span>
            <span className={`dead ${many ? 'bad' : ''}`}>
              <i style={{ width: `${dead * 100}%` }} />
            </span>
            <span className={`mono small figure ${many ? 'strong' : ''}`}>{Math.round(dead * 100)}%</span>
          </>
        )}
      </div>
    </div>
  );
}
