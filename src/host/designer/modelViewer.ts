import * as l10n from '@vscode/l10n';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import type { ViewedModel } from '../../protocol/designer';
import { importSeconds } from '../../protocol/modelImport';
import { MODEL_SCHEME } from '../designs/designs';
import { importFile } from '../runs/modelFiles';
import { launchFor } from '../runtime/launch';
import type { RuntimeContext } from '../runtime/runtimeContext';
import type { DesignerEditor } from './designerEditor';

/** The first opens files by a click; the second stands in "Reopen Editor With…" of files that are often something else. */
const VIEW_TYPES = ['layerwise.model', 'layerwise.modelOnRequest'];

/** Shows models of other programs as graphs, to look at. Each is read by a process of its own, its weights layer by layer. */
export class ModelViewer implements vscode.CustomReadonlyEditorProvider, vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private shown = 0;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly designers: DesignerEditor,
    private readonly context: Pick<RuntimeContext, 'start' | 'storage' | 'channel'>,
  ) {
    const options = { supportsMultipleEditorsPerDocument: true };
    this.subscriptions = [
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

  async resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel, cancel: vscode.CancellationToken): Promise<void> {
    const cancelled = new AbortController();
    cancel.onCancellationRequested(() => cancelled.abort());
    panel.onDidDispose(() => cancelled.abort());
    try {
      const { text, viewed } = await this.read(uri, cancelled.signal);
      if (cancelled.signal.aborted) return;
      const shown = textUri(uri, ++this.shown);
      this.texts.set(shown.toString(), text);
      panel.onDidDispose(() => this.texts.delete(shown.toString()));
      const document = await vscode.workspace.openTextDocument(shown);
      if (!cancelled.signal.aborted) this.designers.view(document, panel, { file: uri, viewed });
    } catch (error) {
      if (cancelled.signal.aborted) return;
      panel.webview.options = { enableScripts: false, enableCommandUris: ['workbench.action.reopenWithEditor'], localResourceRoots: [] };
      panel.webview.html = notShown(error);
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async read(uri: vscode.Uri, signal: AbortSignal): Promise<{ readonly text: string; readonly viewed: ViewedModel }> {
    if (uri.scheme !== 'file')
      throw new Failure(l10n.t('This file is not on a disk that Layerwise can read.'), {
        next: l10n.t('Save a copy of it in a folder of this machine.'),
      });
    const { start, storage, channel } = this.context;
    const launch = await launchFor(storage, { resource: uri, runtime: 'auto' });
    if (!launch) throw new Failure(l10n.t('The process that reads such files could not be started.'));
    const { size } = await vscode.workspace.fs.stat(uri);
    const folder = await mkdtemp(path.join(tmpdir(), 'layerwise-view-'));
    try {
      const design = path.join(folder, 'design.json');
      const how = { cwd: path.dirname(uri.fsPath), ...(launch.node && { node: launch.node }) };
      const log = (line: string) => channel.appendLine(`[View Model] ${line}`);
      const ended = AbortSignal.any([signal, AbortSignal.timeout(importSeconds(size) * 1000)]);
      const { format, unknown, notes } = await importFile(
        { file: uri.fsPath, design, withoutWeights: true },
        { how, start, log, signal: ended },
      );
      const viewed = { name: path.basename(uri.fsPath), format, bytes: size, unknown, notes };
      return { text: await readFile(design, 'utf8'), viewed };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Where the design of a model is found as text; each time anew, since VS Code keeps a text for a while and the file may be another. */
const textUri = (file: vscode.Uri, time: number): vscode.Uri =>
  file.with({ scheme: MODEL_SCHEME, path: `${file.path}.json`, query: String(time) });

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
