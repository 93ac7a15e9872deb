import * as vscode from 'vscode';
import type { Edit, EditResult } from '../../core/edits';
import { isReadonly } from '../designs/readonly';
import type { DiffEditors } from '../compare/diffEditors';
import { MEMORY_SETTING } from '../designs/knownFacts';
import { ADVICE_SETTING } from '../designs/unwantedAdvice';
import { pageHtml } from '../page';
import { translation } from '../texts';
import { DesignerPanel, editable, type DesignerActions, type DesignerFacts, type Viewed } from './designerPanel';
import { createQueue, editDocument } from './editQueue';

/** The designer's view type, also what `editorAssociations` of a user's settings name. */
const DESIGNER = 'layerwise.designer';

/** Above this many characters the canvas would be no help any more; the text editor still is. */
const MOST_CHARACTERS = 8_000_000;

/** The designers that are open. Several may show one document: they share its queue of edits. */
export class DesignerEditor implements vscode.CustomTextEditorProvider, vscode.Disposable {
  private readonly open = new Set<DesignerPanel>();
  private readonly queues = new WeakMap<vscode.TextDocument, ReturnType<typeof createQueue>>();
  /** Layers to reveal in a designer that does not exist yet, by document. */
  private readonly reveals = new Map<string, string>();
  private readonly subscriptions: vscode.Disposable[];
  private readonly selected = new vscode.EventEmitter<DesignerPanel>();
  /** Other layers are selected in one of them. */
  readonly onDidSelect = this.selected.event;
  private readonly viewed = new vscode.EventEmitter<void>();
  /** A model of another program is shown in a tab that was there before, or as another document. */
  readonly onDidView = this.viewed.event;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly facts: DesignerFacts,
    private readonly actions: DesignerActions,
    private readonly diffEditors: DiffEditors,
  ) {
    this.subscriptions = [
      this.selected,
      this.viewed,
      vscode.window.registerCustomEditorProvider(DESIGNER, this, { supportsMultipleEditorsPerDocument: true }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) for (const panel of this.panelsOf(document.uri)) panel.textChanged();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.settingsChanged()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (['layerwise.runtime', ADVICE_SETTING, MEMORY_SETTING].some((setting) => change.affectsConfiguration(setting)))
          this.settingsChanged();
      }),
    ];
  }

  get panels(): readonly DesignerPanel[] {
    return [...this.open];
  }

  /** The designer that has the focus, or had it last in the active tab. */
  get active(): DesignerPanel | undefined {
    return this.panels.find(({ panel }) => panel.active);
  }

  panelsOf(uri: vscode.Uri): readonly DesignerPanel[] {
    return this.panels.filter(({ document }) => document.uri.toString() === uri.toString());
  }

  /** Opens or shows the designer of a document, with this layer selected. */
  async reveal(uri: vscode.Uri, layer?: string, column?: vscode.ViewColumn): Promise<void> {
    if (layer !== undefined) this.reveals.set(uri.toString(), layer);
    await vscode.commands.executeCommand('vscode.openWith', uri, DESIGNER, column);
    const [panel] = this.panelsOf(uri);
    if (panel) this.passReveal(panel);
  }

  async resolveCustomTextEditor(document: vscode.TextDocument, webviewPanel: vscode.WebviewPanel): Promise<void> {
    const { webview } = webviewPanel;
    const readonly = await isReadonly(document);
    if (document.getText().length > MOST_CHARACTERS) {
      webview.options = { enableScripts: false, enableCommandUris: ['layerwise.openAsText'], localResourceRoots: [] };
      webview.html = tooLarge(document);
      return;
    }
    if (await this.diffEditors.take(document, webviewPanel)) return;
    this.show(document, webviewPanel, readonly);
  }

  /** A designer in which a model of another program is only looked at. */
  view(document: vscode.TextDocument, webviewPanel: vscode.WebviewPanel, model: Viewed): DesignerPanel {
    const panel = this.show(document, webviewPanel, true, model);
    this.viewed.fire();
    return panel;
  }

  /** The same designer with its text as another document. */
  viewAgain(panel: DesignerPanel, document: vscode.TextDocument): void {
    panel.openedAgain(document);
    this.viewed.fire();
  }

  /** The design of the model that is looked at in the tab of this file. */
  viewedDesign(file: vscode.Uri): vscode.Uri | undefined {
    return this.panels.find(({ model }) => model?.file.toString() === file.toString())?.document.uri;
  }

  private show(document: vscode.TextDocument, webviewPanel: vscode.WebviewPanel, readonly: boolean, model?: Viewed): DesignerPanel {
    const { webview } = webviewPanel;
    const dist = vscode.Uri.joinPath(this.extensionUri, 'dist');
    const panel = new DesignerPanel(document, webviewPanel, readonly, this.queueOf(document), this.facts, this.actions, model);
    this.open.add(panel);
    webviewPanel.onDidDispose(() => this.open.delete(panel));
    panel.onDidSelect(() => this.selected.fire(panel));
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    const data = { 'layout-worker': file('layoutWorker.js') };
    webview.html = pageHtml({ title: 'Layerwise Designer', bundle: 'designer', data, translation }, { cspSource: webview.cspSource, file });
    this.passReveal(panel);
    return panel;
  }

  /** An edit that is asked for outside of a designer; it waits for those that are under way. */
  async edit(document: vscode.TextDocument, edit: Edit): Promise<EditResult> {
    if (await isReadonly(document)) return { ok: false, reason: vscode.l10n.t('This file is read-only. Save a copy of it to change it.') };
    return this.queueOf(document)(() => editDocument(editable(document), edit));
  }

  private queueOf(document: vscode.TextDocument): ReturnType<typeof createQueue> {
    const queue = this.queues.get(document) ?? createQueue();
    this.queues.set(document, queue);
    return queue;
  }

  private settingsChanged(): void {
    for (const panel of this.open) panel.settingsChanged();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private passReveal(panel: DesignerPanel): void {
    const key = panel.document.uri.toString();
    const layer = this.reveals.get(key);
    if (layer !== undefined) panel.reveal(layer);
    this.reveals.delete(key);
  }
}

function tooLarge(document: vscode.TextDocument): string {
  const millions = (MOST_CHARACTERS / 1e6).toString();
  const words = vscode.l10n.t('This file has more than {0} million characters, which is too much for the designer.', millions);
  const address = `command:layerwise.openAsText?${encodeURIComponent(JSON.stringify([document.uri]))}`;
  return `<!DOCTYPE html>
<html lang="en">
  <head><meta charset="utf-8" /><meta http-equiv="Content-Security-Policy" content="default-src 'none'" /><title>Layerwise Designer</title></head>
  <body><p>${words} <a href="${address}">${vscode.l10n.t('Open as text')}</a></p></body>
</html>
`;
}
