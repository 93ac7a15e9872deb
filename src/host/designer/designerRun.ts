import type { RunState } from '../../core/training/run';
import { shortRuntime } from '../../core/training/shortRuntime';
import { secondsLeft } from '../../core/training/timeLeft';
import type { DesignerRun } from '../../protocol/designer';

/** As many as a card's little curve has room for. */
const HEALTH_SHOWN = 40;

/** What the designer is told of a run. */
export function designerRun(state: RunState): DesignerRun {
  const { id, phase, epoch, epochs, stepsPerEpoch, samplesPerSecond, health, runtime } = state;
  const left = secondsLeft(state);
  return {
    id,
    phase,
    epoch,
    epochs,
    step: Math.max(0, state.step - (epoch - 1) * stepsPerEpoch),
    stepsPerEpoch,
    health: health.slice(-HEALTH_SHOWN),
    ...(samplesPerSecond !== undefined && { samplesPerSecond }),
    ...(left !== undefined && { secondsLeft: left }),
    ...(runtime && { runtime: shortRuntime(runtime) }),
  };
}
