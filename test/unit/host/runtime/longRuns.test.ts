import { describe, expect, test, vi } from 'vitest';
import type { RunEvent, RuntimeName } from '../../../../src/core/training/events';
import { watchLongRuns } from '../../../../src/host/runtime/longRuns';
import { Runs } from '../../../../src/host/runs/runs';
import type { TrainerListener } from '../../../../src/host/runs/trainerProcess';
import { runEvents } from '../../webview/training/run';

/** Starts a run whose child does as it is told here. */
function begin(used: RuntimeName, asked: RuntimeName | 'auto' = 'auto') {
  let child: TrainerListener | undefined;
  const runs = new Runs(
    (_, listener) => {
      child = listener;
      return { pid: 1, send: () => undefined, kill: () => undefined };
    },
    () => undefined,
  );
  const told: string[] = [];
  const watching = watchLongRuns(runs, ({ id }) => told.push(id), 60_000);
  runs.start({ id: 'r', name: 'a', cwd: '/', options: { designPath: '/a', designText: '', folder: '/r', runtime: asked } });
  const say = (event: RunEvent) => child?.message({ type: 'events', events: [event] });
  const [started] = runEvents({}, 1);
  say({ ...started, runtime: { name: used, label: used, version: '1', device: 'CPU', why: '', tried: [] } } as RunEvent);
  return { told, say, watching };
}

describe('a long run', () => {
  test.each<[RuntimeName, RuntimeName | 'auto', readonly string[]]>([
    ['wasm', 'auto', ['r']],
    ['cpu', 'auto', ['r']],
    ['tensorflow', 'auto', []],
    ['wasm', 'wasm', []],
  ])('on %s where %s was asked for', (used, asked, expected) => {
    vi.useFakeTimers();
    const { told, watching } = begin(used, asked);
    vi.advanceTimersByTime(59_000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(2000);
    expect(told).toEqual([...expected]);
    watching.dispose();
    vi.useRealTimers();
  });

  test('one that ends sooner is none', () => {
    vi.useFakeTimers();
    const { told, say } = begin('wasm');
    vi.advanceTimersByTime(30_000);
    say({ type: 'failed', message: 'It is over.' });
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual([]);
    vi.useRealTimers();
  });

  test('nobody is told after the watch has ended', () => {
    vi.useFakeTimers();
    const { told, watching } = begin('wasm');
    watching.dispose();
    vi.advanceTimersByTime(120_000);
    expect(told).toEqual([]);
    vi.useRealTimers();
  });
});
