import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Failure, inWords } from '../../core/failure';
import { MODEL_SCHEME } from '../designs/designs';
import type { RuntimeContext } from '../runtime/runtimeContext';
import type { DesignerEditor } from './designerEditor';
import type { DesignerPanel } from './designerPanel';
import { readModel, type ReadModel } from './readModel';
import { watchFile } from './watchFile';

/** The first opens files by a click; the second stands in "Reopen Editor With…" of files that are often something else. */
const VIEW_TYPES = ['layerwise.model', 'layerwise.modelOnRequest'];

/** Shows models of other programs as graphs, to look at. Each is read by a process of its own, its weights layer by layer. */
export class ModelViewer implements vscode.CustomReadonlyEditorProvider, vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private shown = 0;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly designers: DesignerEditor,
    private readonly context: Pick<RuntimeContext, 'start' | 'storage' | 'channel'>,
  ) {
    const options = { supportsMultipleEditorsPerDocument: true };
    this.subscriptions = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(MODEL_SCHEME, this),
      ...VIEW_TYPES.map((type) => vscode.window.registerCustomEditorProvider(type, this, options)),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  /** Shows the file as it is, and again each time that it has changed, as long as the tab is there. */
  async resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel, cancel: vscode.CancellationToken): Promise<void> {
    let designer: DesignerPanel | undefined;
    let reading: AbortController | undefined;
    let readings = 0;
    const look = async (): Promise<void> => {
      reading?.abort();
      const { signal } = (reading = new AbortController());
      readings += 1;
      try {
        const model = await readModel(uri, signal, this.context);
        if (!signal.aborted && designer) await this.showAgain(designer, model, readings);
        else if (!signal.aborted) designer = await this.show(uri, panel, model, signal);
      } catch (error) {
        if (signal.aborted) return;
        if (designer?.model) return designer.modelChanged({ ...designer.model.viewed, outdated: outdated(error) });
        panel.webview.options = { enableScripts: false, enableCommandUris: ['workbench.action.reopenWithEditor'], localResourceRoots: [] };
        panel.webview.html = notShown(error);
      }
    };
    const watching = uri.scheme === 'file' ? watchFile(uri, () => void look()) : undefined;
    panel.onDidDispose(() => {
      reading?.abort();
      watching?.dispose();
    });
    cancel.onCancellationRequested(() => reading?.abort());
    await look();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async show(
    file: vscode.Uri,
    panel: vscode.WebviewPanel,
    { text, viewed }: ReadModel,
    signal: AbortSignal,
  ): Promise<DesignerPanel | undefined> {
    const address = textUri(file, ++this.shown);
    this.texts.set(address.toString(), text);
    panel.onDidDispose(() => this.texts.delete(address.toString()));
    const document = await vscode.workspace.openTextDocument(address);
    return signal.aborted ? undefined : this.designers.view(document, panel, { file, viewed: { ...viewed, reading: 1 } });
  }

  /** What is selected and where one is stays as it is, as after any change of a text. */
  private async showAgain(designer: DesignerPanel, { text, viewed }: ReadModel, reading: number): Promise<void> {
    this.texts.set(designer.document.uri.toString(), text);
    // VS Code keeps a text that no editor of its own shows for some minutes, and tells no changes of it after that.
    if (designer.document.isClosed) this.designers.viewAgain(designer, await vscode.workspace.openTextDocument(designer.document.uri));
    const { document } = designer;
    if (document.getText() !== text) {
      const told = new Promise<void>((resolve) => {
        const listening: vscode.Disposable = vscode.workspace.onDidChangeTextDocument((change) => {
          if (change.document !== document) return;
          listening.dispose();
          resolve();
        });
        designer.panel.onDidDispose(() => void listening.dispose());
      });
      this.changed.fire(document.uri);
      await told;
    }
    designer.modelChanged({ ...viewed, reading });
  }
}

/** Where the design of a model is found as text; each time anew, since VS Code keeps a text for a while and the file may be another. */
const textUri = (file: vscode.Uri, time: number): vscode.Uri =>
  file.with({ scheme: MODEL_SCHEME, path: `${file.path}.json`, query: String(time) });

/** What there is to say beside the model as it was. */
const outdated = (error: unknown): string => `${inWords(error)} ${l10n.t('What is shown is the model as it was before.')}`;

function notShown(error: unknown): string {
  const { reason, next } = error instanceof Failure ? error.details : {};
  const message = error instanceof Error ? error.message : String(error);
  const other = vscode.l10n.t('Open it with another editor');
  return `<!DOCTYPE html>
<html lang="en">
  <head><meta charset="utf-8" /><meta http-equiv="Content-Security-Policy" content="default-src 'none'" /><title>Layerwise</title></head>
  <body>
    <p><b>${escape(message)}</b></p>
    <p>${escape([reason, next].filter((part) => part !== undefined).join(' '))}</p>
    <p><a href="command:workbench.action.reopenWithEditor">${escape(other)}</a></p>
  </body>
</html>
`;
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
