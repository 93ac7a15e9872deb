import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunEvent } from '../../../../src/core/training/events';
import { RunLibrary } from '../../../../src/host/runs/runLibrary';

vi.mock('vscode', () => {
  const nothing = { dispose: () => undefined };
  const never = () => nothing;
  class EventEmitter {
    private readonly listeners: (() => void)[] = [];
    event = (listener: () => void) => (this.listeners.push(listener), nothing);
    fire = () => this.listeners.forEach((listener) => listener());
    dispose = () => undefined;
  }
  const watcher = { ...nothing, onDidCreate: never, onDidChange: never, onDidDelete: never };
  const workspace = { createFileSystemWatcher: () => watcher, onDidChangeWorkspaceFolders: never, onDidRenameFiles: never };
  return { EventEmitter, workspace };
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('epochs that end one after another do not have all runs listed more than once a second, an end of the run has at once', () => {
  let tell: ((run: object, events: readonly Pick<RunEvent, 'type'>[]) => void) | undefined;
  const runs = { all: [], onDidChange: (listener: typeof tell) => ((tell = listener), { dispose: () => undefined }) };
  const library = new RunLibrary(runs as never, { get: (_: string, none: unknown) => none } as never);
  const listed = vi.fn();
  library.onDidChange(listed);
  for (let i = 0; i < 50; i++) {
    tell?.({ active: true }, [{ type: 'steps' }, { type: 'checkpoint' }, { type: 'epoch' }]);
    vi.advanceTimersByTime(100);
  }
  expect(listed.mock.calls.length).toBeLessThanOrEqual(5);
  expect(listed.mock.calls.length).toBeGreaterThanOrEqual(4);
  vi.advanceTimersByTime(2000);
  listed.mockClear();
  tell?.({ active: true }, [{ type: 'epoch' }]);
  tell?.({ active: false, state: {} }, [{ type: 'finished' }]);
  vi.advanceTimersByTime(300);
  expect(listed).toHaveBeenCalledOnce();
  library.dispose();
});
