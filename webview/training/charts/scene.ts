import type { RunState } from '../../../src/core/training/run';
import type { PanelState } from '../panelState';
import { sharedEnd, type Drawn, type Scene } from './series';

/** The shown run has the first colour. A compared run that is now the shown one is not drawn twice. */
export function readScene({ run, runs, fetched, view }: PanelState): Scene {
  const draw = (of: RunState, color: number): Drawn => {
    const label = runs.find(({ id }) => id === of.id)?.label;
    return { run: of, color, ...(label !== undefined && { label }) };
  };
  const compared = view.compared.flatMap(({ id, color }) => {
    const other = fetched[id];
    return other && id !== run?.id ? [draw(other, color)] : [];
  });
  const { logAxes, smoothing, zoom } = view;
  const xEnd = sharedEnd(run, compared);
  // What was looked at in a longer run may not be there any more.
  const seen = zoom && zoom.to <= xEnd ? zoom : { from: 0, to: xEnd };
  return { shown: run && draw(run, 0), compared, xFrom: seen.from, xEnd: seen.to, smoothing, logAxes };
}

/** Ended epochs that can be read: of the shown run and of those beside it. */
export const epochsKnown = ({ shown, compared }: Scene): number =>
  Math.max(0, ...[...(shown ? [shown] : []), ...compared].map(({ run }) => run.epochLogs.length));
