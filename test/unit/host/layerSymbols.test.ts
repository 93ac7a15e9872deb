import { expect, test, vi } from 'vitest';
import { LayerSymbols } from '../../../src/host/designs/layerSymbols';

vi.mock('vscode', () => ({
  languages: { registerDocumentSymbolProvider: () => ({ dispose: () => undefined }) },
  SymbolKind: { Package: 3, Namespace: 2, Array: 17, Method: 5, Variable: 12, Object: 18 },
  Range: class {
    constructor(
      readonly start: number,
      readonly end: number,
    ) {}
  },
  DocumentSymbol: class {
    children: unknown[] = [];
    constructor(readonly name: string) {
      // As VS Code does.
      if (!name) throw new Error('name must not be falsy');
    }
  },
}));

test('a block and a layer that have no name yet are symbols all the same', () => {
  const text = '{ "layerwise": 1, "blocks": { "": { "layers": [{ "name": "", "type": "" }] } }, "layers": [{}] }';
  const document = { version: 1, getText: () => text, positionAt: (offset: number) => offset };
  const [blocks, layers] = new LayerSymbols().provideDocumentSymbols(document as never);
  expect(blocks?.children.map(({ name, children }) => [name, children.map((layer) => layer.name)])).toEqual([['block', ['layer 1']]]);
  expect(layers?.children.map(({ name }) => name)).toEqual(['layer 1']);
});
