import type { RunEvent } from './events';

/**
 * A run's events as lines of JSON, one each: what `metrics.jsonl` and the terminal's `--json` hold. JSON has no NaN and
 * no infinity, and a diverged run is full of them: they are written as the strings `"NaN"`, `"Infinity"`, `"-Infinity"`.
 */
export const eventToLine = (event: RunEvent): string => toLine(event);

/** The same for an object that is made from an event. */
export function toLine(value: object): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'number' && !Number.isFinite(item) ? String(item) : item));
}

const NOT_FINITE = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

/** What `toLine` wrote, numbers that are not finite among it; for objects without strings that spell one. */
export const readLine = (line: string): unknown => revive(JSON.parse(line));

/** Events whose only strings are names: there a string that spells such a number is one. */
const NUMERIC = new Set(['steps', 'epoch', 'health']);

/** The event of a line; `undefined` for a line that is no event (the last one of a run that was killed may be cut off). */
export function lineToEvent(line: string): RunEvent | undefined {
  let event: RunEvent | null;
  try {
    event = JSON.parse(line) as RunEvent | null;
  } catch {
    return undefined;
  }
  if (typeof event !== 'object' || typeof event?.type !== 'string') return undefined;
  if (event.type === 'finished' || event.type === 'stopped') return { ...event, history: revive(event.history) as typeof event.history };
  return NUMERIC.has(event.type) ? (revive(event) as RunEvent) : event;
}

function revive(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return key === 'name' ? value : (NOT_FINITE.get(value) ?? value);
  if (Array.isArray(value)) return value.map((item) => revive(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, revive(item, name)]));
}
