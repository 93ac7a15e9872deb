import * as vscode from 'vscode';
import type { Places } from '../../protocol/places';
import { chosenPython } from './pythonExtension';
import type { RuntimeSettings } from './settings';

/** Where a TensorFlow is looked for in this window. What a workspace brings is left out as long as it is not trusted. */
export async function placesFor(
  { python, folder }: Pick<RuntimeSettings, 'python' | 'folder'>,
  storage: vscode.Uri,
  resource?: vscode.Uri,
): Promise<Places> {
  const { isTrusted, workspaceFolders = [] } = vscode.workspace;
  const extension = vscode.extensions.getExtension<unknown>('ms-python.python');
  // It is not started for this: where it does not run, nobody has chosen anything.
  const chosen = isTrusted && extension?.isActive ? await chosenPython(extension.exports, resource) : undefined;
  return {
    ...(isTrusted && { workspace: workspaceFolders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath) }),
    ...(python && { python }),
    ...(folder && { folder }),
    ...(chosen && { chosenPython: chosen }),
    storage: storage.fsPath,
    path: true,
  };
}
