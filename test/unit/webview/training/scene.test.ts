import { expect, test } from 'vitest';
import type { RunEntry } from '../../../../src/protocol/training';
import { spoken } from '../../../../webview/training/charts/reading';
import { readScene } from '../../../../webview/training/charts/scene';
import { emptyPanel } from '../../../../webview/training/panelState';
import { readViewState, toggleCompared } from '../../../../webview/training/viewState';
import { runAt } from './run';

const entry = (id: string, more: Partial<RunEntry>): RunEntry => ({ id, name: 'net', folder: '/', phase: 'finished', epochs: 2, parameters: 1, results: {}, settings: {}, ...more }); // prettier-ignore
const panel = (...runs: RunEntry[]) => ({
  ...emptyPanel(['b', 'c'].reduce(toggleCompared, readViewState(undefined))),
  run: runAt({}, 12),
  fetched: { b: { ...runAt({}, 8), id: 'b' }, c: { ...runAt({}, 8), id: 'c' } },
  runs,
});

test('runs of the same name are told apart by what was changed for them, others only by their names', () => {
  const scene = readScene(panel(entry('run', { note: 'units 64' }), entry('b', { note: 'type Adam' }), entry('c', { label: 'mine', note: 'rate 1' }))); // prettier-ignore
  expect(scene.shown).toMatchObject({ color: 0, apart: 'units 64' });
  expect(scene.compared.map(({ label, apart }) => [label, apart])).toEqual([
    [undefined, 'type Adam'],
    ['mine', undefined],
  ]);
  expect(spoken(scene, ['loss'], { x: 1, epoch: 1 })).toBe(
    'Epoch 1: loss 1.0000, validation 2.0000; net, type Adam loss 1.0000, validation 2.0000; mine loss 1.0000, validation 2.0000',
  );
});

test('without a shown run those beside it are drawn all the same', () => {
  const { run: _run, ...rest } = panel();
  expect(readScene(rest).shown).toBeUndefined();
  expect(readScene(rest).compared.map(({ run, color }) => [run.id, color])).toEqual([
    ['b', 1],
    ['c', 2],
  ]);
});
