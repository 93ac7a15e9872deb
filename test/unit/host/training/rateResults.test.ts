import { expect, test, vi } from 'vitest';
import { RateResults } from '../../../../src/host/training/rateResults';

vi.mock('vscode', () => ({
  EventEmitter: class {
    event = () => undefined;
    fire = () => undefined;
    dispose = () => undefined;
  },
}));

const memory = { keys: () => [], get: (_: string, preset: unknown) => preset, update: () => Promise.resolve() };

test('a test that a newer one has ended changes nothing of it, and leaves it the way to be cancelled', () => {
  const results = new RateResults(memory as never);
  const [first, second] = [vi.fn(), vi.fn()];
  const tellFirst = results.begin('/net.layerwise.json', 200, first);
  const tellSecond = results.begin('/net.layerwise.json', 100, second);
  expect(first).toHaveBeenCalledOnce();
  tellFirst(undefined);
  expect(results.of('/net.layerwise.json')).toEqual({ phase: 'running', points: [], steps: 100 });
  results.cancel('/net.layerwise.json');
  expect(second).toHaveBeenCalledOnce();
  tellSecond(undefined);
  expect(results.of('/net.layerwise.json')).toBeUndefined();
});
