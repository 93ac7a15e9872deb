import type { RunState } from '../../src/core/training/run';
import type { RunEntry } from '../../src/protocol/training';
import type { Store } from '../shared/store';
import type { PanelState } from './panelState';
import { isActive } from './runs/entries';

/** A run that goes on is fetched again when it has become so much longer: all of it is sent, however short its epochs are. */
const LONGER = 0.1;

/** The run may have gone on, or have been gone on with, since it was fetched. */
function isOutdated(known: RunState, entry: RunEntry): boolean {
  const more = Math.abs(entry.epochs - known.epochLogs.length);
  return entry.phase !== known.phase || (isActive(entry) ? more > known.epochLogs.length * LONGER : more > 0);
}

/** Has the runs that are drawn beside the shown one, as the list says they are now, and keeps no other. */
export function keepBeside(store: Store<PanelState>, ask: (id: string) => void): void {
  /** What the list said of a run when it was asked for: not twice for the same. */
  const asked = new Map<string, string>();
  let seen: Partial<PanelState> = {};
  store.subscribe(() => {
    const { run, runs, view, fetched } = store.get();
    if (seen.run?.id === run?.id && seen.runs === runs && seen.view === view && seen.fetched === fetched) return;
    seen = { run, runs, view, fetched };
    const drawn = new Set(view.compared.map(({ id }) => id));
    for (const id of asked.keys()) if (!drawn.has(id)) asked.delete(id);
    for (const entry of runs) {
      const { id, phase, epochs } = entry;
      const known = fetched[id];
      const said = `${phase} ${epochs}`;
      if (!drawn.has(id) || id === run?.id || asked.get(id) === said || (known && !isOutdated(known, entry))) continue;
      asked.set(id, said);
      ask(id);
    }
    const kept = Object.entries(fetched).filter(([id]) => drawn.has(id));
    if (kept.length < Object.keys(fetched).length) store.set({ fetched: Object.fromEntries(kept) });
  });
}
