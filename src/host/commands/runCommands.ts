import { access } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { RUN_FILES } from '../../protocol/runFolder';
import type { ListedRun } from '../runs/catalog';
import { isActive } from '../runs/run';
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

/**
 * Moves the folders of runs to the trash, after asking; where there is no trash, asks again. One that goes on is left. Returns
 * those that are gone.
 */
export async function deleteRuns(asked: readonly ListedRun[], library: RunLibrary): Promise<readonly ListedRun[]> {
  const runs = asked.filter((run) => !isActive(run));
  const [first, ...more] = runs;
  const [active] = asked;
  if (!first && active)
    await vscode.window.showInformationMessage(
      vscode.l10n.t('This run of {0} goes on. Stop it before you delete it.', active.label ?? active.name),
    );
  if (!first) return [];
  const question =
    more.length === 0
      ? vscode.l10n.t('Delete this run of {0}?', first.label ?? first.name)
      : vscode.l10n.t('Delete these {0} runs?', runs.length);
  const detail =
    more.length === 0
      ? vscode.l10n.t('Its weights, metrics and log in {0} go with it.', first.folder)
      : vscode.l10n.t('Their weights, metrics and logs go with them: {0}.', runs.map(({ id }) => id).join(', '));
  const sure = vscode.l10n.t('Move to Trash');
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, sure)) !== sure) return [];
  let left = await deleted(runs, true);
  if (left.length > 0) {
    const forever = vscode.l10n.t('Delete Permanently');
    const said =
      left.length === 1
        ? vscode.l10n.t('The run could not be moved to the trash.')
        : vscode.l10n.t('{0} runs could not be moved to the trash.', left.length);
    if ((await vscode.window.showWarningMessage(said, { modal: true, detail }, forever)) === forever) {
      left = await deleted(left, false);
      const [kept] = left;
      if (kept) await vscode.window.showErrorMessage(vscode.l10n.t('{0} could not be deleted. Check that it can be written.', kept.folder));
    }
  }
  library.refreshSoon(0);
  return runs.filter((run) => !left.includes(run));
}

/** Those that could not be. */
async function deleted(runs: readonly ListedRun[], useTrash: boolean): Promise<readonly ListedRun[]> {
  const left: ListedRun[] = [];
  for (const run of runs) {
    try {
      await vscode.workspace.fs.delete(vscode.Uri.file(run.folder), { recursive: true, useTrash });
    } catch {
      left.push(run);
    }
  }
  return left;
}
