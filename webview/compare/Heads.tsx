import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { Side } from '../../src/protocol/compare';
import type { Compared } from './App';

/** What stands on which side. */
export function Heads({ compared }: { readonly compared: Compared }): ReactElement {
  const sides: readonly Side[] = compared.side ? [compared.side] : ['before', 'after'];
  return (
    <div className="heads">
      <h1 className="unseen">{l10n.t`What differs in ${compared.after.title}`}</h1>
      {sides.map((side) => (
        <h2 key={side}>
          <span className="which">{side === 'before' ? l10n.t('Before') : l10n.t('After')}</span>
          <b>{compared[side].title}</b>
          {compared[side].detail !== undefined && <span className="dim">{compared[side].detail}</span>}
        </h2>
      ))}
    </div>
  );
}
