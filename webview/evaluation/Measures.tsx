import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { accuracyOf } from '../../src/core/evaluation/confusion';
import { formatCount } from '../../src/core/format';
import { kerasNumber } from '../../src/core/training/kerasLog';
import type { EvaluationReport } from '../../src/protocol/evaluation';

interface MeasuresProps {
  readonly report: EvaluationReport;
  readonly output: EvaluationReport['outputs'][number];
}

/** The numbers of `model.evaluate`, by Keras's names, and what passes with dropout make of them. */
export function Measures({ report: { logs, passes, outputs }, output }: MeasuresProps): ReactElement {
  const keys = Object.keys(logs).sort((a, b) => Number(b === 'loss') - Number(a === 'loss') || a.localeCompare(b));
  // Where it is a metric of the design it is there already.
  const told = outputs.length === 1 && ['mae', 'mean_absolute_error'].some((key) => key in logs);
  return (
    <dl className="measures">
      {keys.map((key) => (
        <div key={key}>
          <dt className="mono">{key}</dt>
          <dd className={Number.isFinite(logs[key]) ? '' : 'err'}>{kerasNumber(logs[key] ?? NaN)}</dd>
        </div>
      ))}
      {passes !== undefined && output.kind === 'classes' && (
        <div>
          <dt>{l10n.t`accuracy of ${formatCount(passes)} passes with dropout`}</dt>
          <dd>{kerasNumber(accuracyOf(output.confusion))}</dd>
        </div>
      )}
      {output.kind === 'values' && (
        <>
          {!told && (
            <div>
              <dt>{l10n.t('mean absolute error')}</dt>
              <dd>{kerasNumber(output.meanAbsoluteError)}</dd>
            </div>
          )}
          <div>
            <dt>{l10n.t('root mean square error')}</dt>
            <dd>{kerasNumber(output.rootMeanSquareError)}</dd>
          </div>
          {output.explained !== undefined && (
            <div>
              <dt title={l10n.t('The share of the variance of the targets that is explained')}>R²</dt>
              <dd>{kerasNumber(output.explained)}</dd>
            </div>
          )}
        </>
      )}
    </dl>
  );
}
