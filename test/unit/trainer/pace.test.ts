import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createControl } from '../../../src/trainer/control';
import { Pace } from '../../../src/trainer/pace';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

function control(onPause: () => void = () => undefined) {
  const signals = createControl();
  const told: string[] = [];
  const pace = new Pace(signals, {
    paused: () => Promise.resolve(told.push('paused')).then(onPause),
    resumed: () => Promise.resolve(void told.push('resumed')),
  });
  return { signals, told, pace };
}

/** Steps of `milliseconds` until `done`, or 1000 of them. */
async function stepsUntil(pace: Pace, milliseconds: number, done: () => boolean): Promise<number> {
  for (let step = 1; step <= 1000; step++) {
    vi.advanceTimersByTime(milliseconds);
    await pace.step();
    if (done()) return step;
  }
  throw new Error('The event loop had no turn.');
}

test.each([
  [1, 30],
  [7, 5],
  [400, 1],
])('steps of %i ms leave a turn to messages after %i of them', async (milliseconds, most) => {
  const { pace } = control();
  for (let time = 0; time < 3; time++) {
    let heard = false;
    setImmediate(() => (heard = true));
    expect(await stepsUntil(pace, milliseconds, () => heard)).toBe(most);
  }
});

test('a pause that is asked for by a step begins after it, and its time is not counted', async () => {
  const { pace, signals, told } = control(() =>
    setImmediate(() => {
      vi.advanceTimersByTime(5000);
      signals.resume();
    }),
  );
  vi.advanceTimersByTime(1);
  signals.pause();
  await pace.step();
  expect(told).toEqual(['paused', 'resumed']);
  expect(pace.now()).toBe(1);
});
