import * as l10n from '@vscode/l10n';
import { useState, type ReactElement } from 'react';
import { formatCount } from '../../../src/core/format';
import type { PreviewedPart } from '../../../src/protocol/dataPreview';

/** More classes are shown only when asked for. */
const SHOWN = 12;

interface ClassCountsProps {
  readonly training: PreviewedPart;
  readonly validation: PreviewedPart | undefined;
  readonly nameOf: (id: number) => string;
}

/** How many samples each class has: a bar for training, and behind it one for validation. */
export function ClassCounts({ training, validation, nameOf }: ClassCountsProps): ReactElement {
  const [all, setAll] = useState(false);
  const counts = (training.classes ?? []).map((count, id) => ({ id, count, kept: validation?.classes?.[id] ?? 0 }));
  const most = Math.max(1, ...counts.map(({ count, kept }) => count + kept));
  const kept = validation?.classes !== undefined;
  return (
    <>
      <table className="counts">
        <caption className="dim">{kept ? l10n.t('Samples of each class: training, validation') : l10n.t('Samples of each class')}</caption>
        <thead className="unseen">
          <tr>
            <th scope="col">{l10n.t('Class')}</th>
            <td />
            <th scope="col">{l10n.t('Training')}</th>
            {kept && <th scope="col">{l10n.t('Validation')}</th>}
          </tr>
        </thead>
        <tbody>
          {counts.slice(0, all ? Infinity : SHOWN).map(({ id, count, kept: held }) => (
            <tr key={id} className={count === 0 ? 'none' : ''}>
              <th scope="row" title={nameOf(id)}>
                {nameOf(id)}
              </th>
              <td aria-hidden="true">
                <span className="bars">
                  <i className="train" style={{ width: `${(100 * count) / most}%` }} />
                  <i className="validation" style={{ width: `${(100 * held) / most}%` }} />
                </span>
              </td>
              <td>{formatCount(count)}</td>
              {kept && <td>{formatCount(held)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {counts.length > SHOWN && (
        <button className="link more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? l10n.t('Fewer classes') : l10n.t`All ${formatCount(counts.length)} classes`}
        </button>
      )}
    </>
  );
}
