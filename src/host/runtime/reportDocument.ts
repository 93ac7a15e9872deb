import * as vscode from 'vscode';

const SCHEME = 'layerwise-report';
const REPORT = vscode.Uri.from({ scheme: SCHEME, path: '/Runtimes.md' });

/** A document that only the editor holds: what the last examination of the runtimes found. */
export class ReportDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private text = '';
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registered = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  provideTextDocumentContent(): string {
    return this.text;
  }

  /** As a page to read; as text where the editor's own Markdown is switched off. */
  async show(text: string): Promise<void> {
    this.text = text;
    this.changed.fire(REPORT);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', REPORT);
    } catch {
      await vscode.window.showTextDocument(REPORT);
    }
  }

  dispose(): void {
    this.registered.dispose();
    this.changed.dispose();
  }
}
