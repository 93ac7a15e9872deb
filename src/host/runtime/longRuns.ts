import type { Run } from '../runs/run';
import type { Runs } from '../runs/runs';

const LONG_MS = 60_000;

/** Tells of each run that trains for long on a runtime that was chosen for want of a better one. */
export function watchLongRuns(runs: Runs, tell: (run: Run) => void, longMs = LONG_MS): { dispose(): void } {
  const timers = new Map<Run, NodeJS.Timeout>();
  const listening = runs.onDidChange((run, events) => {
    if (!run.active) {
      clearTimeout(timers.get(run));
      timers.delete(run);
    } else if (events.some(({ type }) => type === 'started') && isMakeshift(run)) {
      timers.set(
        run,
        setTimeout(() => tell(run), longMs),
      );
    }
  });
  return {
    dispose: () => {
      listening.dispose();
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** Nobody asked for this runtime by name. */
const isMakeshift = ({ request, state }: Run): boolean =>
  (request.options.runtime ?? 'auto') === 'auto' && state.runtime !== undefined && state.runtime.name !== 'tensorflow';
