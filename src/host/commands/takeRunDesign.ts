import * as l10n from '@vscode/l10n';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import { RUN_FILES } from '../../protocol/runFolder';
import { DESIGN_SUFFIX } from '../designs/designs';
import { isReadonly } from '../designs/readonly';
import type { DesignerEditor } from '../designer/designerEditor';
import type { ListedRun } from '../runs/catalog';
import { sayFailure } from '../runtime/sayFailure';

/**
 * Makes the design what it was when this run trained it, as one change that can be undone, and shows it. Where the design is
 * not there any more it is made again, after asking.
 */
export async function takeRunDesign(run: ListedRun, designers: DesignerEditor): Promise<void> {
  try {
    // The folder of a run may come from anybody: what it names is not written to unless it is a design.
    if (!run.designPath.endsWith(DESIGN_SUFFIX))
      throw new Failure(l10n.t`The run names ${run.designPath} as its design, which is none.`, {
        reason: l10n.t`Designs that the editor changes end with ${DESIGN_SUFFIX}.`,
        next: l10n.t('Open Design as Trained shows what the run had; save a copy of it.'),
      });
    const text = await trainedText(run);
    const uri = vscode.Uri.file(run.designPath);
    const document = await vscode.workspace.openTextDocument(uri).then(
      (opened) => opened,
      () => undefined,
    );
    const done = document ? await replaceText(document, text) : await makeAgain(uri, text, run);
    if (!done) return;
    await designers.reveal(uri);
    vscode.window.setStatusBarMessage(done, 6000);
  } catch (error) {
    await sayFailure(error);
  }
}

async function trainedText({ folder }: ListedRun): Promise<string> {
  const file = path.join(folder, RUN_FILES.design);
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new Failure(l10n.t('The design of this run cannot be read.'), {
      reason: error instanceof Error ? error.message : String(error),
      next: l10n.t`It is kept as ${file}; a copy put there is found again.`,
    });
  });
}

/** Returns what was done, in words. */
async function replaceText(document: vscode.TextDocument, text: string): Promise<string> {
  const name = vscode.workspace.asRelativePath(document.uri);
  if (document.getText() === text) return vscode.l10n.t('{0} is as this run had it already', name);
  if (await isReadonly(document))
    throw new Failure(l10n.t`${name} was not changed.`, {
      reason: l10n.t('It is read-only.'),
      next: l10n.t('Open Design as Trained shows what the run had; save a copy of it.'),
    });
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)), text);
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new Failure(l10n.t`${name} was not changed.`, { reason: l10n.t('The editor refused the change.'), next: l10n.t('Check that the file can be written, and try again.') }); // prettier-ignore
  return vscode.l10n.t('{0} is as this run had it; Undo takes that back', name);
}

async function makeAgain(uri: vscode.Uri, text: string, { label, name }: ListedRun): Promise<string | undefined> {
  const make = vscode.l10n.t('Make It Again');
  const question = vscode.l10n.t('The design of this run is not there any more.');
  const detail = vscode.l10n.t('{0} would be made as the run {1} had it.', uri.fsPath, label ?? name);
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, make)) !== make) return undefined;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return vscode.l10n.t('{0} is there again', vscode.workspace.asRelativePath(uri));
}
