import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunEvent } from '../../../src/core/training/events';
import { EventBatches } from '../../../src/machine/eventBatches';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

const note = (message: string): RunEvent => ({ type: 'note', severity: 'info', message });
const paused: RunEvent = { type: 'paused', step: 1 };

function heard(interval: number) {
  const batches: (readonly RunEvent[])[] = [];
  return { batches, gather: new EventBatches((events) => batches.push(events), interval) };
}

test('the first goes at once, then all of an interval together and in order', () => {
  const { batches, gather } = heard(200);
  for (let i = 0; i < 10; i++) {
    gather.add([note(String(i))]);
    vi.advanceTimersByTime(50);
  }
  vi.advanceTimersByTime(1000);
  const told = batches.map((events) => events.map((event) => (event as { message: string }).message).join(''));
  expect(told).toEqual(['0', '123', '4567', '89']);
});

test('what somebody waits for takes along what was waiting', () => {
  const { batches, gather } = heard(1000);
  gather.add([note('a')]);
  gather.add([note('b')]);
  gather.add([paused]);
  expect(batches).toEqual([[note('a')], [note('b'), paused]]);
  vi.advanceTimersByTime(5000);
  expect(batches).toHaveLength(2);
});

test('what is dropped is never told', () => {
  const { batches, gather } = heard(100);
  gather.add([note('a')]);
  gather.add([note('b')]);
  gather.drop();
  vi.advanceTimersByTime(1000);
  gather.flush();
  expect(batches).toEqual([[note('a')]]);
});

test('another interval holds from the next event on', () => {
  const { batches, gather } = heard(100);
  gather.add([note('a')]);
  gather.interval = 500;
  vi.advanceTimersByTime(150);
  gather.add([note('b')]);
  expect(batches).toHaveLength(1);
  vi.advanceTimersByTime(350);
  expect(batches).toEqual([[note('a')], [note('b')]]);
});
