import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepPace, paceFor } from '../../../../webview/training/pace';

/** Tasks of a page, and a clock that only moves where something takes time. */
let now = 0;
let frames: (() => void)[] = [];
let messages: (() => void)[] = [];

class FakeChannel {
  port1 = { onmessage: undefined as (() => void) | undefined, close: () => {} };
  port2 = { postMessage: () => void messages.push(() => this.port1.onmessage?.()) };
}

beforeEach(() => {
  [now, frames, messages] = [0, [], []];
  vi.stubGlobal('performance', { now: () => now });
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.stubGlobal('MessageChannel', FakeChannel);
});
afterEach(() => vi.unstubAllGlobals());

/** News that take `cost` milliseconds to take in and as many to draw, and ten to come to a frame. */
async function news(take: (show: () => void) => void, cost: number): Promise<void> {
  take(() => {
    now += cost;
    frames.push(() => void (now += cost));
  });
  await Promise.resolve();
  now += 10;
  frames.splice(0).forEach((frame) => frame());
  messages.splice(0).forEach((message) => message());
}

test('a page on two cores takes a hundredth of one, within what is of use to a person', () => {
  expect(paceFor(4, 2)).toBe(400);
  expect(paceFor(4.2, 2)).toBe(450);
  expect(paceFor(0.1, 2)).toBe(200);
  expect(paceFor(40, 2)).toBe(1000);
  expect(paceFor(12, 8)).toBe(300);
});

test('taking in and drawing are measured, waiting for the frame is not', async () => {
  const told: number[] = [];
  const take = keepPace((milliseconds) => told.push(milliseconds), 2);
  for (let i = 0; i < 5; i++) await news(take, 1.5);
  expect(told).toEqual([300]);
});

test('neither a slow beginning nor a drawing that was held up changes it', async () => {
  const told: number[] = [];
  const take = keepPace((milliseconds) => told.push(milliseconds), 2);
  for (const cost of [40, 1.5, 1.5, 1.5, 60, 1.5, 1.5]) await news(take, cost);
  expect(told).toEqual([300]);
});

test('it is told again once it has changed for good, not for a little', async () => {
  const told: number[] = [];
  const take = keepPace((milliseconds) => told.push(milliseconds), 2);
  for (const cost of [1.5, 1.7]) for (let i = 0; i < 20; i++) await news(take, cost);
  expect(told).toEqual([300]);
  for (let i = 0; i < 20; i++) await news(take, 2.5);
  expect(told).toEqual([300, 500]);
});

test('a page that is not seen is not measured, but takes in what it is told', () => {
  vi.stubGlobal('document', { hidden: true });
  const show = vi.fn();
  keepPace(() => expect.unreachable(), 2)(show);
  expect(show).toHaveBeenCalledOnce();
  expect(frames).toEqual([]);
});
