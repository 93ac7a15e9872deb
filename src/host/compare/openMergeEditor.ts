import * as vscode from 'vscode';

/** VS Code's own editor for three versions of a text; it belongs to the git extension, which has to know the conflict. */
export async function openMergeEditor({ uri }: vscode.TextDocument): Promise<void> {
  const commands = await vscode.commands.getCommands(true);
  try {
    if (!commands.includes('git.openMergeEditor')) throw new Error('git is switched off or not installed');
    await vscode.commands.executeCommand('git.openMergeEditor', uri);
  } catch (error) {
    const text = vscode.l10n.t('Open as Text');
    const cause = error instanceof Error ? error.message : String(error);
    const choice = await vscode.window.showWarningMessage(vscode.l10n.t('The merge editor could not be opened: {0}.', cause), text);
    if (choice === text) await vscode.commands.executeCommand('layerwise.openAsText', uri);
  }
}
