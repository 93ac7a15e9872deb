import { batchSizeOf } from '../../../src/core/costs/costs';
import type { Timing } from '../graph/weighing';
import type { DesignerState } from './designer';

/** What is known of how long a step takes: as it was measured, and as the last run was that is over. */
export function timingOf({ measured, run, session }: Pick<DesignerState, 'measured' | 'run' | 'session'>): Timing {
  const rate = run && run.phase !== 'running' && run.phase !== 'paused' ? run.samplesPerSecond : undefined;
  const step = rate ? (1000 * batchSizeOf(session.shown)) / rate : undefined;
  return { ...(measured && { times: measured.times }), ...(step !== undefined && { step }) };
}

export const sameTiming = (a: Timing, b: Timing): boolean => a.times === b.times && a.step === b.step;
