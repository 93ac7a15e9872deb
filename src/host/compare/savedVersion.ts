import * as vscode from 'vscode';

const SCHEME = 'layerwise-saved';

/** A file as it was saved last, as a document beside the one with unsaved changes. */
export class SavedVersion implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    this.subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.changed.fire(savedUri(uri))),
      this.changed,
    ];
  }

  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(query, true)));
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}

/** The address of a file's saved text. */
export const savedUri = (uri: vscode.Uri): vscode.Uri => vscode.Uri.from({ scheme: SCHEME, path: uri.path, query: uri.toString() });
