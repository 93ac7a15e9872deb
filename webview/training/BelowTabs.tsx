import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { ViewState } from './viewState';

const TABS = [
  ['log', l10n.t('Log')],
  ['runs', l10n.t('All runs')],
] as const;

/** What stands below the charts: the log of the shown run, or all runs. */
export function BelowTabs({
  below,
  choose,
}: {
  readonly below: ViewState['below'];
  readonly choose: (below: ViewState['below']) => void;
}): ReactElement {
  return (
    <div className="belowtabs" role="group" aria-label={l10n.t('Below the charts')}>
      {TABS.map(([key, name]) => (
        <button key={key} type="button" data-below={key} aria-pressed={below === key} onClick={() => choose(key)}>
          {name}
        </button>
      ))}
    </div>
  );
}
