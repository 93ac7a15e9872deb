import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from '../../../../webview/training/store';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('it tells the first change at once and the last of many once in the interval', () => {
  const store = createStore(0, 225);
  const told: number[] = [];
  store.subscribe(() => told.push(store.told()));
  for (let i = 1; i <= 10; i++) {
    store.set(i);
    vi.advanceTimersByTime(50);
  }
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([1, 5, 9, 10]);
  expect(store.get()).toBe(10);
});

test('what is urgent does not wait, and is not told twice', () => {
  const store = createStore('a', 250);
  const told: string[] = [];
  store.subscribe(() => told.push(store.told()));
  store.set('b');
  store.set('c');
  store.set('d', true);
  vi.advanceTimersByTime(1000);
  expect(told).toEqual(['b', 'd']);
});

test('a watcher hears of every change, until it stops', () => {
  const store = createStore(0, 250);
  const heard: number[] = [];
  const stop = store.watch(() => heard.push(store.get()));
  store.set(1);
  store.set(2);
  stop();
  store.set(3);
  expect(heard).toEqual([1, 2]);
});
