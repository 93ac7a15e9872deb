import type { EpochEnded, RunEvent, RuntimeReport } from '../../../../src/core/training/events';
import { newRun, reduceRun, type RunState } from '../../../../src/core/training/run';

const runtime: RuntimeReport = {
  name: 'wasm',
  label: 'WebAssembly',
  version: '4.22.0',
  device: 'CPU',
  why: 'No other is there.',
  tried: [],
};

export interface Plan {
  readonly epochs?: number;
  readonly stepsPerEpoch?: number;
  readonly metrics?: readonly string[];
  readonly validation?: boolean;
  /** Of a step, counted from 1 over the run. */
  readonly loss?: (step: number) => number;
}

/** The events of a run of which each epoch's values are known in advance: the loss of a step is 1 / step unless said otherwise. */
export function runEvents(plan: Plan, steps: number): RunEvent[] {
  const { epochs = 3, stepsPerEpoch = 4, metrics = ['loss'], validation = true, loss = (step) => 1 / step } = plan;
  const events: RunEvent[] = [
    {
      type: 'started',
      run: 'run',
      folder: '/runs/run',
      name: 'net',
      time: '2026-01-02T03:04:05Z',
      runtime,
      epochs,
      stepsPerEpoch,
      batchSize: 10,
      samples: stepsPerEpoch * 10,
      validationSamples: validation ? 10 : 0,
      parameters: 5,
      metrics,
      layers: ['a', 'b'],
    },
  ];
  for (let step = 1; step <= steps; step++) {
    const epoch = Math.ceil(step / stepsPerEpoch);
    const values = Object.fromEntries(metrics.map((metric) => [metric, [loss(step)]]));
    events.push({ type: 'steps', epoch, firstStep: step, values, learningRate: [0.1 / epoch], samplesPerSecond: 100 });
    if (step % stepsPerEpoch === 0) events.push(epochEnded(epoch, step, validation));
  }
  return events;
}

function epochEnded(epoch: number, step: number, validation = true): EpochEnded {
  const logs = { loss: 1 / epoch, ...(validation && { val_loss: 2 / epoch }) };
  return { type: 'epoch', epoch, step, logs, learningRate: 0.1 / epoch, seconds: 0.6, samplesPerSecond: 100, best: true };
}

export const runAt = (plan: Plan, steps: number): RunState => runEvents(plan, steps).reduce(reduceRun, newRun('run', 'net'));
