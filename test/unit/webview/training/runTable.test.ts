import { expect, test } from 'vitest';
import type { RunEntry } from '../../../../src/protocol/training';
import { filterRuns } from '../../../../webview/training/runs/filterRuns';
import { bestValues, nextSort, runsText, sortRuns, tableColumns } from '../../../../webview/training/runs/tableRows';

const entry = (id: string, more: Partial<RunEntry> = {}): RunEntry => ({
  id,
  name: 'net',
  folder: `/runs/${id}`,
  phase: 'finished',
  startedAt: `2026-01-0${id}T00:00:00Z`,
  epochs: 5,
  parameters: 100,
  results: {},
  settings: {},
  ...more,
});
const RUNS = [
  entry('1', { results: { loss: 0.3, val_loss: 0.4, val_accuracy: 0.9 }, seconds: 20, settings: { optimizer: 'SGD', batch_size: 32 } }),
  entry('2', { results: { loss: 0.1, val_loss: 0.5, val_accuracy: 0.95 }, seconds: 9, settings: { optimizer: 'Adam', batch_size: 128 } }),
  entry('3', {
    label: 'diverged',
    remark: 'rate far too high',
    phase: 'failed',
    results: {},
    settings: { optimizer: 'SGD', batch_size: 32 },
  }),
];
const ids = (runs: readonly RunEntry[]) => runs.map(({ id }) => id).join('');
const sorted = (column: string, descending: boolean) => ids(sortRuns(RUNS, tableColumns(RUNS), { column, descending }));

test('results come first, then the settings in which the runs differ, then what it took', () => {
  expect(tableColumns(RUNS).map(({ id }) => id)).toEqual([
    'result val_accuracy',
    'result val_loss',
    'result loss',
    'setting optimizer',
    'setting batch_size',
    'epochs_done',
    'seconds',
    'startedAt',
    'remark',
  ]);
  expect(tableColumns(RUNS).filter(({ numbers }) => numbers)).toHaveLength(6);
});

test('the epochs that were wanted are told apart from those that were done', () => {
  const runs = [entry('1', { epochs: 7, settings: { epochs: 10 } }), entry('2', { epochs: 12, settings: { epochs: 20 } })];
  const columns = tableColumns(runs);
  expect(columns.slice(0, 2).map(({ name }) => name)).toEqual(['epochs', 'epochs_done']);
  expect(runsText(runs.slice(0, 1), columns.slice(0, 2))).toBe('run\tdesign\tepochs\tepochs_done\nnet\tnet\t10\t7\n');
  expect(ids(filterRuns(runs, 'epochs=10'))).toBe('1');
  expect(ids(filterRuns(runs, 'epochs_done>10'))).toBe('2');
  expect(ids(filterRuns(RUNS, 'epochs=5'))).toBe('123');
});

test('of runs that are alike in a setting it has no column; parameters have one where they differ', () => {
  const columns = tableColumns([RUNS[0]!, { ...RUNS[2]!, parameters: 50 }]).map(({ id }) => id);
  expect(columns).not.toContain('setting optimizer');
  expect(columns).toContain('parameters');
});

test('runs are sorted by any column, and what has no value comes last either way', () => {
  expect(sorted('result val_loss', false)).toBe('123');
  expect(sorted('result val_loss', true)).toBe('213');
  expect(sorted('setting batch_size', true)[0]).toBe('2');
  expect(sorted('name', false)[0]).toBe('3');
  expect(sorted('no such column', false)).toBe('321');
  expect(ids(sortRuns(RUNS, [], undefined))).toBe('321');
});

test('a heading is pressed for the best first, then for the other way, then for none', () => {
  const columns = tableColumns(RUNS);
  const presses = (id: string) => {
    const first = nextSort(undefined, id, columns);
    const second = nextSort(first, id, columns);
    return [first?.descending, second?.descending, nextSort(second, id, columns)];
  };
  expect(presses('result val_accuracy')).toEqual([true, false, undefined]);
  expect(presses('result val_loss')).toEqual([false, true, undefined]);
  expect(presses('name')).toEqual([false, true, undefined]);
  expect(nextSort({ column: 'name', descending: true }, 'seconds', columns)).toEqual({ column: 'seconds', descending: false });
});

test('the best value of each result is known, whichever way is better', () => {
  const columns = tableColumns(RUNS);
  expect([...bestValues(RUNS, columns)]).toEqual([
    ['result val_accuracy', 0.95],
    ['result val_loss', 0.4],
    ['result loss', 0.1],
  ]);
  expect(bestValues(RUNS.slice(0, 1), columns).size).toBe(0);
});

test('runs are found by words and by values, all of them', () => {
  const found = (query: string) => ids(filterRuns(RUNS, query));
  expect(found('')).toBe('123');
  expect(found('sgd')).toBe('13');
  expect(found('too high')).toBe('3');
  expect(found('failed')).toBe('3');
  expect(found('val_accuracy>0.92')).toBe('2');
  expect(found('sgd seconds<30')).toBe('1');
  expect(found('batch_size=128')).toBe('2');
  expect(found('batch_size>=32')).toBe('123');
  expect(found('val_loss<=0.4')).toBe('1');
  expect(ids(filterRuns([entry('1', { settings: { 'layers.conv-1.filters': 32 } }), entry('2')], 'conv-1.filters>16'))).toBe('1');
  expect(found('optimizer=adam')).toBe('2');
  expect(found('nothing=1')).toBe('');
});

test('the table is copied as a spreadsheet takes it, a line a run', () => {
  const text = runsText(RUNS.slice(2), tableColumns(RUNS));
  expect(text.split('\n')).toEqual([
    'run\tdesign\tval_accuracy\tval_loss\tloss\toptimizer\tbatch_size\tepochs_done\tseconds\tstartedAt\tremark',
    'diverged\tnet\t\t\t\tSGD\t32\t5\t\t2026-01-03T00:00:00Z\trate far too high',
    '',
  ]);
});
