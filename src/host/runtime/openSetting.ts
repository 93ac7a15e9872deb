import * as vscode from 'vscode';

/** Opens the settings where this one is written, or for what is written nowhere where a person would write it. */
export async function openSetting(setting: string, resource?: vscode.Uri): Promise<void> {
  const { workspaceValue, workspaceFolderValue } = vscode.workspace.getConfiguration(undefined, resource).inspect(setting) ?? {};
  // What belongs to a machine is not among the user's own settings where the editor's window is on another one.
  const own = vscode.env.remoteName === undefined ? 'openSettings' : 'openRemoteSettings';
  const command = workspaceValue === undefined && workspaceFolderValue === undefined ? own : 'openWorkspaceSettings';
  await vscode.commands.executeCommand(`workbench.action.${command}`, { query: `@id:${setting}` });
}
