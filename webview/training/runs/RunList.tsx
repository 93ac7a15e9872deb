import * as l10n from '@vscode/l10n';
import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { RunEntry } from '../../../src/protocol/training';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { metricValue } from '../format';
import { RUN_COLORS, type ViewState } from '../viewState';
import { orderRuns, runNote, scoreName } from './entries';
import { withParts } from '../../shared/withParts';

export interface RunListProps {
  readonly runs: readonly RunEntry[];
  /** Id of the shown run. */
  readonly shown: string | undefined;
  readonly view: ViewState;
  readonly open: (id: string) => void;
  readonly toggle: (id: string) => void;
  readonly sort: (order: ViewState['order']) => void;
  readonly revealFolder: () => void;
  /** Where there is no room for a column, the list is folded under its heading. */
  readonly folded: boolean;
}

export function RunList({ runs, shown, view, open, toggle, sort, revealFolder, folded }: RunListProps): ReactElement {
  const [unfolded, setUnfolded] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const [active, setActive] = useState<string>();
  const ordered = orderRuns(runs, view.order);
  const stop = ordered.some(({ id }) => id === active) ? active : (shown ?? ordered[0]?.id);
  const visible = !folded || unfolded;

  const move = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = ordered.findIndex(({ id }) => id === stop);
    const next = ordered[Math.min(ordered.length - 1, Math.max(0, at + by))];
    const part = (event.target as HTMLElement).dataset.part ?? 'open';
    if (!next) return;
    setActive(next.id);
    [...(list.current?.querySelectorAll<HTMLElement>(`[data-part="${part}"]`) ?? [])]
      .find(({ dataset }) => dataset.run === next.id)
      ?.focus();
  };

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
          </span>
        )}
      </div>
      {visible && (
        <>
          <ul ref={list} onKeyDown={move}>
            {ordered.map((entry) => (
              <Run
                key={entry.id}
                entry={entry}
                shown={entry.id === shown}
                color={view.compared.find(({ id }) => id === entry.id)?.color}
                full={view.compared.length === RUN_COLORS - 1}
                tab={entry.id === stop ? 0 : -1}
                open={open}
                toggle={toggle}
                focus={() => setActive(entry.id)}
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
}

interface RunProps {
  readonly entry: RunEntry;
  readonly shown: boolean;
  /** Its place among the colours, while it is drawn beside the shown one. */
  readonly color: number | undefined;
  /** No colour is left for another run. */
  readonly full: boolean;
  readonly tab: 0 | -1;
  readonly open: (id: string) => void;
  readonly toggle: (id: string) => void;
  readonly focus: () => void;
}

function Run({ entry, shown, color, full, tab, open, toggle, focus }: RunProps): ReactElement {
  const { id, name, score } = entry;
  const drawn = shown || color !== undefined;
  const { state, note } = runNote(entry);
  const comparable = drawn || (!full && entry.phase !== 'starting');
  return (
    <li className={`run ${shown ? 'on' : ''} ${drawn ? '' : 'muted'}`} onFocus={focus}>
      {shown ? (
        <span className="key">
          <i className="run-0" />
        </span>
      ) : (
        <button
          type="button"
          className="key"
          data-part="key"
          data-run={id}
          tabIndex={tab}
          disabled={!comparable}
          aria-pressed={drawn}
          aria-label={l10n.t`Draw ${name} beside`}
          title={
            drawn
              ? l10n.t('Take it out of the charts')
              : full
                ? l10n.t('There are as many runs in the charts as there are colours: take one out first')
                : l10n.t('Draw it beside the shown run')
          }
          onClick={() => toggle(id)}
        >
          <i className={color === undefined ? 'off' : `run-${color}`} />
        </button>
      )}
      <button
        type="button"
        className="entry"
        data-part="open"
        data-run={id}
        tabIndex={tab}
        aria-current={shown ? 'true' : undefined}
        onClick={() => open(id)}
      >
        <span className={`name ${shown ? 'strong' : ''}`}>{name}</span>
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
    </li>
  );
}
