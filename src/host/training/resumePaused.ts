import * as vscode from 'vscode';
import { analyzeText } from '../../core/analyze';
import type { Run } from '../runs/run';
import { changesInWords, designSince } from './designSince';

const AS_IT_WAS = vscode.l10n.t('Resume As It Was');
const ANEW = vscode.l10n.t('Train Anew from Its Weights');

/** Goes on with a run that waits, with what has changed in its design since, as far as a run can take that up. */
export async function resumePaused(run: Run): Promise<void> {
  const uri = vscode.Uri.file(run.designPath);
  const since = await designSince(uri, run.designText);
  if (!since) return run.resume();
  const { text, refused } = since;
  if (refused.length === 0) return run.resume(text);
  const message = vscode.l10n.t("The design has changed in a way that a run can't take up: {0}.", changesInWords(refused));
  // A design with an error can't be trained anew: the run would be stopped for nothing.
  const sound = !analyzeText(text).diagnostics.some(({ severity }) => severity === 'error');
  const choice = await vscode.window.showWarningMessage(message, AS_IT_WAS, ...(sound ? [ANEW] : []));
  if (choice === AS_IT_WAS) return run.resume();
  if (choice !== ANEW) return;
  await run.stop();
  await vscode.commands.executeCommand('layerwise.train', uri, { weights: { from: run.request.options.folder } });
}
