import { expect, test } from 'vitest';
import { newRun } from '../../../../src/core/training/run';
import type { ToTraining } from '../../../../src/protocol/training';
import { fromWire } from '../../../../webview/training/fromWire';
import { emptyPanel, reducePanel } from '../../../../webview/training/panelState';
import { compareThese, isFull, readViewState, toggleCompared } from '../../../../webview/training/viewState';
import { runAt, runEvents } from './run';

const start = emptyPanel(readViewState(undefined));
/** As VS Code sends it. */
const sent = (message: ToTraining) => fromWire(JSON.parse(JSON.stringify(message)) as ToTraining);

test('a snapshot and the events after it are the same as all of the events', () => {
  const all = runEvents({}, 7);
  const whole = reducePanel(
    reducePanel(start, sent({ type: 'snapshot', run: newRun('run', 'net'), trusted: true })),
    sent({ type: 'events', run: 'run', events: all }),
  );
  const half = reducePanel(start, sent({ type: 'snapshot', run: runAt({}, 3), trusted: true }));
  const rest = reducePanel(half, sent({ type: 'events', run: 'run', events: all.slice(4) }));
  expect(rest.run).toEqual(whole.run);
  expect(whole.run?.step).toBe(7);
});

test('events of another run are not taken in', () => {
  const state = reducePanel(start, sent({ type: 'snapshot', run: runAt({}, 3), trusted: true }));
  expect(reducePanel(state, sent({ type: 'events', run: 'other', events: runEvents({}, 2) }))).toBe(state);
  expect(reducePanel(start, sent({ type: 'events', run: 'run', events: [] }))).toBe(start);
});

test('a number that is not finite survives the way through JSON, as one that is no number', () => {
  const run = runAt({ loss: (step) => (step > 2 ? NaN : 1) }, 5);
  const state = reducePanel(start, sent({ type: 'snapshot', run, trusted: true }));
  expect(state.run?.steps.values.loss).toEqual([1, 1, NaN, NaN, NaN]);
  const logs = { loss: Infinity, val_loss: 1 };
  const [event] = runEvents({}, 4).slice(-1);
  const after = reducePanel(state, sent({ type: 'events', run: 'run', events: [{ ...event, logs } as never] }));
  expect(after.run?.epochLogs.at(-1)?.logs).toEqual({ loss: NaN, val_loss: 1 });
});

test('what a run folder wrote as words is a number again, and what a layer lacks stays absent', () => {
  const message = {
    type: 'events',
    run: 'run',
    events: [{ type: 'health', step: 1, layers: [{ name: 'a', gradientNorm: 'Infinity' }, { name: 'b' }] }],
  };
  expect(fromWire(message as never)).toEqual({
    ...message,
    events: [{ type: 'health', step: 1, layers: [{ name: 'a', gradientNorm: Infinity }, { name: 'b' }] }],
  });
});

test('the kept state names the shown run, for the panel to be opened again with it', () => {
  const state = reducePanel(start, sent({ type: 'snapshot', run: runAt({}, 3), trusted: true }));
  expect(state.view.run).toBe('run');
  expect(state.known).toBe(true);
});

test('a compared run keeps its colour, and the colour of one that was taken out is free again', () => {
  const both = toggleCompared(toggleCompared(start.view, 'a'), 'b');
  expect(both.compared).toEqual([
    { id: 'a', color: 1 },
    { id: 'b', color: 2 },
  ]);
  const moved = toggleCompared(toggleCompared(both, 'a'), 'c');
  expect(moved.compared).toEqual([
    { id: 'b', color: 2 },
    { id: 'c', color: 1 },
  ]);
});

test('there are no more runs beside than there are colours', () => {
  const nine = [...'abcdefghi'];
  const full = [...nine, 'j'].reduce(toggleCompared, start.view);
  expect(full.compared.map(({ id }) => id)).toEqual(nine);
  expect(new Set(full.compared.map(({ color }) => color)).size).toBe(nine.length);
});

test('a compared run that is opened gives its colour to another', () => {
  const full = [...'abcdefghi'].reduce(toggleCompared, start.view);
  expect(isFull(full)).toBe(true);
  const opened = { ...full, run: 'e' };
  expect(isFull(opened)).toBe(false);
  const more = toggleCompared(opened, 'j');
  expect(more.compared.map(({ id }) => id)).toEqual([...'abcdfghij']);
  expect(more.compared.at(-1)?.color).toBe(5);
});

test('a view state of an older version is made whole', () => {
  expect(readViewState({ run: 'x' })).toMatchObject({ run: 'x', log: 'table', compared: [] });
});

test('another run is shown from its beginning to its end, whatever part of the one before was looked at', () => {
  const looked = { ...start, view: { ...start.view, run: 'other', zoom: { from: 1, to: 2 } } };
  const state = reducePanel(looked, sent({ type: 'snapshot', run: runAt({}, 3), trusted: true }));
  expect(state.view).not.toHaveProperty('zoom');
  expect(reducePanel({ ...state, view: { ...state.view, zoom: { from: 1, to: 2 } } }, sent({ type: 'snapshot', run: runAt({}, 3), trusted: true })).view.zoom).toEqual({ from: 1, to: 2 }); // prettier-ignore
});

test('a run that was deleted is not drawn any more', () => {
  const view = toggleCompared(toggleCompared(start.view, 'a'), 'b');
  const entry = { id: 'b', name: 'b', folder: '/', phase: 'finished', epochs: 1, parameters: 1, results: {}, settings: {} } as const;
  const state = reducePanel({ ...start, view }, sent({ type: 'runsChanged', runs: [entry] }));
  expect(state.view.compared.map(({ id }) => id)).toEqual(['b']);
});

test('several runs are drawn at once, those that are already keep their colours, and all of them go at once', () => {
  const one = toggleCompared(start.view, 'b');
  const three = compareThese(one, ['a', 'b', 'c']);
  expect(three.compared).toEqual([
    { id: 'b', color: 1 },
    { id: 'a', color: 2 },
    { id: 'c', color: 3 },
  ]);
  expect(compareThese(three, ['c', 'a', 'b']).compared).toEqual([]);
  expect(compareThese(three, ['a']).compared).toEqual([]);
  expect(compareThese(three, ['a', 'd']).compared.map(({ id }) => id)).toEqual(['a', 'd']);
  const many = Array.from({ length: 30 }, (_, i) => String(i));
  expect(new Set(compareThese(start.view, many).compared.map(({ color }) => color)).size).toBe(9);
});
