import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { formatRatio, formatSmall } from '../../shared/format';
import { Icon } from '../../shared/icons';
import type { RepetitionHealth } from '../graph/health';

/** How each repetition does, one after the other. */
export function RepetitionTable({ rows }: { readonly rows: readonly RepetitionHealth[] }): ReactElement {
  const mortal = rows.some(({ dead }) => dead !== undefined);
  return (
    <div className="reptable" role="group" aria-label={l10n.t('Repetitions')} tabIndex={rows.length > 8 ? 0 : undefined}>
      <table>
        <thead>
          <tr>
            <th scope="col">{l10n.t('each')}</th>
            <th scope="col">{l10n.t('gradient')}</th>
            <th scope="col">{l10n.t('update')}</th>
            {mortal && <th scope="col">{l10n.t('dead')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, gradient, updateRatio, dead, bad }) => (
            <tr key={name}>
              <th scope="row" title={name}>
                {bad && <Icon name="warning" className="warn" />}
                {name}
              </th>
              <td>{gradient === undefined ? '' : formatSmall(gradient)}</td>
              <td>{updateRatio === undefined ? '' : formatRatio(updateRatio)}</td>
              {mortal && <td>{dead === undefined ? '' : `${Math.round(dead * 100)}%`}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
