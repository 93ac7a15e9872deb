import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { classScores, type Confusion } from '../../src/core/evaluation/confusion';
import { formatCount } from '../../src/core/format';

interface ClassTableProps {
  readonly confusion: Confusion;
  readonly names: readonly string[];
}

/** How well each class is told from the others. */
export function ClassTable({ confusion, names }: ClassTableProps): ReactElement {
  return (
    <table className="scores">
      <thead>
        <tr>
          <th scope="col">{l10n.t('Class')}</th>
          <th scope="col">{l10n.t('Samples')}</th>
          <th scope="col" title={l10n.t('Of those taken for it, the share that is of it')}>
            {l10n.t('Precision')}
          </th>
          <th scope="col" title={l10n.t('Of those of it, the share that was found')}>
            {l10n.t('Recall')}
          </th>
          <th scope="col" title={l10n.t('The harmonic mean of precision and recall')}>
            F1
          </th>
        </tr>
      </thead>
      <tbody>
        {classScores(confusion).map(({ samples, precision, recall, f1 }, id) => (
          <tr key={id}>
            <th scope="row">{names[id]}</th>
            <td>{formatCount(samples)}</td>
            {[precision, recall, f1].map((share, i) => (
              <td key={i}>{share === undefined ? '–' : share.toFixed(4)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
