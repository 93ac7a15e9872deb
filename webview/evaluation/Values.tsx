import * as l10n from '@vscode/l10n';
import type { ReactElement, ReactNode } from 'react';
import { kerasNumber } from '../../src/core/training/kerasLog';
import type { EvaluationReport, JudgedValues, MeasuredSample } from '../../src/protocol/evaluation';
import { Picture } from '../shared/Picture';
import { Look } from './Look';
import { sameDecimals } from './sameDecimals';
import { TargetsPlot } from './TargetsPlot';

interface ValuesProps {
  readonly judged: JudgedValues;
  readonly report: EvaluationReport;
  readonly beside: ReactNode;
}

/** The samples that a model of numbers, or an autoencoder, is furthest away from. */
export function Values({ judged: { shown, pairs, size }, report, beside }: ValuesProps): ReactElement {
  const pictured = shown.some(({ given }) => given !== undefined);
  const text = sameDecimals(
    shown.flatMap(({ target, output }) => [...target, ...output]),
    4,
  );
  const list = (numbers: readonly number[]): string => cut(numbers.map(text), size);
  return (
    <div className="columns">
      <section>
        <div className="h">
          <h2>{l10n.t('The largest errors')}</h2>
        </div>
        <table className="scores values">
          <thead>
            <tr>
              <th scope="col">{l10n.t('Sample')}</th>
              <th scope="col">{pictured ? l10n.t('Goes in') : l10n.t('Input')}</th>
              {pictured && <th scope="col">{l10n.t('Comes out')}</th>}
              {!pictured && <th scope="col">{l10n.t('Target')}</th>}
              {!pictured && <th scope="col">{l10n.t('Output')}</th>}
              <th scope="col">{size === 1 ? l10n.t('Error') : l10n.t('Mean error')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((sample) => (
              <tr key={sample.index}>
                <th scope="row">{sample.index}</th>
                <td>
                  <Look sample={sample} report={report} label={l10n.t`Sample ${sample.index}`} />
                </td>
                {pictured && report.pictures && (
                  <td>
                    <Picture bytes={sample.given ?? ''} {...report.pictures} label={l10n.t`What comes out for sample ${sample.index}`} />
                  </td>
                )}
                {!pictured && <td>{list(sample.target)}</td>}
                {!pictured && <td>{sample.deviation ? varied(sample, text, size) : list(sample.output)}</td>}
                <td>{kerasNumber(sample.error)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {(beside || pairs) && (
        <section>
          {pairs && <TargetsPlot pairs={pairs} samples={report.samples} />}
          {beside}
        </section>
      )}
    </div>
  );
}

const cut = (texts: readonly string[], size: number): string => texts.join(', ') + (size > texts.length ? ', …' : '');

const varied = ({ output, deviation }: MeasuredSample, text: (value: number) => string, size: number): string =>
  cut(
    output.map((value, i) => `${text(value)} ±${text(deviation![i]!)}`),
    size,
  );
