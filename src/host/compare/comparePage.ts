import * as vscode from 'vscode';
import type { FromCompare, SharedView, Side, ToCompare } from '../../protocol/compare';
import { pageHtml } from '../page';
import { translation } from '../texts';

/** One of two designs that are compared. */
export interface Source {
  readonly title: string;
  /** Which state of it: `HEAD`, `saved`. */
  readonly detail?: string;
  readonly document: vscode.TextDocument;
}

export type Sources = Readonly<Record<Side, Source>>;

/** Of the tab. */
export function titleOf({ before, after }: Sources): string {
  if (before.title !== after.title) return `${before.title} ↔ ${after.title}`;
  return `${after.title} (${before.detail ?? 'before'} ↔ ${after.detail ?? 'now'})`;
}

/** A webview that shows a comparison, or one side of it. */
export class ComparePage {
  private sources: Sources;
  private closed = false;
  private readonly listening: vscode.Disposable[];
  /** The page of the other side. */
  beside: ComparePage | undefined;
  /** Everything that was posted last of each kind, for the tests. */
  readonly posted: { [Type in ToCompare['type']]?: Extract<ToCompare, { type: Type }> } = {};

  constructor(
    readonly panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    sources: Sources,
    readonly side?: Side,
  ) {
    this.sources = sources;
    const { webview } = panel;
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    this.listening = [
      // A document that no editor shows is closed after a while, and is another one when it is opened again.
      panel.onDidChangeViewState(() => {
        if (panel.visible) void this.refresh();
      }),
      webview.onDidReceiveMessage((message: FromCompare) => this.receive(message)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.uris.includes(document.uri.toString())) void this.refresh();
      }),
    ];
    panel.onDidDispose(() => {
      this.closed = true;
      vscode.Disposable.from(...this.listening).dispose();
    });
    webview.html = pageHtml({ title: 'Layerwise Comparison', bundle: 'compare', translation }, { cspSource: webview.cspSource, file });
  }

  /** Of the one before and the one after. */
  get uris(): readonly string[] {
    return [this.sources.before, this.sources.after].map(({ document }) => document.uri.toString());
  }

  /** Puts other designs into the page. */
  show(sources: Sources): void {
    this.sources = sources;
    this.send();
  }

  /** Also what the tests call: a message as the webview sends it. */
  receive(message: FromCompare): void {
    const { before, after } = this.sources;
    switch (message.type) {
      case 'ready':
        return this.send();
      case 'moved':
        return this.beside?.follow(message.view);
      case 'swap':
        this.show({ before: after, after: before });
        this.panel.title = titleOf(this.sources);
        return;
      case 'openAsText':
        return void vscode.commands.executeCommand('layerwise.openAsText', this.sources[message.side].document.uri, message.path ?? []);
      case 'openTextDiff':
        return void openTextDiff(this.sources);
    }
  }

  private async refresh(): Promise<void> {
    const now = async (source: Source): Promise<Source> => {
      const document = await vscode.workspace.openTextDocument(source.document.uri).then(
        (found) => found,
        () => source.document,
      );
      return { ...source, document };
    };
    const { before, after } = this.sources;
    this.show({ before: await now(before), after: await now(after) });
  }

  private send(): void {
    const named = ({ title, detail }: Source) => ({ title, ...(detail !== undefined && { detail }) });
    const told = (source: Source) => ({ ...named(source), text: source.document.getText(), canOpen: true });
    const kept = (source: Source) => ({ ...named(source), uri: source.document.uri.toString() });
    const { before, after } = this.sources;
    const sources = { before: kept(before), after: kept(after) };
    this.post({ type: 'compared', before: told(before), after: told(after), ...(this.side && { side: this.side }), sources });
  }

  private follow(view: SharedView): void {
    this.post({ type: 'followed', view });
  }

  private post(message: ToCompare): void {
    if (this.closed) return;
    Object.assign(this.posted, { [message.type]: message });
    void this.panel.webview.postMessage(message);
  }
}

/** The same two as text, in VS Code's own diff editor. */
async function openTextDiff({ before, after }: Sources): Promise<void> {
  const title = `${before.title}${before.detail ? ` (${before.detail})` : ''} ↔ ${after.title}${after.detail ? ` (${after.detail})` : ''}`;
  // A boolean takes the text editor, whichever is the usual one for such files.
  await vscode.commands.executeCommand('vscode.diff', before.document.uri, after.document.uri, title, { override: false });
}
