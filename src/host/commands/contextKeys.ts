import * as vscode from 'vscode';
import type { Runs } from '../runs/runs';

/** Keeps the context keys of the menus: whether something trains, and whether it could be paused or resumed. */
export function showPhases(runs: Runs): { dispose(): void } {
  const told = new Map<string, boolean>();
  return runs.onDidChange(() => {
    const phases = new Set(runs.active.map(({ state }) => state.phase));
    set('layerwise.runsActive', phases.size > 0);
    set('layerwise.runsRunning', phases.has('running'));
    set('layerwise.runsPaused', phases.has('paused'));
  });

  function set(key: string, value: boolean): void {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
