import type { RunEntry } from '../../../src/protocol/training';
import type { PanelState } from '../panelState';
import { runNote } from '../runs/entries';
import { sharedEnd, type Drawn, type Scene } from './series';

const differences = new WeakMap<RunEntry, string>();

/** What was changed for a run, or when it was. Kept, since a scene is made with each drawing, and to write a time takes long. */
function differenceOf(entry: RunEntry): string {
  const kept = differences.get(entry);
  if (kept !== undefined) return kept;
  const { state, note } = runNote(entry);
  differences.set(entry, note || state);
  return note || state;
}

/** The shown run has the first colour. A compared run that is now the shown one is not drawn twice. */
export function readScene({ run, runs, fetched, view }: PanelState): Scene {
  const beside = view.compared.flatMap(({ id, color }) => {
    const other = fetched[id];
    return other && id !== run?.id ? [{ run: other, color }] : [];
  });
  const drawn = [...(run ? [{ run, color: 0 }] : []), ...beside].map((one) => ({
    ...one,
    entry: runs.find(({ id }) => id === one.run.id),
  }));
  const names = drawn.map(({ run: { name }, entry }) => entry?.label ?? name);
  const told = drawn.map(({ entry, ...one }, i): Drawn => {
    const same = names.indexOf(names[i]!) !== names.lastIndexOf(names[i]!);
    return { ...one, ...(entry?.label !== undefined && { label: entry.label }), ...(same && entry && { apart: differenceOf(entry) }) };
  });
  const [shown, compared] = run ? [told[0], told.slice(1)] : [undefined, told];
  const { logAxes, smoothing, zoom } = view;
  const xEnd = sharedEnd(run, compared);
  // What was looked at in a longer run may not be there any more.
  const seen = zoom && zoom.to <= xEnd ? zoom : { from: 0, to: xEnd };
  return { shown, compared, xFrom: seen.from, xEnd: seen.to, smoothing, logAxes };
}

/** Ended epochs that can be read: of the shown run and of those beside it. */
export const epochsKnown = ({ shown, compared }: Scene): number =>
  Math.max(0, ...[...(shown ? [shown] : []), ...compared].map(({ run }) => run.epochLogs.length));
