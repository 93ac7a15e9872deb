import { setFlagsFromString } from 'node:v8';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

vi.mock('node:v8', () => ({ setFlagsFromString: vi.fn() }));

const { versions } = process;
beforeEach(() => {
  vi.resetModules();
  vi.mocked(setFlagsFromString).mockClear();
});
afterEach(() => {
  vi.restoreAllMocks();
  Object.defineProperty(process, 'versions', { value: versions });
});

test.each([
  // An editor's Node 20 may have an engine of a later one, which writes to stderr that it knows no such flag.
  ['20.18.3', 'has it on', 0, true],
  ['20.20.2', 'has it behind a flag', 1, true],
  ['20.20.2', 'has none', 1, false],
  ['22.1.0', 'has none', 0, false],
])('on Node %s, whose engine %s, %i flags are set', async (node, engine, flags, answer) => {
  Object.defineProperty(process, 'versions', { value: { ...versions, node } });
  vi.spyOn(WebAssembly, 'validate').mockImplementation(
    () => engine === 'has it on' || (engine === 'has it behind a flag' && vi.mocked(setFlagsFromString).mock.calls.length > 0),
  );
  const { hasRelaxedSimd } = await import('../../../../src/trainer/kernels/relaxedSimd');
  expect(hasRelaxedSimd()).toBe(answer);
  expect(setFlagsFromString).toHaveBeenCalledTimes(flags);
});
