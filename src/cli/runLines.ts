import { formatBytes, formatCount } from '../core/format';
import { changeInWords } from '../core/training/changes';
import type { DataProgress, RunEvent, Started, StepsEnded, WeightsReused } from '../core/training/events';
import { kerasEpochLine, kerasEpochTitle, kerasLine, kerasMarksDone } from '../core/training/kerasLog';
import type { Output } from './print';

const REDRAW_MS = 100;
/** Without a terminal an epoch that takes longer tells how far it is. */
const PLAIN_PROGRESS_MS = 10_000;
const MARK = '━';

/** Shows a run's events to a person: Keras's lines, and on a terminal a bar that moves. `now`: a clock in ms. */
export function runLines(output: Output, now: () => number = Date.now): (event: RunEvent) => void {
  let started: Started | undefined;
  let epoch: EpochSoFar | undefined;
  let shownAt = now();
  /** Steps before the epoch under way, and until its end. */
  let ended = 0;
  let stepsOfEpoch = 0;

  function beginEpoch(number: number) {
    if (!started) return;
    epoch = { number, firstStep: ended + 1, begunAt: now(), steps: 0, told: 0, sums: {} };
    output.print(kerasEpochTitle(number, started.epochs));
  }

  function showSteps(event: StepsEnded) {
    if (!started) return;
    if (epoch?.number !== event.epoch) beginEpoch(event.epoch);
    if (!epoch) return;
    addSteps(epoch, event);
    const line = { step: epoch.steps, steps: stepsOfEpoch, seconds: (now() - epoch.begunAt) / 1000, logs: meansOf(epoch) };
    if (now() - shownAt < (output.redraw ? REDRAW_MS : PLAIN_PROGRESS_MS)) return;
    shownAt = now();
    if (output.redraw) output.redraw(colored(kerasLine(line), kerasMarksDone(line.step, line.steps), output.colors));
    else output.print(kerasLine(line));
  }

  function showData(event: DataProgress) {
    if (event.phase !== 'downloading') return;
    if (now() - shownAt < (output.redraw ? REDRAW_MS : PLAIN_PROGRESS_MS) && event.received !== event.total) return;
    shownAt = now();
    const share = event.total ? ` of ${formatBytes(event.total)}` : '';
    const line = `Downloading ${event.dataset}: ${formatBytes(event.received ?? 0)}${share}`;
    if (output.redraw) output.redraw(line);
    else output.print(line);
  }

  return (event) => {
    switch (event.type) {
      case 'data':
        return showData(event);
      case 'trial':
        return output.print(`Which is faster for this model: ${event.runtimes.join(', ')} …`);
      case 'started':
        started = event;
        stepsOfEpoch = event.stepsPerEpoch;
        ended = event.from?.ended ?? ((event.from?.epoch ?? 1) - 1) * event.stepsPerEpoch;
        output.print(
          `${event.name}: ${formatCount(event.parameters)} parameters, ${formatCount(event.samples)} samples${event.validationSamples ? `, ${formatCount(event.validationSamples)} for validation` : ''}.`,
        );
        if (event.from) output.print(`It goes on in epoch ${event.from.epoch}, after ${formatCount(event.from.step)} steps.`);
        output.print(`${event.runtime.label} on ${event.runtime.device}. ${event.runtime.why}`);
        return;
      case 'weights':
        return weightsLines(event).forEach((line) => output.print(line));
      case 'phase': {
        const { phase, phases, optimizer, learningRate, frozen, trainable } = event;
        const still = frozen.length > 0 ? `; frozen: ${frozen.join(', ')}` : '';
        return output.print(
          `Phase ${phase} of ${phases}: ${optimizer} at ${learningRate}, ${formatCount(trainable)} parameters learn${still}.`,
        );
      }
      case 'changed':
        if (!started) return;
        started = { ...started, epochs: event.epochs, batchSize: event.batchSize, stepsPerEpoch: event.stepsPerEpoch };
        stepsOfEpoch = event.epochEnd - ended;
        return output.print(`From step ${formatCount(event.step + 1)} on: ${event.changes.map(changeInWords).join(', ')}.`);
      case 'steps':
        return showSteps(event);
      case 'epoch':
        if (!started) return;
        if (epoch?.number !== event.epoch) beginEpoch(event.epoch);
        output.print(colored(kerasEpochLine(event, event.step - ended), kerasMarksDone(1, 1), output.colors));
        ended = event.step;
        stepsOfEpoch = started.stepsPerEpoch;
        epoch = undefined;
        return;
      case 'note':
        return output.complain(event.severity === 'warning' ? `Warning: ${event.message}` : event.message);
      case 'finished':
      case 'stopped':
        output.print(
          `${event.type === 'stopped' ? 'Stopped' : 'Finished'} after ${event.epochs} ${event.epochs === 1 ? 'epoch' : 'epochs'} in ${event.seconds.toFixed(1)} s, ${formatCount(Math.round(event.samplesPerSecond))} samples a second.`,
        );
        output.print(`Run: ${event.folder}`);
        return;
      case 'health':
      case 'checkpoint':
      case 'paused':
      case 'resumed':
      case 'failed':
        return;
    }
  };
}

function weightsLines({ from, epoch, layers }: WeightsReused): string[] {
  const shape = (sizes: readonly number[]) => `[${sizes.join(', ')}]`;
  const lines = (['kept', 'resized', 'new', 'refused'] as const).flatMap((outcome) => {
    const found = layers.filter((layer) => layer.outcome === outcome);
    const words = found.map(({ name, shapes = [] }) => {
      const differing = shapes.map(({ weight, before, now }) => `${weight} ${before ? shape(before) : 'missing'} → ${shape(now)}`);
      return differing.length > 0 ? `${name} (${differing.join('; ')})` : name;
    });
    return found.length > 0 ? [`  ${outcome}: ${words.join(', ')}`] : [];
  });
  return [`It begins with the weights of ${from}${epoch === undefined ? '' : `, epoch ${epoch}`}:`, ...lines];
}

/** What is known of the epoch that is under way. */
interface EpochSoFar {
  readonly number: number;
  readonly firstStep: number;
  readonly begunAt: number;
  /** How far it is. */
  steps: number;
  /** Those among them that were told: a run that goes on tells only the rest. */
  told: number;
  /** Sums over those. */
  readonly sums: { [key: string]: number };
}

function addSteps(epoch: EpochSoFar, event: StepsEnded): void {
  epoch.steps = event.firstStep + event.learningRate.length - epoch.firstStep;
  epoch.told += event.learningRate.length;
  for (const [key, values] of Object.entries(event.values))
    epoch.sums[key] = values.reduce((sum, value) => sum + value, epoch.sums[key] ?? 0);
}

const meansOf = ({ told, sums }: EpochSoFar) => Object.fromEntries(Object.entries(sums).map(([key, sum]) => [key, sum / told]));

/** Keras's bar: the done part green, the rest gray. */
function colored(line: string, done: number, colors: boolean): string {
  const start = line.indexOf(MARK);
  if (!colors || start < 0) return line;
  const end = line.lastIndexOf(MARK) + 1;
  return `${line.slice(0, start)}\x1b[32m${line.slice(start, start + done)}\x1b[90m${line.slice(start + done, end)}\x1b[0m${line.slice(end)}`;
}
