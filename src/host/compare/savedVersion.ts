import path from 'node:path';
import * as vscode from 'vscode';

const SCHEME = 'layerwise-saved';

/** A file as it was saved last, as a document beside the one with unsaved changes. */
export class SavedVersion implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];
  /** By the address of what is shown: who tells that its file changed. */
  private readonly watchers = new Map<string, vscode.FileSystemWatcher>();

  constructor() {
    this.subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.changed.fire(savedUri(uri))),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.unwatch(uri.toString())),
      this.changed,
    ];
  }

  async provideTextDocumentContent(saved: vscode.Uri): Promise<string> {
    const file = vscode.Uri.parse(saved.query, true);
    this.watch(saved, file);
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  }

  /** The editor leaves a document with unsaved changes alone when its file changes, so that nobody else tells. */
  private watch(saved: vscode.Uri, file: vscode.Uri): void {
    if (this.watchers.has(saved.toString())) return;
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(file, '..'), path.posix.basename(file.path));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, true);
    const tell = (): void => this.changed.fire(saved);
    watcher.onDidChange(tell);
    watcher.onDidCreate(tell);
    this.watchers.set(saved.toString(), watcher);
  }

  private unwatch(saved: string): void {
    this.watchers.get(saved)?.dispose();
    this.watchers.delete(saved);
  }

  dispose(): void {
    for (const watcher of this.watchers.values()) watcher.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}

/** The address of a file's saved text. */
export const savedUri = (uri: vscode.Uri): vscode.Uri => vscode.Uri.from({ scheme: SCHEME, path: uri.path, query: uri.toString() });
