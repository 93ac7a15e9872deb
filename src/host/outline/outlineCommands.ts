import * as vscode from 'vscode';
import { applyEdit } from '../../core/edit';
import type { Edit } from '../../core/edits';
import type { OutlineEntry } from '../../core/outline';
import type { DesignerEditor } from '../designer/designerEditor';
import type { OutlineView } from './outlineView';

/** What can be done with layers in the outline: the same edits as in the designer. */
export function registerOutlineCommands(outline: OutlineView, designers: DesignerEditor): vscode.Disposable {
  const change = async (document: vscode.TextDocument, edit: Edit): Promise<void> => {
    const result = await designers.edit(document, edit);
    if (!result.ok) return void (await vscode.window.showWarningMessage(result.reason));
    if (result.select) for (const panel of designers.panelsOf(document.uri)) panel.show(result.select);
  };
  /** The entries that a command was called on: those that are selected with the one under the pointer, or that one alone. */
  const on =
    (act: (document: vscode.TextDocument, layers: readonly string[], pointed?: string) => Promise<void>) =>
    async (entry?: OutlineEntry, selected?: readonly OutlineEntry[]): Promise<void> => {
      const { document } = outline;
      const entries = selected ?? (entry ? [entry] : outline.view.selection);
      const layers = entries.flatMap((one) => (one.kind === 'run' ? [] : [one.id]));
      if (!document || layers.length === 0) return;
      // It may have been closed meanwhile, and changed since.
      await act(await vscode.workspace.openTextDocument(document.uri), layers, entry && entry.kind !== 'run' ? entry.id : undefined);
    };
  const commands = {
    // A name is one layer's: with several selected it is that of the one under the pointer.
    rename: on(async (document, layers, pointed) => {
      const layer = pointed ?? (layers.length === 1 ? layers[0] : undefined);
      if (layer === undefined) return void (await vscode.window.showInformationMessage(vscode.l10n.t('Select one layer to rename it.')));
      const name = await askName(document, layer);
      if (name !== undefined && name !== layer) await change(document, { type: 'renameLayer', layer, name });
    }),
    duplicate: on((document, layers) => change(document, { type: 'duplicateLayers', layers })),
    delete: on((document, layers) => change(document, { type: 'deleteLayers', layers })),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, command]) => vscode.commands.registerCommand(`layerwise.outline.${name}`, command)),
  );
}

function askName(document: vscode.TextDocument, layer: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Rename {0}', layer),
    value: layer.startsWith('#') ? '' : layer,
    validateInput: (name) => {
      const result = applyEdit(document.getText(), { type: 'renameLayer', layer, name });
      return result.ok || name === layer ? undefined : result.reason;
    },
  });
}
