import * as vscode from 'vscode';
import { ComparePage, type Source, type Sources } from './comparePage';

/** Two designs beside each other in a tab of their own. */
export class CompareDesigns implements vscode.Disposable {
  private readonly open = new Set<ComparePage>();

  constructor(private readonly extensionUri: vscode.Uri) {}

  get pages(): readonly ComparePage[] {
    return [...this.open];
  }

  /** Shows the comparison; one of the same two that is open is brought to the front. */
  show(before: Source, after: Source): ComparePage {
    const sources: Sources = { before, after };
    const wanted = [before, after].map(({ document }) => document.uri.toString());
    const same = this.pages.find(({ uris }) => uris.every((uri, i) => uri === wanted[i]));
    if (same) {
      same.panel.reveal();
      return same;
    }
    const title =
      before.title === after.title
        ? `${after.title} (${before.detail ?? 'before'} ↔ ${after.detail ?? 'now'})`
        : `${before.title} ↔ ${after.title}`;
    const panel = vscode.window.createWebviewPanel('layerwise.compare', title, vscode.ViewColumn.Active, { enableScripts: true });
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.extensionUri, 'media', 'layerwise-light.svg'),
      dark: vscode.Uri.joinPath(this.extensionUri, 'media', 'layerwise-dark.svg'),
    };
    const page = new ComparePage(panel, this.extensionUri, sources);
    this.open.add(page);
    panel.onDidDispose(() => this.open.delete(page));
    return page;
  }

  dispose(): void {
    for (const { panel } of this.open) panel.dispose();
  }
}
