import * as vscode from 'vscode';
import { placeOf, type LayerAnalysis } from '../../core/analysis';
import { nodeAt, propertyOf, treeOf, valueOf, type Tree } from '../../core/jsonTree';
import { analysisOf, DESIGN_FILES } from './designs';
import { parametersText } from '../../core/countWords';
import { formatShape } from '../../core/format';

type Node = NonNullable<Tree['root']>;

/** Layers, blocks and the training section, for breadcrumbs and `Go to Symbol in Editor`. */
export class LayerSymbols implements vscode.DocumentSymbolProvider, vscode.Disposable {
  private readonly subscription = vscode.languages.registerDocumentSymbolProvider(DESIGN_FILES, this, { label: 'Layerwise' });

  provideDocumentSymbols(document: vscode.TextDocument): vscode.DocumentSymbol[] {
    const { root } = treeOf(document.getText());
    const { layers, instances } = analysisOf(document);
    const known = new Map([...layers, ...instances].reverse().map((layer) => [placeOf(layer).join('\n'), layer]));
    const rangeOf = ({ offset, length }: Node) => new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    const symbol = (node: Node, name: string, kind: vscode.SymbolKind, detail = '', at = node): vscode.DocumentSymbol =>
      new vscode.DocumentSymbol(name, detail, kind, rangeOf(node), rangeOf(at));
    const listed = (path: readonly (string | number)[]): vscode.DocumentSymbol[] =>
      (nodeAt(root, path)?.children ?? []).map((node, i) => {
        const [name, type] = ['name', 'type'].map((key) => textOf(node, key));
        const { SymbolKind: kinds } = vscode;
        const kind = type === 'Block' ? kinds.Namespace : type === 'Input' ? kinds.Variable : kinds.Method;
        const title = textOf(node, 'name') ?? `${type ?? 'layer'} ${i + 1}`;
        return symbol(node, title, kind, detail(type, known.get([...path, i].join('\n'))), (name !== undefined && named(node)) || node);
      });
    const section = (key: string, kind: vscode.SymbolKind, children: readonly vscode.DocumentSymbol[] = []): vscode.DocumentSymbol[] => {
      const property = propertyOf(root, key);
      const value = property && valueOf(property);
      if (!property || !value) return [];
      const made = symbol(property, key, kind, '', property.children?.[0] ?? property);
      made.children = [...children];
      return [made];
    };
    const blocks = (nodeAt(root, ['blocks'])?.children ?? []).flatMap((property): vscode.DocumentSymbol[] => {
      const key: unknown = property.children?.[0]?.value;
      if (typeof key !== 'string') return [];
      // VS Code takes no symbol without a name.
      const made = symbol(property, key || 'block', vscode.SymbolKind.Namespace, '', property.children?.[0] ?? property);
      made.children = listed(['blocks', key, 'layers']);
      return [made];
    });
    return [
      ...section('blocks', vscode.SymbolKind.Package, blocks),
      ...section('layers', vscode.SymbolKind.Array, listed(['layers'])),
      ...section('training', vscode.SymbolKind.Object),
    ];
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

const named = (layer: Node): Node | undefined => {
  const property = propertyOf(layer, 'name');
  return property && valueOf(property);
};

function textOf(layer: Node, key: string): string | undefined {
  const property = propertyOf(layer, key);
  const value: unknown = property && valueOf(property)?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function detail(type: string | undefined, layer: LayerAnalysis | undefined): string {
  const parts = [type, layer?.output && formatShape(layer.output)];
  if (layer?.parameters && layer.parameters.total > 0) parts.push(parametersText(layer.parameters.total));
  return parts.filter(Boolean).join(' · ');
}
