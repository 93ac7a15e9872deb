import * as l10n from '@vscode/l10n';
import { useMemo, useState, type ReactElement } from 'react';
import { classScores, type Confusion } from '../../src/core/evaluation/confusion';
import { formatCount } from '../../src/core/format';
import { TextField } from '../shared/controls';
import { MOST_CLASSES, shownClasses } from './shownClasses';

interface ClassTableProps {
  readonly confusion: Confusion;
  readonly names: readonly string[];
  /** What is counted: whole samples, or the places that each of them has. */
  readonly counted: 'samples' | 'places';
}

/** How well each class is told from the others. Of very many classes the worst, and any that is looked for. */
export function ClassTable({ confusion, names, counted }: ClassTableProps): ReactElement {
  const [wanted, setWanted] = useState('');
  const scores = useMemo(() => classScores(confusion), [confusion]);
  const { ids, matching } = shownClasses(scores, names, wanted);
  return (
    <>
      {names.length > MOST_CLASSES && (
        <div className="find">
          <TextField value={wanted} placeholder={l10n.t('Find a class')} aria-label={l10n.t('Find a class')} onInput={setWanted} />
          <span className="dim small" role="status">
            {shownInWords(wanted, ids.length, matching, names.length)}
          </span>
        </div>
      )}
      <table className="scores classes">
        <thead>
          <tr>
            <th scope="col">{l10n.t('Class')}</th>
            <th scope="col">{counted === 'samples' ? l10n.t('Samples') : l10n.t('Places')}</th>
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
          {ids.map((id) => {
            const { samples, precision, recall, f1 } = scores[id]!;
            return (
              <tr key={id}>
                <th scope="row" title={names[id]}>
                  {names[id]}
                </th>
                <td>{formatCount(samples)}</td>
                {[precision, recall, f1].map((share, i) => (
                  <td key={i}>{share === undefined ? '–' : share.toFixed(4)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

function shownInWords(wanted: string, shown: number, matching: number, all: number): string {
  if (wanted.trim() === '') return l10n.t`The ${formatCount(shown)} with the lowest F1 of ${formatCount(all)} classes`;
  if (shown < matching) return l10n.t`The ${formatCount(shown)} with the lowest F1 of ${formatCount(matching)} classes that match`;
  return l10n.t`${formatCount(matching)} of ${formatCount(all)} classes match`;
}
