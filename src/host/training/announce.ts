import * as vscode from 'vscode';
import type { Run } from '../runs/run';
import type { Runs } from '../runs/runs';
import { bestScore, historyOf } from '../runs/score';

/** Says how a run ended, once, with the ways to look at it. A run that a person stopped needs no word. */
export function announceEnds(runs: Runs): vscode.Disposable {
  const told = new WeakSet<Run>();
  return runs.onDidChange((run) => {
    if (run.active || told.has(run)) return;
    told.add(run);
    void announce(run);
  });
}

async function announce({ id, state }: Run): Promise<void> {
  const show = 'Show';
  if (state.phase === 'finished') {
    const score = bestScore(historyOf(state));
    const open = 'Open Folder';
    const said = `${state.name} has finished training${score ? `: best ${score.metric} ${score.value.toFixed(4)}` : ''}.`;
    const choice = await vscode.window.showInformationMessage(said, show, open);
    if (choice === show) await vscode.commands.executeCommand('layerwise.showTraining', id);
    if (choice === open) await vscode.commands.executeCommand('layerwise.revealRun', id);
  } else if (state.phase === 'failed') {
    const { message, cause, next } = state.failure ?? { message: 'Training failed.' };
    const log = 'Show Log';
    const choice = await vscode.window.showErrorMessage([`${state.name}: ${message}`, cause, next].filter(Boolean).join(' '), show, log);
    if (choice === show) await vscode.commands.executeCommand('layerwise.showTraining', id);
    if (choice === log) await vscode.commands.executeCommand('layerwise.showLog');
  }
}
