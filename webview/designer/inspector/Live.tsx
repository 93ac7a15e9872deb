import * as l10n from '@vscode/l10n';
import { useMemo, type ReactElement } from 'react';
import type { LayerAnalysis } from '../../../src/core/analysis';
import { repetitionsOf } from '../../../src/core/blocks/repetitions';
import { formatCount } from '../../../src/core/format';
import { formatRatio, formatSmall } from '../../shared/format';
import { MANY_DEAD, ratioPosition, sparkline } from '../../shared/layerHealth';
import { layerHealth, repetitionsHealth } from '../graph/health';
import { useDesignerState } from '../state/designer';
import { AdviceBox } from './Advice';
import { RepetitionTable } from './RepetitionTable';
import { Section } from './Section';
import { withParts } from '../../shared/withParts';

const CHART = { width: 308, height: 46 };

/** How the layer does in the run that is under way. */
export function Live({ layer }: { readonly layer: LayerAnalysis }): ReactElement | null {
  const run = useDesignerState((state) => state.run);
  const events = run?.health;
  const flat = useDesignerState(({ session }) => session.shown);
  const repetitions = useMemo(() => repetitionsOf(flat, layer.id), [flat, layer.id]);
  const names = useMemo(() => repetitions.flatMap(({ layers }) => layers), [repetitions]);
  const health = useMemo(() => events && layerHealth(events, names, events.length), [events, names]);
  const each = useMemo(() => (repetitions.length > 1 ? repetitionsHealth(events ?? [], repetitions) : []), [events, repetitions]);
  if (!run || !health) return null;
  const { gradient, gradients, updateRatio, dead, updateOf, deadOf } = health;
  const line = sparkline(gradients, CHART.width, CHART.height);
  return (
    <>
      {dead !== undefined && dead >= MANY_DEAD && (
        <AdviceBox severity="warning">
          <div>
            {withParts(
              l10n.t('{0} They get no gradient, so they rarely come back. A lower {1} or {2} keeps them alive.'),
              <b>
                {deadOf === undefined
                  ? l10n.t`${Math.round(dead * 100)}% of the units never fire.`
                  : l10n.t`${Math.round(dead * 100)}% of the units of ${deadOf} never fire.`}
              </b>,
              <code>learning_rate</code>,
              <code>leaky_relu</code>,
            )}
          </div>
        </AdviceBox>
      )}
      <Section id="layer.live" title={l10n.t('Live')} summary={l10n.t`epoch ${run.epoch}, step ${formatCount(run.step)}`}>
        <div className="live">
          {gradient !== undefined && (
            <div>
              <div className="h">
                {l10n.t('Gradient norm')}
                <b>{formatSmall(gradient)}</b>
              </div>
              <svg
                viewBox={`0 0 ${CHART.width} ${CHART.height}`}
                preserveAspectRatio="none"
                role="img"
                aria-label={l10n.t`Gradient norm, now ${formatSmall(gradient)}`}
              >
                <path className="base" d={`M0 ${CHART.height}H${CHART.width}`} />
                {line && <path className="curveline" d={line.path} />}
              </svg>
              <div className="ax">
                <span>{l10n.t`${gradients.length} reports ago`}</span>
                <span>{l10n.t('log scale')}</span>
                <span>{l10n.t('now')}</span>
              </div>
            </div>
          )}
          {updateRatio !== undefined && (
            <div>
              <div className="h">
                {updateOf === undefined ? l10n.t('Update : weight') : l10n.t`Update : weight of ${updateOf}`}
                <b>{formatRatio(updateRatio)}</b>
              </div>
              <div className="range wide">
                <u />
                <i style={{ left: `${ratioPosition(updateRatio) * 100}%` }} />
              </div>
              <div className="ax">
                <span>1e-5</span>
                <span>{l10n.t('healthy near 1e-3')}</span>
                <span>1e-1</span>
              </div>
            </div>
          )}
          {each.length > 1 && <RepetitionTable rows={each} />}
        </div>
      </Section>
    </>
  );
}
