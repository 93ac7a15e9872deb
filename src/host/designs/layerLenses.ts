import * as vscode from 'vscode';
import { formatCount, formatShape } from '../../core/format';
import { placeOf, type LayerAnalysis } from '../../core/analysis';
import { locate } from '../../core/locate';
import { analysisOf, DESIGN_FILES } from './designs';

/** Above each layer in the text editor: its output shape and its parameters. A click shows the layer in the designer. */
export class LayerLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    this.subscriptions = [
      this.changed,
      vscode.languages.registerCodeLensProvider(DESIGN_FILES, this),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('layerwise.codeLens')) this.changed.fire();
      }),
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!vscode.workspace.getConfiguration('layerwise', document).get('codeLens', true)) return [];
    const text = document.getText();
    const { layers, instances } = analysisOf(document);
    const seen = new Set<number>();
    return [...instances, ...layers].flatMap((layer) => {
      const { offset } = locate(text, { path: placeOf(layer) });
      // What a block holds is shown as it is where the block is used first.
      if (seen.has(offset)) return [];
      seen.add(offset);
      const at = document.positionAt(offset);
      return new vscode.CodeLens(new vscode.Range(at, at), {
        title: lensTitle(layer),
        tooltip: 'Show this layer in the designer',
        command: 'layerwise.openDesigner',
        arguments: [document.uri, layer.id],
      });
    });
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** `300 · 235,500 parameters`; a layer that nothing is known of says so. */
function lensTitle({ output, parameters }: LayerAnalysis): string {
  if (!output) return 'shape unknown';
  return parameters && parameters.total > 0 ? `${formatShape(output)} · ${formatCount(parameters.total)} parameters` : formatShape(output);
}
