import * as l10n from '@vscode/l10n';
import { useMemo, type ReactElement } from 'react';
import type { Analysis, LayerAnalysis } from '../../../src/core/analysis';
import { costsOf, layerMemory } from '../../../src/core/costs/costs';
import { layerCosts, modelCosts, type CostRow } from '../../../src/core/costs/describeCosts';
import { timeKey } from '../../../src/core/costs/stepTimes';
import { formatBytes, formatCount } from '../../../src/core/format';
import { formatMilliseconds } from '../../shared/format';
import { useDesigner, useDesignerState } from '../state/designer';
import { useRested } from '../state/useRested';
import { Section } from './Section';

/** What the selected layer costs, with the sums. What is in a closed section is not worked out. */
export function LayerCosts({ layer }: { readonly layer: LayerAnalysis }): ReactElement | null {
  const analysis = useDesignerState(({ session }) => session.shown);
  const memory = layerMemory(costsOf(analysis), layer);
  if (!memory || (memory.training === 0 && !layer.multiplyAdds)) return null;
  return (
    <Section id="layer.costs" title={l10n.t('Costs')} summary={formatBytes(memory.training)} openAtFirst={false}>
      <LayerRows layer={layer} />
    </Section>
  );
}

function LayerRows({ layer }: { readonly layer: LayerAnalysis }): ReactElement {
  // Receptive fields are those of all layers before it: of a large design they come when the typing rests.
  const analysis = useRested(useDesignerState(({ session }) => session.shown));
  const times = useDesignerState((state) => state.measured?.times);
  const rows = useMemo(() => layerCosts(analysis, layer), [analysis, layer]);
  const time = times?.layers[timeKey(layer)];
  if (!times || time === undefined) return <Rows rows={rows} />;
  const help = l10n.t`There and back, for a batch of ${formatCount(times.batchSize)} samples, measured on ${times.runtime}.`;
  return <Rows rows={[...rows, { title: l10n.t('Time'), result: formatMilliseconds(time), help }]} />;
}

/** What the whole model costs, and how that is measured. */
export function ModelCosts(): ReactElement | null {
  const analysis = useRested(useDesignerState(({ session }) => session.shown));
  if (analysis.layers.length === 0) return null;
  return (
    <Section id="training.costs" title={l10n.t('Costs')} summary={formatBytes(costsOf(analysis).training)} openAtFirst={false}>
      <ModelRows analysis={analysis} />
    </Section>
  );
}

function ModelRows({ analysis }: { readonly analysis: Analysis }): ReactElement {
  const designer = useDesigner();
  const memory = useDesignerState(({ session }) => session.facts.memory);
  const trusted = useDesignerState((state) => state.trusted);
  const measured = useDesignerState((state) => state.measured);
  const rows = useMemo(() => modelCosts(analysis, memory), [analysis, memory]);
  return (
    <>
      <Rows rows={rows} />
      {measured && <p className="help">{measured.words}</p>}
      {trusted && (
        <div className="links indented">
          <button
            className="link"
            title={l10n.t('Takes one step of random samples in a process of its own, and measures it')}
            onClick={() => designer.post({ type: 'checkMemory' })}
          >
            {measured ? l10n.t('Measure again') : l10n.t('Measure a step')}
          </button>
        </div>
      )}
    </>
  );
}

function Rows({ rows }: { readonly rows: readonly CostRow[] }): ReactElement {
  return (
    <dl className="costs">
      {rows.map(({ title, sum, result, whole, all, help }) => (
        <div key={`${title} ${result}`} className={all ? 'all' : ''} title={help}>
          <dt>{title}</dt>
          <dd>
            <b>{result}</b>
            {(sum ?? whole) !== undefined && <span className="sum">{sum ?? whole}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
