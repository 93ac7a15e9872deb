import type { EpochEnded } from './events';

/**
 * The lines that Keras 3 prints while it trains (`verbose=1`), without the terminal's colours: the layout is that of
 * `keras.utils.Progbar`, the order of the values is that of its callbacks (sorted by key).
 */

const WIDTH = 20;
const MARK = '━';

/** What a line says of one epoch, whole or under way. */
export interface ProgressLine {
  /** Steps done of this epoch, and all it has. */
  readonly step: number;
  readonly steps: number;
  /** Since the epoch began. */
  readonly seconds: number;
  readonly logs: { readonly [key: string]: number };
}

/** `Epoch 1/10` */
export const kerasEpochTitle = (epoch: number, epochs: number): string => `Epoch ${epoch}/${epochs}`;

/** `1719/1719 ━━━━━━━━━━━━━━━━━━━━ 5s 3ms/step - accuracy: 0.8147 - loss: 0.5263`; while it goes on, the time is the time left. */
export function kerasLine(line: ProgressLine): string {
  const { step, steps, seconds, logs } = line;
  const perStep = step > 0 ? seconds / step : 0;
  const count = `${String(step).padStart(String(steps).length)}/${steps}`;
  const time = step < steps ? clock(perStep * (steps - step)) : `${whole(seconds)}s`;
  const values = Object.keys(logs)
    .sort()
    .map((key) => ` - ${key}: ${kerasNumber(logs[key] ?? NaN)}`);
  return `${count} ${MARK.repeat(WIDTH)} ${time} ${stepTime(perStep)}${values.join('')}`;
}

/** How many of the bar's marks are the done part, which Keras prints in another colour. */
export const kerasMarksDone = (step: number, steps: number): number =>
  steps > 0 ? Math.floor((WIDTH * Math.min(step, steps)) / steps) : 0;

/** The line of an epoch that has ended. */
export const kerasEpochLine = (epoch: EpochEnded, stepsPerEpoch: number): string =>
  kerasLine({ step: stepsPerEpoch, steps: stepsPerEpoch, seconds: epoch.seconds, logs: epoch.logs });

/** A value as Keras's log prints it: four decimals, or an exponent of two digits where it is 0.001 or less; `nan`, `inf`. */
export function kerasNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Math.abs(value) > 1e-3) return value.toFixed(4);
  return value.toExponential(4).replace(/e([+-])(\d)$/, 'e$10$2');
}

function clock(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), Math.floor(seconds % 60)];
  const two = (n: number) => String(n).padStart(2, '0');
  if (seconds > 3600) return `${h}:${two(m)}:${two(s)}`;
  return seconds > 60 ? `${Math.floor(seconds / 60)}:${two(s)}` : `${s}s`;
}

function stepTime(seconds: number): string {
  if (seconds >= 1 || seconds === 0) return `${whole(seconds)}s/step`;
  return seconds >= 1e-3 ? `${whole(seconds * 1e3)}ms/step` : `${whole(seconds * 1e6)}us/step`;
}

/** Python's `%.0f`: a half goes to the even neighbour. */
function whole(value: number): number {
  const below = Math.floor(value);
  return value - below === 0.5 ? below + (below % 2) : Math.round(value);
}
