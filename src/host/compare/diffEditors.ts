import * as vscode from 'vscode';
import type { Side } from '../../protocol/compare';
import { ComparePage, type Source, type Sources } from './comparePage';
import { beforeOf, stateOf } from './sideOrder';

/** So long the other side may take to be asked for; a diff of a design has both sides or is none. */
const PATIENCE_MS = 3000;

interface Waiting {
  readonly document: vscode.TextDocument;
  readonly panel: vscode.WebviewPanel;
  readonly tab: vscode.Tab;
  readonly paired: (found: boolean) => void;
}

/**
 * VS Code opens a design's custom editor on both sides of a diff, each by itself: here they find each other, and become
 * two pages of one comparison.
 */
export class DiffEditors implements vscode.Disposable {
  private readonly waiting: Waiting[] = [];
  private readonly open = new Set<ComparePage>();

  constructor(private readonly extensionUri: vscode.Uri) {}

  get pages(): readonly ComparePage[] {
    return [...this.open];
  }

  /** Takes the panel where it is a side of a diff editor. False: it is an editor of its own. */
  async take(document: vscode.TextDocument, panel: vscode.WebviewPanel): Promise<boolean> {
    const tab = diffTabOf(panel);
    if (!tab) return false;
    const other = this.waiting.find((one) => one.tab === tab && one.panel.viewColumn === panel.viewColumn);
    if (other) {
      this.waiting.splice(this.waiting.indexOf(other), 1);
      this.pair(other, { document, panel }, tab.label);
      other.paired(true);
      return true;
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(false), PATIENCE_MS);
      const settle = (found: boolean): void => {
        clearTimeout(timer);
        const at = this.waiting.findIndex((one) => one.panel === panel);
        if (at >= 0) this.waiting.splice(at, 1);
        resolve(found);
      };
      this.waiting.push({ document, panel, tab, paired: settle });
      panel.onDidDispose(() => settle(true));
    });
  }

  dispose(): void {
    this.waiting.length = 0;
  }

  private pair(first: Pick<Waiting, 'document' | 'panel'>, second: Pick<Waiting, 'document' | 'panel'>, label: string): void {
    const [before, after] = beforeOf(first.document.uri, second.document.uri, label) === 0 ? [first, second] : [second, first];
    const sources: Sources = { before: sourceOf(before.document), after: sourceOf(after.document) };
    const make = ({ panel }: Pick<Waiting, 'panel'>, side: Side): ComparePage => {
      const page = new ComparePage(panel, this.extensionUri, sources, side);
      this.open.add(page);
      panel.onDidDispose(() => this.open.delete(page));
      return page;
    };
    const [left, right] = [make(before, 'before'), make(after, 'after')];
    left.beside = right;
    right.beside = left;
  }
}

/** The diff that a panel is a side of: its tab is the active one of its group, and is none that extensions know the kind of. */
function diffTabOf(panel: vscode.WebviewPanel): vscode.Tab | undefined {
  const group = vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn === panel.viewColumn);
  const tab = group?.activeTab;
  return tab && tab.input === undefined ? tab : undefined;
}

/** A document by its file's name and the state that it is in. */
export function sourceOf(document: vscode.TextDocument): Source {
  const { uri } = document;
  const detail = stateOf(uri);
  return { title: uri.path.slice(uri.path.lastIndexOf('/') + 1), ...(detail !== undefined && { detail }), document };
}
