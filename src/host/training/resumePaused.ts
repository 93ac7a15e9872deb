import * as vscode from 'vscode';
import { analyzeText } from '../../core/analyze';
import { parseDesign } from '../../core/parse';
import { changeInWords, changesBetween, type DesignChange, type DesignChanges } from '../../core/training/changes';
import type { Run } from '../runs/run';

const AS_IT_WAS = vscode.l10n.t('Resume As It Was');
const ANEW = vscode.l10n.t('Train Anew from Its Weights');

/** Goes on with a run that waits, with what has changed in its design since, as far as a run can take that up. */
export async function resumePaused(run: Run): Promise<void> {
  const uri = vscode.Uri.file(run.request.options.designPath);
  const text = await presentText(uri);
  const changes = text === undefined ? undefined : changed(run.designText, text);
  if (!changes || changes.taken.length + changes.refused.length === 0) return run.resume();
  if (changes.refused.length === 0) return run.resume(text);
  const message = vscode.l10n.t("The design has changed in a way that a run can't take up: {0}.", inWords(changes.refused));
  // A design with an error can't be trained anew: the run would be stopped for nothing.
  const sound = text !== undefined && !analyzeText(text).diagnostics.some(({ severity }) => severity === 'error');
  const choice = await vscode.window.showWarningMessage(message, AS_IT_WAS, ...(sound ? [ANEW] : []));
  if (choice === AS_IT_WAS) return run.resume();
  if (choice !== ANEW) return;
  await run.stop();
  await vscode.commands.executeCommand('layerwise.train', uri, { weights: { from: run.request.options.folder } });
}

/** As it is in the editor, saved or not; `undefined` where there is no such file any more. */
async function presentText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return (await vscode.workspace.openTextDocument(uri)).getText();
  } catch {
    return undefined;
  }
}

/** `undefined` where one of them is no design. */
function changed(before: string, after: string): DesignChanges | undefined {
  const [old, now] = [parseDesign(before).design, parseDesign(after).design];
  return old && now && changesBetween(old, now);
}

const MOST_IN_WORDS = 3;

function inWords(changes: readonly DesignChange[]): string {
  const words = changes.slice(0, MOST_IN_WORDS).map(changeInWords);
  return changes.length > MOST_IN_WORDS ? `${words.join(', ')} …` : words.join(', ');
}
