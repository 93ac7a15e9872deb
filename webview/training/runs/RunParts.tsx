import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { RunEntry } from '../../../src/protocol/training';
import { Icon } from '../../shared/icons';
import { openMenu } from '../openMenu';
import { isActive } from './entries';
import { titleOf } from './tableRows';

/** What VS Code's own menu of a run goes by: package.json says when each command is in it. */
export const menuContext = (entry: RunEntry): string =>
  JSON.stringify({
    webviewSection: 'run',
    id: entry.id,
    runActive: isActive(entry),
    preventDefaultContextMenuItems: true,
  });

export interface RunPartProps {
  readonly entry: RunEntry;
  readonly shown: boolean;
  /** Its place among the colours, while it is drawn beside the shown one. */
  readonly color: number | undefined;
  readonly tab: 0 | -1;
}

interface RunKeyProps extends RunPartProps {
  /** No colour is left for another run. */
  readonly full: boolean;
  readonly toggle: (id: string) => void;
}

/** The line before a run: in its colour where it is drawn, else dashed; a press draws it beside the shown one. */
export function RunKey({ entry, shown, color, tab, full, toggle }: RunKeyProps): ReactElement {
  if (shown)
    return (
      <span className="key">
        <i className="run-0" />
      </span>
    );
  const drawn = color !== undefined;
  return (
    <button
      type="button"
      className="key"
      data-part="key"
      data-run={entry.id}
      tabIndex={tab}
      disabled={!drawn && (full || entry.phase === 'starting')}
      aria-pressed={drawn}
      aria-label={l10n.t`Draw ${titleOf(entry)} beside`}
      title={
        drawn
          ? l10n.t('Take it out of the charts')
          : full
            ? l10n.t('There are as many runs in the charts as there are colours: take one out first')
            : l10n.t('Draw it beside the shown run')
      }
      onClick={() => toggle(entry.id)}
    >
      <i className={drawn ? `run-${color}` : 'off'} />
    </button>
  );
}

/** Opens the menu that a right click on the run opens. */
export function RunMenu({ entry, tab }: Pick<RunPartProps, 'entry' | 'tab'>): ReactElement {
  return (
    <button
      type="button"
      className="more"
      data-part="more"
      data-run={entry.id}
      tabIndex={tab}
      aria-haspopup="menu"
      aria-label={l10n.t`More of ${titleOf(entry)}`}
      title={l10n.t('Rename, write a note, take its design, compare, export, delete')}
      onClick={openMenu}
    >
      <Icon name="more" />
    </button>
  );
}
