import * as l10n from '@vscode/l10n';
import { memo, useMemo, type ReactElement, type ReactNode } from 'react';
import { formatCount } from '../../../src/core/format';
import type { RunCommand, RunEntry } from '../../../src/protocol/training';
import { Button, TextField } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { duration, metricValue, rate } from '../format';
import { isFull, RUN_COLORS, type TableView, type ViewState } from '../viewState';
import { whenStarted } from './entries';
import { filterRuns } from './filterRuns';
import { menuContext, RunKey, RunMenu } from './RunParts';
import { bestValues, cellOf, nextSort, runsText, sortRuns, tableColumns, titleOf, type Column } from './tableRows';
import { useRowFocus } from './useRowFocus';

export interface RunActions {
  readonly open: (id: string) => void;
  readonly toggle: (id: string) => void;
  /** Draws these beside the shown one, or none where all of them are. */
  readonly drawThese: (ids: readonly string[]) => void;
  readonly command: (run: string, command: RunCommand) => void;
  readonly copy: (text: string) => void;
  readonly setTable: (table: TableView) => void;
}

export interface RunsTableProps {
  readonly tabs: ReactNode;
  readonly runs: readonly RunEntry[];
  readonly shown: string | undefined;
  readonly compared: ViewState['compared'];
  readonly table: TableView;
  readonly actions: RunActions;
}

/** All runs with what they came to, what it took and the settings in which those that are listed differ. */
export const RunsTable = memo(function RunsTable({ tabs, runs, shown, compared, table, actions }: RunsTableProps): ReactElement {
  const { sort, filter, drawnOnly } = table;
  const drawn = useMemo(() => new Map(compared.map(({ id, color }) => [id, color])), [compared]);
  const listed = useMemo(() => {
    const among = drawnOnly ? runs.filter(({ id }) => id === shown || drawn.has(id)) : runs;
    const found = filterRuns(among, filter);
    const columns = tableColumns(found);
    return { columns, rows: sortRuns(found, columns, sort), best: bestValues(found, columns) };
  }, [runs, shown, drawn, filter, drawnOnly, sort]);
  const { columns, rows, best } = listed;
  const ids = rows.map(({ id }) => id);
  const { list, press, focus, tabOf } = useRowFocus<HTMLTableSectionElement>(ids, shown, actions.command);
  const full = isFull({ compared, ...(shown !== undefined && { run: shown }) });
  const others = ids.filter((id) => id !== shown).slice(0, RUN_COLORS - 1);
  const order = (id: string) => actions.setTable({ ...table, sort: nextSort(sort, id, columns) });
  const copyName = l10n.t('Copy the table');
  return (
    <section className="log runtable" aria-label={l10n.t('Table of runs')}>
      <div className="h">
        {tabs}
        <span className="r">
          <span className="dim">{rows.length === runs.length ? '' : l10n.t`${rows.length} of ${runs.length}`}</span>
          <TextField
            value={filter}
            className="filter"
            aria-label={l10n.t('Filter the runs')}
            placeholder={l10n.t('adam  val_loss<0.1')}
            title={l10n.t(
              'Words of name, note or the settings in which runs differ; or a value: batch_size=32, val_accuracy>0.97, seconds<60',
            )}
            onInput={(text) => actions.setTable({ ...table, filter: text })}
          />
          <Button
            kind="icon"
            pressed={drawnOnly}
            aria-label={l10n.t('Only runs in the charts')}
            title={l10n.t('Only the runs that are drawn in the charts, and the settings in which they differ')}
            onClick={() => actions.setTable({ ...table, drawnOnly: !drawnOnly })}
          >
            <Icon name="eye" />
          </Button>
          <Button
            kind="icon"
            aria-label={copyName}
            title={copyName}
            disabled={rows.length === 0}
            onClick={() => actions.copy(runsText(rows, columns))}
          >
            <Icon name="copy" />
          </Button>
        </span>
      </div>
      <div className="scroll" tabIndex={0} role="region" aria-label={l10n.t('Runs as a table')}>
        <table>
          <thead>
            <tr>
              <Heading id="name" name={l10n.t('run')} sort={sort} order={order}>
                <DrawThese others={others} drawn={drawn} drawThese={actions.drawThese} />
              </Heading>
              {columns.map((column, i) => (
                <Heading
                  key={column.id}
                  id={column.id}
                  name={headings[column.key] ?? column.name}
                  title={titles[column.kind](column.key)}
                  sort={sort}
                  order={order}
                  className={cellClass(column, columns[i - 1])}
                />
              ))}
            </tr>
          </thead>
          <tbody ref={list} onKeyDown={press}>
            {rows.map((entry) => (
              <tr
                key={entry.id}
                className={entry.id === shown ? 'on' : ''}
                data-vscode-context={menuContext(entry)}
                onFocus={() => focus(entry.id)}
              >
                <th scope="row">
                  <span className="run">
                    <RunKey
                      entry={entry}
                      shown={entry.id === shown}
                      color={drawn.get(entry.id)}
                      full={full}
                      tab={tabOf(entry.id)}
                      toggle={actions.toggle}
                    />
                    <button
                      type="button"
                      className="entry"
                      data-part="open"
                      data-run={entry.id}
                      tabIndex={tabOf(entry.id)}
                      aria-current={entry.id === shown ? 'true' : undefined}
                      title={entry.label === undefined ? entry.name : `${entry.label} (${entry.name})`}
                      onClick={() => actions.open(entry.id)}
                    >
                      {titleOf(entry)}
                    </button>
                    <RunMenu entry={entry} tab={tabOf(entry.id)} />
                  </span>
                </th>
                {columns.map((column, i) => (
                  <Cell
                    key={column.id}
                    column={column}
                    value={cellOf(entry, column)}
                    best={best.get(column.id)}
                    className={cellClass(column, columns[i - 1])}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && (
          <p className="none dim">{runs.length === 0 ? l10n.t('Nothing was trained here yet.') : l10n.t('No run is like that.')}</p>
        )}
      </div>
    </section>
  );
});

const headings: { readonly [key: string]: string } = {
  // Beside those that were wanted: that is a setting.
  epochs_done: l10n.t('epochs done'),
  seconds: l10n.t('time'),
  parameters: l10n.t('parameters'),
  startedAt: l10n.t('started'),
  remark: l10n.t('note'),
};

const titles: { readonly [kind in Column['kind']]: (key: string) => string | undefined } = {
  result: (key) => l10n.t`Best ${key} of all epochs`,
  fact: () => undefined,
  setting: (key) => key,
};

interface HeadingProps {
  readonly id: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly className?: string;
  readonly sort: TableView['sort'];
  readonly order: (id: string) => void;
  /** Before the name. */
  readonly children?: ReactNode;
}

function Heading({ id, name, title, className = '', sort, order, children }: HeadingProps): ReactElement {
  const sorted = sort?.column === id ? (sort.descending ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" className={className} aria-sort={sorted}>
      {children}
      <button type="button" title={title} onClick={() => order(id)}>
        {name}
        {sorted && <Icon name={sorted === 'ascending' ? 'up' : 'down'} />}
      </button>
    </th>
  );
}

interface DrawTheseProps {
  readonly others: readonly string[];
  readonly drawn: ReadonlyMap<string, number>;
  readonly drawThese: (ids: readonly string[]) => void;
}

/** What the line before a run does, for all that are listed. */
function DrawThese({ others, drawn, drawThese }: DrawTheseProps): ReactElement {
  const all = others.length > 0 && others.every((id) => drawn.has(id));
  return (
    <button
      type="button"
      className="key"
      disabled={others.length === 0}
      aria-pressed={all}
      aria-label={l10n.t('Draw the listed runs beside')}
      title={all ? l10n.t('Take them out of the charts') : l10n.t('Draw the listed runs beside the shown one, the first nine of them')}
      onClick={() => drawThese(others)}
    >
      <i className={all ? 'all' : 'off'} />
    </button>
  );
}

interface CellProps {
  readonly column: Column;
  readonly value: number | string | undefined;
  readonly best: number | undefined;
  readonly className: string;
}

function Cell({ column, value, best, className }: CellProps): ReactElement {
  const isBest = best !== undefined && value === best;
  return (
    <td className={`${className} ${isBest ? 'strong' : ''}`} title={typeof value === 'string' ? value : undefined}>
      {cellText(column, value)}
      {isBest && (
        <>
          <Icon name="star" />
          <span className="hidden">{l10n.t('best')}</span>
        </>
      )}
    </td>
  );
}

/** Words begin at the left, numbers stand in line at the right; a line parts results, facts and settings. */
const cellClass = (column: Column, before: Column | undefined): string =>
  [column.kind === 'result' && 'result', !column.numbers && column.key !== 'startedAt' && 'words', column.kind !== before?.kind && 'group']
    .filter(Boolean)
    .join(' ');

function cellText({ kind, key }: Column, value: number | string | undefined): string {
  if (value === undefined) return '';
  if (key === 'startedAt') return whenStarted(String(value));
  if (typeof value === 'string') return value;
  if (kind === 'result') return metricValue(value);
  if (key === 'seconds') return duration(value);
  return kind === 'fact' ? formatCount(value) : rate(value);
}
