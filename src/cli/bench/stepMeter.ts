import type { Started, StepsEnded } from '../../core/training/events';
import type { Turn } from './job';

/** Measures a run by its own events: from the first that tells of steps to the last, so that starting and pausing don't count. */
export class StepMeter {
  private first: number | undefined;
  private last = 0;
  private samples = 0;
  private loss = NaN;

  reset(): void {
    this.first = undefined;
    this.samples = 0;
  }

  /** @param now in ms */
  add({ values }: Pick<StepsEnded, 'values'>, samples: number, now: number): void {
    this.loss = values['loss']?.at(-1) ?? NaN;
    this.last = now;
    if (this.first === undefined) this.first = now;
    else this.samples += samples;
  }

  /** True once there is something to measure. */
  get ready(): boolean {
    return this.samples > 0;
  }

  turn(): Turn {
    return {
      samples: this.samples,
      seconds: (this.last - (this.first ?? this.last)) / 1000,
      loss: Number.isFinite(this.loss) ? this.loss : null,
    };
  }
}

/** How many samples the steps of an event learned from: the last step of an epoch may have fewer. */
export function samplesOf(
  { firstStep, learningRate }: Pick<StepsEnded, 'firstStep' | 'learningRate'>,
  { batchSize, stepsPerEpoch, samples }: Pick<Started, 'batchSize' | 'stepsPerEpoch' | 'samples'>,
): number {
  const last = samples - batchSize * (stepsPerEpoch - 1);
  const epochsEnded = Math.floor((firstStep + learningRate.length - 1) / stepsPerEpoch) - Math.floor((firstStep - 1) / stepsPerEpoch);
  return learningRate.length * batchSize - epochsEnded * (batchSize - last);
}
