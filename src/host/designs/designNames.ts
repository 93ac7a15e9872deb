import * as vscode from 'vscode';
import { placeOf } from '../../core/analysis';
import { layersText, parametersText } from '../../core/countWords';
import { applyEdit } from '../../core/edit';
import type { Edit } from '../../core/edits';
import type { Span } from '../../core/locate';
import { choicesAt, definitionOf, layerPath, nameAt, type TextName } from '../../core/textNames';
import { analysisOf, DESIGN_FILES } from './designs';
import { workspaceEdit } from './quickFixes';

/** Names of layers and blocks in the text editor: completed, explained, gone to, and renamed wherever they stand. */
export class DesignNames
  implements vscode.CompletionItemProvider, vscode.HoverProvider, vscode.DefinitionProvider, vscode.RenameProvider, vscode.Disposable
{
  private readonly subscriptions = vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(DESIGN_FILES, this, '"', '/'),
    vscode.languages.registerHoverProvider(DESIGN_FILES, this),
    vscode.languages.registerDefinitionProvider(DESIGN_FILES, this),
    vscode.languages.registerRenameProvider(DESIGN_FILES, this),
  );

  provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
    const found = choicesAt(document.getText(), document.offsetAt(position));
    return (found?.choices ?? []).map(({ kind, name, text }) => {
      const { Module, Variable } = vscode.CompletionItemKind;
      const item = new vscode.CompletionItem(name, kind === 'layer' ? Variable : Module);
      item.insertText = text;
      // What is typed has its quotes.
      item.filterText = JSON.stringify(name);
      item.range = rangeOf(document, found!.span);
      if (kind !== 'layer') item.detail = vscode.l10n.t('A block of this design');
      return item;
    });
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const name = this.nameAt(document, position);
    if (name?.kind !== 'block' || !definitionOf(document.getText(), name)) return undefined;
    const { instances } = analysisOf(document);
    const uses = instances.filter(({ block }) => block === name.name);
    const [first] = uses;
    const content = new vscode.MarkdownString().appendText(vscode.l10n.t('The block {0}', name.name));
    const size = first?.parameters && first.parameters.total % first.repeat === 0 ? first.parameters.total / first.repeat : undefined;
    const layers = first && layersText(first.once);
    const used = uses.length > 0 ? vscode.l10n.t('used as {0}', uses.map(({ layer, repeat }) => `${layer.name}${repeat > 1 ? ` × ${repeat}` : ''}`).slice(0, 8).join(', ')) : vscode.l10n.t('used nowhere'); // prettier-ignore
    content.appendMarkdown('\n\n').appendText([layers, size === undefined ? undefined : parametersText(size), used].filter(Boolean).join(' · ')); // prettier-ignore
    return new vscode.Hover(content, rangeOf(document, name.span));
  }

  provideDefinition(document: vscode.TextDocument, position: vscode.Position): vscode.LocationLink[] {
    const name = this.nameAt(document, position);
    const span = name && definitionOf(document.getText(), name);
    if (!span) return [];
    return [{ originSelectionRange: rangeOf(document, name.span), targetUri: document.uri, targetRange: rangeOf(document, span) }];
  }

  prepareRename(document: vscode.TextDocument, position: vscode.Position): { range: vscode.Range; placeholder: string } {
    const name = this.nameAt(document, position);
    if (!name || !definitionOf(document.getText(), name)) throw new Error(vscode.l10n.t('There is no name of a layer or a block here.'));
    // Within the quotes, and of `stage/add` the part that is a name here.
    const start = document.positionAt(name.span.offset + 1);
    return { range: new vscode.Range(start, start.translate(0, JSON.stringify(name.name).length - 2)), placeholder: name.name };
  }

  provideRenameEdits(document: vscode.TextDocument, position: vscode.Position, wanted: string): vscode.WorkspaceEdit {
    const name = this.nameAt(document, position);
    const edit = name && this.renaming(document, name, wanted);
    if (!edit) throw new Error(vscode.l10n.t('Nothing in the design has this name.'));
    const result = applyEdit(document.getText(), edit);
    if (!result.ok) throw new Error(result.reason);
    return workspaceEdit(document, result.edits);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private nameAt(document: vscode.TextDocument, position: vscode.Position): TextName | undefined {
    return nameAt(document.getText(), document.offsetAt(position));
  }

  private renaming(document: vscode.TextDocument, name: TextName, wanted: string): Edit | undefined {
    if (name.kind === 'block') return { type: 'renameBlock', block: name.name, name: wanted };
    const place = layerPath(document.getText(), name)?.join('\n');
    const { layers, instances } = analysisOf(document);
    const layer = [...instances, ...layers].find((each) => placeOf(each).join('\n') === place);
    return layer && { type: 'renameLayer', layer: layer.id, name: wanted };
  }
}

const rangeOf = (document: vscode.TextDocument, { offset, length }: Span): vscode.Range =>
  new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
