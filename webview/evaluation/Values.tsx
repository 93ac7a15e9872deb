import * as l10n from '@vscode/l10n';
import type { ReactElement, ReactNode } from 'react';
import { kerasNumber } from '../../src/core/training/kerasLog';
import type { EvaluationReport, JudgedValues, MeasuredSample } from '../../src/protocol/evaluation';
import { Picture } from '../shared/Picture';
import { Look } from './Look';

interface ValuesProps {
  readonly judged: JudgedValues;
  readonly report: EvaluationReport;
  readonly beside: ReactNode;
}

/** The samples that a model of numbers, or an autoencoder, is furthest away from. */
export function Values({ judged: { shown }, report, beside }: ValuesProps): ReactElement {
  const pictured = shown.some(({ given }) => given !== undefined);
  return (
    <div className="columns">
      <section>
        <h2>{l10n.t('The largest errors')}</h2>
        <table className="scores values">
          <thead>
            <tr>
              <th scope="col">{l10n.t('Sample')}</th>
              <th scope="col">{pictured ? l10n.t('Goes in') : l10n.t('Input')}</th>
              {pictured && <th scope="col">{l10n.t('Comes out')}</th>}
              {!pictured && <th scope="col">{l10n.t('Target')}</th>}
              {!pictured && <th scope="col">{l10n.t('Output')}</th>}
              <th scope="col">{l10n.t('Mean error')}</th>
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
                {!pictured && <td>{numbers(sample.target)}</td>}
                {!pictured && <td>{outputs(sample)}</td>}
                <td>{kerasNumber(sample.error)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section>{beside}</section>
    </div>
  );
}

const numbers = (values: readonly number[]): string => values.map((value) => Number(value.toPrecision(4))).join(', ');

const outputs = ({ output, deviation }: MeasuredSample): string =>
  deviation ? output.map((value, i) => `${numbers([value])} ±${numbers([deviation[i]!])}`).join(', ') : numbers(output);
