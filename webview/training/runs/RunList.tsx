import * as l10n from '@vscode/l10n';
import { memo, useState, type ReactElement } from 'react';
import type { RunCommand, RunEntry } from '../../../src/protocol/training';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { metricValue } from '../format';
import { isFull, type ViewState } from '../viewState';
import { orderRuns, runNote, scoreName } from './entries';
import { menuContext, RunKey, RunMenu, type RunPartProps } from './RunParts';
import { titleOf } from './tableRows';
import { useRowFocus } from './useRowFocus';
import { withParts } from '../../shared/withParts';

export interface RunListProps {
  readonly runs: readonly RunEntry[];
  /** Id of the shown run. */
  readonly shown: string | undefined;
  readonly view: ViewState;
  readonly open: (id: string) => void;
  readonly toggle: (id: string) => void;
  readonly sort: (order: ViewState['order']) => void;
  readonly command: (run: string, command: RunCommand) => void;
  /** Shows all runs as a table. */
  readonly showTable: () => void;
  readonly revealFolder: () => void;
  /** Where there is no room for a column, the list is folded under its heading. */
  readonly folded: boolean;
}

/** Drawn again only when the list is another one, not with each step. */
export const RunList = memo(function RunList({
  runs,
  shown,
  view,
  open,
  toggle,
  sort,
  command,
  showTable,
  revealFolder,
  folded,
}: RunListProps): ReactElement {
  const [unfolded, setUnfolded] = useState(false);
  const ordered = orderRuns(runs, view.order);
  const { list, press, focus, tabOf } = useRowFocus<HTMLUListElement>(ordered.map(({ id }) => id), shown, command); // prettier-ignore
  const visible = !folded || unfolded;

  return (
    <nav className="side" aria-label={l10n.t('Runs')}>
      <div className="h">
        {folded ? (
          <h2>
            <button type="button" className="fold" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
              <Icon name={unfolded ? 'down' : 'right'} />
              {withParts(l10n.t('Runs {0}'), <span className="dim">{runs.length}</span>)}
            </button>
          </h2>
        ) : (
          <h2>{l10n.t('Runs')}</h2>
        )}
        {visible && runs.length > 1 && (
          <span className="r">
            <span className="mono">{scoreName(runs)}</span>
            <Button
              kind="icon"
              aria-label={view.order === 'newest' ? l10n.t('Sort: newest first') : l10n.t('Sort: best first')}
              title={view.order === 'newest' ? l10n.t('Newest first; press for best first') : l10n.t('Best first; press for newest first')}
              onClick={() => sort(view.order === 'newest' ? 'best' : 'newest')}
            >
              <Icon name={view.order === 'newest' ? 'clock' : 'star'} />
            </Button>
            <Button
              kind="icon"
              aria-label={l10n.t('Table of runs')}
              title={l10n.t('All runs in a table, with the settings in which they differ')}
              onClick={showTable}
            >
              <Icon name="table" />
            </Button>
          </span>
        )}
      </div>
      {visible && (
        <>
          <ul ref={list} onKeyDown={press}>
            {ordered.map((entry) => (
              <Run
                key={entry.id}
                entry={entry}
                shown={entry.id === shown}
                color={view.compared.find(({ id }) => id === entry.id)?.color}
                full={isFull(view)}
                tab={tabOf(entry.id)}
                open={open}
                toggle={toggle}
                focus={() => focus(entry.id)}
              />
            ))}
          </ul>
          {runs.length === 0 && <p className="none dim">{l10n.t('Runs are kept here, with their curves and weights.')}</p>}
          {runs.length > 0 && (
            <div className="foot small dim">
              <span>{runs.length === 1 ? l10n.t('1 run') : l10n.t('{0} runs', runs.length)}</span>
              <button type="button" className="link" onClick={revealFolder}>
                {l10n.t('Show folder')}
              </button>
            </div>
          )}
        </>
      )}
    </nav>
  );
});

interface RunProps extends RunPartProps {
  /** No colour is left for another run. */
  readonly full: boolean;
  readonly open: (id: string) => void;
  readonly toggle: (id: string) => void;
  readonly focus: () => void;
}

function Run({ entry, shown, color, full, tab, open, toggle, focus }: RunProps): ReactElement {
  const { id, label, name, score, remark } = entry;
  const drawn = shown || color !== undefined;
  const { state, note } = runNote(entry);
  return (
    <li className={`run ${shown ? 'on' : ''} ${drawn ? '' : 'muted'}`} data-vscode-context={menuContext(entry)} onFocus={focus}>
      <RunKey entry={entry} shown={shown} color={color} tab={tab} full={full} toggle={toggle} />
      <button
        type="button"
        className="entry"
        data-part="open"
        data-run={id}
        tabIndex={tab}
        aria-current={shown ? 'true' : undefined}
        title={[label !== undefined && name, remark].filter(Boolean).join('\n') || undefined}
        onClick={() => open(id)}
      >
        <span className={`name ${shown ? 'strong' : ''}`}>{titleOf(entry)}</span>
        {score && <span className={`v mono ${Number.isFinite(score.value) ? '' : 'err'}`}>{metricValue(score.value)}</span>}
        <span className="diff">
          {shown ? [l10n.t('this run'), state].filter(Boolean).join(', ') : state}
          {note && (
            <>
              {(shown || state) && ', '}
              <span className="mono">{note}</span>
            </>
          )}
        </span>
      </button>
      <RunMenu entry={entry} tab={tab} />
    </li>
  );
}
