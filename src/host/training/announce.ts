import * as vscode from 'vscode';
import type { Run } from '../runs/run';
import type { Runs } from '../runs/runs';
import type { TrainingPanel } from './trainingPanel';
import { bestScore, historyOf } from '../runs/score';

/** Says how a run ended, once, with the ways to look at it. A run that a person stopped needs no word. */
export function announceEnds(runs: Runs, panel: TrainingPanel): { dispose(): void } {
  const told = new WeakSet<Run>();
  return runs.onDidChange((run) => {
    if (run.active || told.has(run)) return;
    told.add(run);
    // A failure is said on the panel in full: no need to say it twice to somebody who looks at it.
    const seen = run.state.phase === 'failed' && panel.isVisible && panel.shown === run.id && vscode.window.state.focused;
    if (!seen) void announce(run);
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
    const choice = await vscode.window.showErrorMessage(`${state.name}: ${sentences([message, cause, next])}`, show, log);
    if (choice === show) await vscode.commands.executeCommand('layerwise.showTraining', id);
    if (choice === log) await vscode.commands.executeCommand('layerwise.openRunLog', id);
  }
}

/** One after the other, each with its full stop. */
const sentences = (parts: readonly (string | undefined)[]): string =>
  parts
    .flatMap((part) => part ?? [])
    .map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`))
    .join(' ');
