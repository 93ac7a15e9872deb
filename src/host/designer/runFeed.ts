import type { Run } from '../runs/run';
import type { Runs } from '../runs/runs';
import type { DesignerEditor } from './designerEditor';

const EVERY_MS = 500;

/** Tells designers of their design's run: at once where it takes a turn, else twice a second. */
export function feedDesigners(runs: Runs, designers: DesignerEditor): { dispose(): void } {
  const waiting = new Map<string, NodeJS.Timeout>();
  const tell = (designPath: string, started = false) => {
    clearTimeout(waiting.get(designPath));
    waiting.delete(designPath);
    for (const panel of designers.panels) {
      if (panel.document.uri.fsPath !== designPath) continue;
      // Its runtime is known now.
      if (started) panel.settingsChanged();
      panel.runChanged();
    }
  };
  const listening = runs.onDidChange(({ designPath }: Run, events) => {
    const ordinary = events.length > 0 && events.every(({ type }) => type === 'steps' || type === 'health' || type === 'data');
    if (!ordinary) tell(designPath, events.some(({ type }) => type === 'started'));
    else if (!waiting.has(designPath)) waiting.set(designPath, setTimeout(() => tell(designPath), EVERY_MS)); // prettier-ignore
  });
  return {
    dispose: () => {
      listening.dispose();
      for (const timer of waiting.values()) clearTimeout(timer);
    },
  };
}
