import * as vscode from 'vscode';
import type { ComparedSources, SavedComparison, Side } from '../../protocol/compare';
import { ComparePage, titleOf, type Source, type Sources } from './comparePage';

const VIEW_TYPE = 'layerwise.compare';

/** Two designs beside each other in a tab of their own. */
export class CompareDesigns implements vscode.Disposable {
  private readonly open = new Set<ComparePage>();

  private readonly restoring: vscode.Disposable;

  constructor(private readonly extensionUri: vscode.Uri) {
    this.restoring = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel, state: SavedComparison | undefined) => {
        try {
          this.fill(panel, await opened(state?.sources));
        } catch {
          // One of the two is gone: there is nothing to compare any more.
          panel.dispose();
        }
      },
    });
  }

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
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, titleOf(sources), vscode.ViewColumn.Active, { enableScripts: true });
    return this.fill(panel, sources);
  }

  private fill(panel: vscode.WebviewPanel, sources: Sources): ComparePage {
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
    this.restoring.dispose();
    for (const { panel } of this.open) panel.dispose();
  }
}

/** Rejects where one of them can't be opened. */
async function opened(kept: ComparedSources | undefined): Promise<Sources> {
  if (!kept) throw new Error('The comparison was not kept.');
  const open = async (side: Side): Promise<Source> => {
    const { uri, ...named } = kept[side];
    return { ...named, document: await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true)) };
  };
  return { before: await open('before'), after: await open('after') };
}
