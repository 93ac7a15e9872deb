import type { PanelState } from '../panelState';
import type { Scene } from './chartGroup';
import { sharedEnd } from './series';

/** The shown run has the first colour. A compared run that is now the shown one is not drawn twice. */
export function readScene({ run, fetched, view }: PanelState): Scene {
  const compared = view.compared.flatMap(({ id, color }) => {
    const other = fetched[id];
    return other && id !== run?.id ? [{ run: other, color }] : [];
  });
  return { shown: run && { run, color: 0 }, compared, xEnd: sharedEnd(run, compared) };
}

/** Ended epochs that can be read: of the shown run and of those beside it. */
export const epochsKnown = ({ shown, compared }: Scene): number =>
  Math.max(0, ...[...(shown ? [shown] : []), ...compared].map(({ run }) => run.epochLogs.length));
