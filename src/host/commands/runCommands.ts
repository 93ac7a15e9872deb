import { access } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { RUN_FILES } from '../../protocol/runFolder';
import type { ListedRun } from '../runs/catalog';
import type { RunLibrary } from '../runs/runLibrary';

/** Shows the run's folder: in the system's file manager, or in the explorer where the files are on another machine. */
export async function revealFolder({ folder }: Pick<ListedRun, 'folder'>): Promise<void> {
  const uri = vscode.Uri.file(folder);
  if (vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.joinPath(uri, RUN_FILES.record));
  } else if (vscode.workspace.getWorkspaceFolder(uri)) {
    await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.joinPath(uri, RUN_FILES.record));
  } else {
    const copy = vscode.l10n.t('Copy Path');
    const choice = await vscode.window.showInformationMessage(vscode.l10n.t("The run's folder is {0}", folder), copy);
    if (choice === copy) await vscode.env.clipboard.writeText(folder);
  }
}

/** What the child printed; where it printed nothing, the log of the extension. */
export async function openLog(run: Pick<ListedRun, 'folder'> | undefined, channel: vscode.OutputChannel): Promise<void> {
  const file = run && path.join(run.folder, RUN_FILES.log);
  const exists = file !== undefined && (await access(file).then(() => true, () => false)); // prettier-ignore
  if (exists) await vscode.window.showTextDocument(vscode.Uri.file(file));
  else channel.show(true);
}

/** Moves a run's folder to the trash, after asking; where there is no trash, asks again. */
export async function deleteRun({ folder, name }: ListedRun, library: RunLibrary): Promise<void> {
  const uri = vscode.Uri.file(folder);
  const sure = vscode.l10n.t('Move to Trash');
  const detail = vscode.l10n.t('Its weights, metrics and log in {0} go with it.', folder);
  if ((await vscode.window.showWarningMessage(vscode.l10n.t('Delete this run of {0}?', name), { modal: true, detail }, sure)) !== sure)
    return;
  try {
    await vscode.workspace.fs.delete(uri, { recursive: true, useTrash: true });
  } catch {
    const forever = vscode.l10n.t('Delete Permanently');
    const asked = await vscode.window.showWarningMessage(
      vscode.l10n.t('The run could not be moved to the trash.'),
      { modal: true, detail },
      forever,
    );
    if (asked !== forever) return;
    await vscode.workspace.fs.delete(uri, { recursive: true });
  }
  library.refreshSoon(0);
}
