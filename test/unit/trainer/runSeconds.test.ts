import { expect, test, vi } from 'vitest';
import { Run } from '../../../src/trainer/run';

test('a run does not count the time that it was paused, to its end or not', () => {
  let now = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const made = new Run(
    { designPath: '/net.layerwise.json' } as never,
    { design: {} } as never,
    {} as never,
    {} as never,
    { append: () => undefined } as never,
    () => undefined,
  );
  now += 2000;
  made.tell({ type: 'paused', step: 1 });
  now += 60_000;
  expect(made.seconds).toBe(2);
  made.tell({ type: 'resumed', step: 1 });
  now += 3000;
  expect(made.seconds).toBe(5);
  made.tell({ type: 'paused', step: 2 });
  now += 60_000;
  expect(made.seconds).toBe(5);
});
