import { endOf } from '../../core/training/place';
import type { RunState } from '../../core/training/run';
import { shortRuntime } from '../../core/training/shortRuntime';
import { secondsLeft } from '../../core/training/timeLeft';
import type { DesignerRun } from '../../protocol/designer';

/** As many as a card's little curve has room for. */
const HEALTH_SHOWN = 40;

/** What the designer is told of a run. */
export function designerRun(state: RunState): DesignerRun {
  const { id, phase, epoch, epochs, samplesPerSecond, health, runtime, phases, reused } = state;
  const left = secondsLeft(state);
  const part = phases.at(-1)?.phase;
  return {
    id,
    phase,
    epoch,
    epochs,
    step: Math.max(0, state.step - endOf(state, epoch - 1)),
    stepsPerEpoch: endOf(state, epoch) - endOf(state, epoch - 1),
    health: health.slice(-HEALTH_SHOWN),
    ...(samplesPerSecond !== undefined && { samplesPerSecond }),
    ...(left !== undefined && { secondsLeft: left }),
    ...(runtime && { runtime: shortRuntime(runtime) }),
    ...(part !== undefined && { trainingPhase: part - 1 }),
    ...(reused && { reused: reused.layers }),
  };
}
