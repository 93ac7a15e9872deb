import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Failure } from '../../core/failure';

/** What is used of the git extension that VS Code has built in (its `git.d.ts`, version 1 of its API). */
interface GitExtension {
  getAPI(version: 1): GitApi;
}
interface GitApi {
  toGitUri(uri: vscode.Uri, ref: string): vscode.Uri;
  getRepository(uri: vscode.Uri): unknown;
  openRepository?(root: vscode.Uri): Promise<unknown>;
}

/** A file as it was committed last. Rejects with a `Failure` where there is no such version. */
export async function committed(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const name = vscode.workspace.asRelativePath(uri);
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  const next = l10n.t('Compare it with another design, or with the file as it was saved.');
  if (!extension)
    throw new Failure(l10n.t`${name} can't be compared with its last commit: VS Code's Git extension is switched off.`, { next });
  let api: GitApi;
  try {
    api = (await extension.activate()).getAPI(1);
  } catch {
    throw new Failure(l10n.t`${name} can't be compared with its last commit: git is switched off in the settings or not installed.`, {
      next,
    });
  }
  if (!api.getRepository(uri)) throw new Failure(l10n.t`${name} is in no git repository that VS Code has opened.`, { next });
  try {
    const found = await vscode.workspace.openTextDocument(api.toGitUri(uri, 'HEAD'));
    // Older versions of the extension give an empty text where there is none.
    if (found.getText() !== '') return found;
  } catch {
    // There is none.
  }
  throw new Failure(l10n.t`${name} is in no commit yet.`, { next: l10n.t('Commit it, or compare it with another design.') });
}
