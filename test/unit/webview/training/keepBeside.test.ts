import { expect, test } from 'vitest';
import type { RunState } from '../../../../src/core/training/run';
import type { RunEntry } from '../../../../src/protocol/training';
import { createStore } from '../../../../webview/shared/store';
import { keepBeside } from '../../../../webview/training/keepBeside';
import { emptyPanel, reducePanel, type PanelState } from '../../../../webview/training/panelState';
import { readViewState, toggleCompared } from '../../../../webview/training/viewState';
import { runAt } from './run';

const entry = (id: string, epochs: number, phase: RunEntry['phase'] = 'running') =>
  ({ id, name: id, folder: '/', phase, epochs, parameters: 1, results: {}, settings: {} }) as const;
/** Has four steps an epoch. */
const state = (id: string, epochs: number, phase: RunState['phase'] = 'running'): RunState => ({ ...runAt({ epochs: 1000 }, 4 * epochs), id, phase }); // prettier-ignore

function panel(...compared: string[]) {
  const store = createStore<PanelState>(emptyPanel(compared.reduce(toggleCompared, readViewState(undefined))));
  const asked: string[] = [];
  keepBeside(store, (id) => asked.push(id));
  const tell = (message: Parameters<typeof reducePanel>[1]) => store.set(reducePanel(store.get(), message));
  const list = (...runs: RunEntry[]) => tell({ type: 'runsChanged', runs });
  return {
    store,
    tell,
    list,
    toggle: (id: string) => store.set({ view: toggleCompared(store.get().view, id) }),
    answer: (run: RunState) => tell({ type: 'compared', run }),
    asked: () => asked.splice(0),
  };
}

test('what was drawn when the panel was closed is asked for once it is listed, and once', () => {
  const { list, asked } = panel('a');
  expect(asked()).toEqual([]);
  list(entry('a', 3, 'finished'), entry('b', 3, 'finished'));
  list(entry('a', 3, 'finished'), entry('b', 4, 'finished'));
  expect(asked()).toEqual(['a']);
});

test('a run that goes on beside the shown one is fetched again, the seldomer the longer it is, and once more when it has ended', () => {
  const { list, answer, asked } = panel('a');
  list(entry('a', 3));
  answer(state('a', 3));
  expect(asked()).toEqual(['a']);
  list(entry('a', 4));
  expect(asked()).toEqual(['a']);
  answer(state('a', 100));
  list(entry('a', 105));
  expect(asked()).toEqual([]);
  list(entry('a', 111));
  expect(asked()).toEqual(['a']);
  answer(state('a', 111));
  list(entry('a', 112, 'finished'));
  expect(asked()).toEqual(['a']);
  answer(state('a', 112, 'finished'));
  list(entry('a', 112, 'finished'));
  expect(asked()).toEqual([]);
});

test('a run whose folder says another thing than the list is not asked for again and again', () => {
  const { list, answer, asked } = panel('a');
  for (let i = 0; i < 3; i++) {
    list(entry('a', 3, 'finished'));
    answer(state('a', 2, 'finished'));
  }
  expect(asked()).toEqual(['a']);
});

test('a run that is not drawn any more is not kept, is fetched anew when it is drawn again, and one that comes late is let go', () => {
  const { store, list, answer, toggle, asked } = panel('a');
  list(entry('a', 3, 'finished'));
  answer(state('a', 3, 'finished'));
  toggle('a');
  expect(store.get().fetched).toEqual({});
  answer(state('a', 3, 'finished'));
  expect(store.get().fetched).toEqual({});
  asked();
  toggle('a');
  expect(asked()).toEqual(['a']);
});

test('the shown run is told of anyway; when another is shown, it is fetched as it is by then', () => {
  const { list, tell, asked } = panel('a');
  tell({ type: 'snapshot', run: state('a', 1), trusted: true });
  list(entry('a', 1), entry('b', 1, 'finished'));
  expect(asked()).toEqual([]);
  tell({ type: 'snapshot', run: state('b', 1, 'finished'), trusted: true });
  expect(asked()).toEqual(['a']);
});
