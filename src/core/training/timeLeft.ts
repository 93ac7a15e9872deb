import { epochsAt } from './place';
import type { RunState } from './run';

/**
 * Share of a training step's time that a validation step takes, until an epoch has been measured: the forward pass
 * is about a third of forward, gradients and update.
 */
const FORWARD_ONLY = 1 / 3;

/**
 * Seconds until a running run ends, from the rate that is measured now; validation counts by what the last epoch
 * needed beyond its training part. `undefined` where there is nothing to estimate from, or nothing under way.
 */
export function secondsLeft(run: RunState): number | undefined {
  if (run.phase !== 'running' || !run.samplesPerSecond || run.stepsPerEpoch === 0) return undefined;
  const training = run.samples / run.samplesPerSecond;
  const epochsLeft = Math.max(0, run.epochs - epochsAt(run, run.step));
  return training * (1 + validationShare(run)) * epochsLeft;
}

/** Time of validation as a share of the time of training, in one epoch. */
function validationShare(run: RunState): number {
  const last = run.epochLogs.at(-1);
  if (!last || !(last.samplesPerSecond > 0)) return run.samples > 0 ? (FORWARD_ONLY * run.validationSamples) / run.samples : 0;
  const training = run.samples / last.samplesPerSecond;
  return Math.max(0, last.seconds / training - 1);
}
