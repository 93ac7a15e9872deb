import path from 'node:path';
import * as vscode from 'vscode';

/** A file that is being written changes many times: so long it has to rest before it is read. */
const REST_MS = 500;

/** Tells each time that a file has become another one, has come or is gone, once it rests. */
export function watchFile(file: vscode.Uri, told: () => void): vscode.Disposable {
  const name = path.posix.basename(file.path).replace(/[*?[\]{}]/g, '[$&]');
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.joinPath(file, '..'), name));
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(told, REST_MS);
  };
  watcher.onDidChange(changed);
  watcher.onDidCreate(changed);
  watcher.onDidDelete(changed);
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    watcher.dispose();
  });
}
