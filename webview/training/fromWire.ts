import type { EpochEnded, Health, RunEvent, StepsEnded } from '../../src/core/training/events';
import type { RunState } from '../../src/core/training/run';
import type { ToTraining } from '../../src/protocol/training';

/*
 * VS Code's messages are JSON: a number that is not finite arrives as `null`, and where the run folder was read, as
 * `"NaN"`. Here it becomes a number again, so that everything behind this module only knows numbers.
 */

type Sent = number | string | null | undefined;

/** A number whatever it was written as. */
const number = (value: Sent): number => (typeof value === 'number' ? value : value === null || value === undefined ? NaN : Number(value));

function mendColumn(column: readonly Sent[]): number[] {
  return column.every((value) => typeof value === 'number') ? (column as number[]) : column.map(number);
}

const mendValues = <T extends Sent | readonly Sent[], U>(
  values: { readonly [key: string]: T },
  mend: (value: T) => U,
): { [key: string]: U } => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, mend(value)]));

const mendSteps = (event: StepsEnded): StepsEnded => ({
  ...event,
  values: mendValues(event.values, mendColumn),
  learningRate: mendColumn(event.learningRate),
});
const mendEpoch = (event: EpochEnded): EpochEnded => ({ ...event, logs: mendValues(event.logs, number) });

/** Unlike a loss, what a layer does not have is absent: only what is there is mended. */
const mendHealth = (event: Health): Health => ({
  ...event,
  layers: event.layers.map((layer) => ({
    ...layer,
    ...('gradientNorm' in layer && { gradientNorm: number(layer.gradientNorm) }),
    ...('updateRatio' in layer && { updateRatio: number(layer.updateRatio) }),
  })),
});

function mendEvent(event: RunEvent): RunEvent {
  switch (event.type) {
    case 'steps':
      return mendSteps(event);
    case 'epoch':
      return mendEpoch(event);
    case 'health':
      return mendHealth(event);
    default:
      return event;
  }
}

const mendRun = (run: RunState): RunState => ({
  ...run,
  steps: { step: run.steps.step, learningRate: mendColumn(run.steps.learningRate), values: mendValues(run.steps.values, mendColumn) },
  epochLogs: run.epochLogs.map(mendEpoch),
  health: run.health.map(mendHealth),
});

export function fromWire(message: ToTraining): ToTraining {
  switch (message.type) {
    case 'snapshot':
      return message.run ? { ...message, run: mendRun(message.run) } : message;
    case 'events':
      return { ...message, events: message.events.map(mendEvent) };
    case 'compared':
      return { ...message, run: mendRun(message.run) };
    case 'drawCharts':
      return message;
    case 'runsChanged':
      return {
        ...message,
        runs: message.runs.map((run) => (run.score ? { ...run, score: { ...run.score, value: number(run.score.value) } } : run)),
      };
  }
}
