import { secondsSoFar, type RunState } from '../../core/training/run';
import { differingPlaces, type RunSettings } from '../../core/training/runSettings';
import type { RunRecord } from '../../protocol/runFolder';
import type { RunFacts } from '../../protocol/runFacts';
import { bestOf, historyOf } from './score';

type History = { readonly [key: string]: readonly number[] };

/** Best values, epochs and time of a run: of its state where this editor has that, else of its record. */
export function runFacts(
  record: RunRecord,
  history: History,
  state: RunState | undefined,
): Pick<RunFacts, 'epochs' | 'seconds' | 'parameters' | 'results'> {
  const known = state ? historyOf(state) : history;
  const results = Object.keys(known).flatMap((key) => {
    const value = bestOf(key, known[key] ?? []);
    return value === undefined ? [] : [[key, value] as const];
  });
  const seconds = state ? (state.seconds ?? secondsSoFar(state)) : secondsOf(record);
  return {
    epochs: Math.max(0, ...Object.values(known).map(({ length }) => length)),
    ...(seconds !== undefined && { seconds }),
    parameters: state?.parameters || record.parameters,
    results: Object.fromEntries(results),
  };
}

/** Of each run the settings that are not the same in all of them. */
export function differing(runs: readonly RunSettings[]): RunSettings[] {
  const places = differingPlaces(runs);
  return runs.map((settings) =>
    Object.fromEntries(places.flatMap((place) => (settings[place] === undefined ? [] : [[place, settings[place]]]))),
  );
}

/** Of a record of an earlier version from begin to end, where it was one piece. */
function secondsOf({ seconds, startedAt, endedAt, resumed = [] }: RunRecord): number | undefined {
  if (seconds !== undefined) return seconds;
  const whole = endedAt === undefined || resumed.length > 0 ? NaN : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  return Number.isFinite(whole) ? whole : undefined;
}
