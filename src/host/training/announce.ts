import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Run } from '../runs/run';
import type { Runs } from '../runs/runs';
import type { TrainingPanel } from './trainingPanel';
import { bestScore, historyOf } from '../runs/score';
import { sentences } from '../sentences';

/**
 * Says how a run ended, once, with the ways to look at it. A run that a person stopped needs no word. `trainEmbedded`
 * trains it again, on the runtime that always works.
 */
export function announceEnds(runs: Runs, panel: TrainingPanel, trainEmbedded: (run: string) => void): { dispose(): void } {
  const told = new WeakSet<Run>();
  return runs.onDidChange((run) => {
    if (run.active || told.has(run)) return;
    told.add(run);
    // The panel says in full how a run ended: no need to say it twice to somebody who looks at it.
    const seen = panel.isVisible && panel.shown === run.id && vscode.window.state.focused;
    if (!seen) void announce(run, trainEmbedded);
  });
}

async function announce({ id, state }: Run, trainEmbedded: (run: string) => void): Promise<void> {
  const show = vscode.l10n.t('Show');
  if (state.phase === 'finished') {
    const score = bestScore(historyOf(state));
    const evaluate = vscode.l10n.t('Evaluate');
    const open = vscode.l10n.t('Open Folder');
    const diverged = state.epochLogs.find(({ logs }) => Number.isNaN(logs['loss']))?.epoch;
    const said =
      diverged !== undefined
        ? l10n.t`${state.name} has finished training, but its loss is nan since epoch ${diverged}.`
        : score
          ? l10n.t`${state.name} has finished training: best ${score.metric} ${score.value.toFixed(4)}.`
          : l10n.t`${state.name} has finished training.`;
    const choice = await vscode.window.showInformationMessage(said, show, evaluate, open);
    if (choice === show) await vscode.commands.executeCommand('layerwise.showTraining', id);
    if (choice === evaluate) await vscode.commands.executeCommand('layerwise.evaluateRun', id);
    if (choice === open) await vscode.commands.executeCommand('layerwise.revealRun', id);
  } else if (state.phase === 'failed') {
    const { message, cause, next, runtime } = state.failure ?? { message: l10n.t('Training failed.') };
    const log = l10n.t('Show Log');
    const embedded = l10n.t('Use Embedded Runtime');
    const ways = [...(runtime === 'tensorflow' ? [embedded] : []), show, log];
    const choice = await vscode.window.showErrorMessage(`${state.name}: ${sentences([message, cause, next])}`, ...ways);
    if (choice === embedded) trainEmbedded(id);
    if (choice === show) await vscode.commands.executeCommand('layerwise.showTraining', id);
    if (choice === log) await vscode.commands.executeCommand('layerwise.openRunLog', id);
  }
}
