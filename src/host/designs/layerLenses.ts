import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { formatShape } from '../../core/format';
import { placeOf, type InstanceAnalysis, type LayerAnalysis } from '../../core/analysis';
import type { Shape } from '../../core/diagnostics';
import { locate } from '../../core/locate';
import { analysisOf, DESIGN_FILES } from './designs';
import { parametersText } from '../../core/countWords';

/** Of more layers than this only those near the visible text have a lens: the editor makes room for each, seen or not. */
const MOST_LENSES = 300;
/** Lines beyond the visible ones that have lenses, too. */
const BEYOND = 60;
const DEBOUNCE_MS = 200;

/** Above each layer in the text editor: its output shape and its parameters. A click shows the layer in the designer. */
export class LayerLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    this.subscriptions = [
      this.changed,
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor: { document } }) => {
        if (vscode.languages.match(DESIGN_FILES, document) === 0 || analysisOf(document).layers.length <= MOST_LENSES) return;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.changed.fire(), DEBOUNCE_MS);
      }),
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
    const outputs = new Map(layers.map(({ id, output }) => [id, output]));
    const outputOf = (id: string): Shape | undefined => outputs.get(id);
    const seen = new Set<number>();
    const near = layers.length > MOST_LENSES ? nearVisible(document) : undefined;
    return [...instances, ...layers].flatMap((layer) => {
      const { offset } = locate(text, { path: placeOf(layer) });
      if (near?.some(({ from, to }) => offset >= from && offset <= to) === false) return [];
      // What a block holds is shown as it is where the block is used first.
      if (seen.has(offset)) return [];
      seen.add(offset);
      const at = document.positionAt(offset);
      return new vscode.CodeLens(new vscode.Range(at, at), {
        title: lensTitle(layer, outputOf),
        tooltip: l10n.t('Show this layer in the designer'),
        command: 'layerwise.openDesigner',
        arguments: [document.uri, layer.id],
      });
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** The pieces of the text that are on screen, and some lines around them. */
const nearVisible = (document: vscode.TextDocument): readonly { readonly from: number; readonly to: number }[] =>
  vscode.window.visibleTextEditors
    .filter((editor) => editor.document === document)
    .flatMap(({ visibleRanges }) => visibleRanges)
    .map(({ start, end }) => ({
      from: document.offsetAt(new vscode.Position(Math.max(0, start.line - BEYOND), 0)),
      to: document.offsetAt(new vscode.Position(end.line + BEYOND, 0)),
    }));

/** `300 · 235,500 parameters`, of a block that gives several values `6, 2 · …`; a layer that nothing is known of says so. */
function lensTitle(layer: LayerAnalysis | InstanceAnalysis, outputOf: (id: string) => Shape | undefined): string {
  const given = 'gives' in layer ? layer.gives.map(outputOf) : [layer.output];
  const shapes = given.flatMap((shape) => (shape ? [formatShape(shape)] : []));
  if (shapes.length === 0 || shapes.length < given.length) return l10n.t('shape unknown');
  const total = layer.parameters?.total ?? 0;
  return [shapes.join(', '), ...(total > 0 ? [parametersText(total)] : [])].join(' · ');
}
