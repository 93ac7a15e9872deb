import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRedraw } from '../../../../webview/training/charts/redraw';

/** A page that is seen or not, and draws a frame 16 ms after it is asked for. */
const page = {
  hidden: false,
  listener: () => {},
  addEventListener: (_: string, listener: () => void) => (page.listener = listener),
  removeEventListener: () => {},
};

beforeEach(() => {
  vi.useFakeTimers();
  page.hidden = false;
  vi.stubGlobal('document', page);
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => setTimeout(frame, 16));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('many requests are one drawing in the time that the last one asked for', () => {
  const draw = vi.fn(() => 100);
  const redraw = createRedraw(draw);
  for (let i = 0; i < 100; i++) {
    redraw.request();
    vi.advanceTimersByTime(10);
  }
  expect(draw.mock.calls.length).toBeGreaterThanOrEqual(8);
  expect(draw.mock.calls.length).toBeLessThanOrEqual(10);
});

test('a change of size does not wait', () => {
  const draw = vi.fn(() => 1000);
  const redraw = createRedraw(draw);
  redraw.request();
  vi.advanceTimersByTime(20);
  redraw.request();
  redraw.request(true);
  vi.advanceTimersByTime(20);
  expect(draw).toHaveBeenCalledTimes(2);
});

test('a page that is not seen draws nothing until it is', () => {
  const draw = vi.fn(() => 100);
  const redraw = createRedraw(draw);
  page.hidden = true;
  redraw.request();
  vi.advanceTimersByTime(1000);
  expect(draw).not.toHaveBeenCalled();
  page.hidden = false;
  page.listener();
  vi.advanceTimersByTime(20);
  expect(draw).toHaveBeenCalledTimes(1);
});
