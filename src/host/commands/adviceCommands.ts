import * as vscode from 'vscode';
import { isAdviceCode } from '../../core/advice/catalog';
import { followAll } from '../../core/advice/followAll';
import { applyEdit } from '../../core/edit';
import { workspaceEdit } from '../designs/quickFixes';
import { analysisOf } from '../designs/designs';
import { knownOf } from '../designs/knownFacts';
import { unwantedAdvice } from '../designs/unwantedAdvice';

/** Follows all advice of a design, or all of one kind, as one change. */
export async function followAdvice(document: vscode.TextDocument, code: unknown): Promise<void> {
  const only = typeof code === 'string' && isAdviceCode(code) ? code : undefined;
  const text = document.getText();
  const edit = followAll(text, unwantedAdvice(document.uri), only, knownOf(document.uri, analysisOf(document)));
  if (!edit) return void (await vscode.window.showInformationMessage(vscode.l10n.t('There is no advice that a click could follow.')));
  const result = applyEdit(text, edit);
  const done = result.ok && (await vscode.workspace.applyEdit(workspaceEdit(document, result.edits)));
  if (!done)
    await vscode.window.showErrorMessage(
      result.ok ? vscode.l10n.t('The editor did not take this change: the file may be read-only.') : result.reason,
    );
}

/** The page that says why something is advised. */
export const adviceUri = (extensionUri: vscode.Uri, code: string): vscode.Uri =>
  vscode.Uri.joinPath(extensionUri, 'docs', 'advice', `${code}.md`);

export async function whyAdvice(extensionUri: vscode.Uri, code: unknown): Promise<void> {
  if (typeof code !== 'string' || !isAdviceCode(code)) return;
  await vscode.commands.executeCommand('markdown.showPreview', adviceUri(extensionUri, code));
}
