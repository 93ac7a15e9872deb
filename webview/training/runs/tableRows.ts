import { moreIsBetter } from '../../../src/core/training/moreIsBetter';
import { differingPlaces } from '../../../src/core/training/runSettings';
import type { RunEntry } from '../../../src/protocol/training';

/** A column of the table of runs. */
export interface Column {
  /** `result val_loss`, `setting optimizer.learning_rate`, `epochs_done`: what the sorting is kept by. */
  readonly id: string;
  readonly kind: 'result' | 'fact' | 'setting';
  /** Keras's key, the place in the design, or the fact's own. */
  readonly key: string;
  /** Short, as it is in the file. */
  readonly name: string;
  /** All of its values are numbers. */
  readonly numbers: boolean;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

const FIRST = [/^val_.*accuracy$/, /^val_loss$/, /^val_/, /accuracy$/, /^loss$/];
const rank = (key: string): number => (FIRST.findIndex((pattern) => pattern.test(key)) + FIRST.length + 1) % (FIRST.length + 1);

/** Results first, then the settings in which these runs differ, then what it took. */
export function tableColumns(runs: readonly RunEntry[]): Column[] {
  const keys = [...new Set(runs.flatMap(({ results }) => Object.keys(results)))].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  const facts = ['epochs_done', 'seconds', ...(differ(runs.map(({ parameters }) => parameters)) ? ['parameters'] : []), 'startedAt'];
  const remarks = runs.some(({ remark }) => remark !== undefined) ? ['remark'] : [];
  const places = differingPlaces(runs.map(({ settings }) => settings));
  const columns = [
    ...keys.map((key) => ({ id: `result ${key}`, kind: 'result', key, name: key }) as const),
    ...places.map((key) => ({ id: `setting ${key}`, kind: 'setting', key, name: key.replace(/^(optimizer|layers|data)\./, '') }) as const),
    ...facts.map((key) => ({ id: key, kind: 'fact', key, name: key }) as const),
    ...remarks.map((key) => ({ id: key, kind: 'fact', key, name: key }) as const),
  ];
  return columns.map((column) => ({ ...column, numbers: runs.every((run) => typeof (cellOf(run, column) ?? 0) === 'number') }));
}

const differ = (values: readonly unknown[]): boolean => new Set(values).size > 1;

export function cellOf(run: RunEntry, { kind, key }: Pick<Column, 'kind' | 'key'>): number | string | undefined {
  if (kind === 'result') return run.results[key];
  if (kind === 'setting') return run.settings[key];
  switch (key) {
    case 'epochs_done':
      return run.epochs;
    case 'seconds':
      return run.seconds;
    case 'parameters':
      return run.parameters;
    case 'startedAt':
      return run.startedAt;
    default:
      return run.remark;
  }
}

/** Sorted by a column, else the newest first; what has no value there comes last, either way. */
export function sortRuns(runs: readonly RunEntry[], columns: readonly Column[], sort: Sort | undefined): RunEntry[] {
  const newest = [...runs].sort((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''));
  const column = columns.find(({ id }) => id === sort?.column);
  if (!sort || !(column || sort.column === 'name')) return newest;
  const value = (run: RunEntry) => (column ? cellOf(run, column) : titleOf(run));
  return newest.sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    return compare(x, y) * (sort.descending ? -1 : 1);
  });
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}

/** What a press on a column's heading leads to: its best or least values first, then the other way, then no sorting. */
export function nextSort(sort: Sort | undefined, id: string, columns: readonly Column[]): Sort | undefined {
  const column = columns.find((one) => one.id === id);
  const first = column?.kind === 'result' ? moreIsBetter(column.key) : id === 'startedAt';
  if (sort?.column !== id) return { column: id, descending: first };
  return sort.descending === first ? { column: id, descending: !first } : undefined;
}

/** The best value of each column of results, where there is more than one run to be the best of. */
export function bestValues(runs: readonly RunEntry[], columns: readonly Column[]): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  for (const { id, kind, key } of columns) {
    const values = kind === 'result' ? runs.flatMap(({ results }) => results[key] ?? []) : [];
    if (values.length > 1) best.set(id, moreIsBetter(key) ? Math.max(...values) : Math.min(...values));
  }
  return best;
}

/** What a person calls a run. */
export const titleOf = ({ label, name }: Pick<RunEntry, 'label' | 'name'>): string => label ?? name;

/** Tab-separated, with a line of names: what a spreadsheet takes. */
export function runsText(runs: readonly RunEntry[], columns: readonly Column[]): string {
  const plain = (value: number | string | undefined) => String(value ?? '').replace(/\s+/g, ' ');
  const lines = runs.map((run) =>
    [plain(titleOf(run)), plain(run.name), ...columns.map((column) => plain(cellOf(run, column)))].join('\t'),
  );
  return [['run', 'design', ...columns.map(({ key }) => key)].join('\t'), ...lines, ''].join('\n');
}
