import * as vscode from 'vscode';
import { describe } from '../../core/describe';
import { kerasProgram } from '../../core/keras/program';
import { analysisOf } from '../designs/designs';

/** Opens a design as a program for Keras in a new editor, to be looked at, changed and saved; says why where it has errors. */
export async function showAsKeras(document: vscode.TextDocument): Promise<void> {
  const analysis = analysisOf(document);
  const error = analysis.diagnostics.find(({ severity }) => severity === 'error');
  if (error) {
    await vscode.window.showErrorMessage(vscode.l10n.t('This design has an error, so that Keras would not take it: {0}', describe(error)));
    return;
  }
  const program = await vscode.workspace.openTextDocument({ language: 'python', content: kerasProgram(analysis) });
  await vscode.window.showTextDocument(program, { viewColumn: vscode.ViewColumn.Beside });
}
