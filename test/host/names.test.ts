// Names of layers and blocks in the text editor.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, layerwise, writeDesign } from './editor';

const TEXT = `{
  "layerwise": 1,
  "blocks": { "residual": { "layers": [{ "name": "in", "type": "Input" }, { "name": "hidden", "type": "Dense", "units": 8 }, { "name": "add", "type": "Add", "inputs": ["in", "hidden"] }] } },
  "layers": [
    { "name": "pixels", "type": "Input", "shape": [8] },
    { "name": "stage", "type": "Block", "block": "residual", "repeat": 2 },
    { "name": "last", "type": "Dense", "units": 3, "inputs": ["stage"] }
  ]
}
`;

suite('Names in the text', () => {
  suiteSetup(layerwise);
  teardown(closeEditors);

  async function opened(name: string) {
    const document = await vscode.workspace.openTextDocument(await writeDesign(name, TEXT));
    await vscode.window.showTextDocument(document);
    const at = (piece: string) => document.positionAt(document.getText().indexOf(piece) + 1);
    const ask = <Result>(command: string, piece: string, ...more: unknown[]) =>
      vscode.commands.executeCommand<Result>(command, document.uri, at(piece), ...more);
    return { document, at, ask };
  }

  test('blocks are completed, as a type and behind "block"; layers where they are taken', async () => {
    const { ask } = await opened('completed.layerwise.json');
    const labels = async (piece: string) =>
      (await ask<vscode.CompletionList>('vscode.executeCompletionItemProvider', piece)).items.map(({ label }) => (typeof label === 'string' ? label : label.label)); // prettier-ignore
    assert.ok((await labels('"residual", "repeat"')).includes('residual'));
    assert.ok((await labels('"stage"]')).includes('pixels'));
    const types = (await ask<vscode.CompletionList>('vscode.executeCompletionItemProvider', '"Dense", "units": 3')).items;
    assert.equal(types.find(({ label }) => label === 'residual')?.insertText, '"Block", "block": "residual"');
  });

  test('F12 goes to the block or the layer, and a pointer on a block says what it is', async () => {
    const { document, ask } = await opened('found.layerwise.json');
    const target = async (piece: string) => {
      const [link] = await ask<(vscode.LocationLink | vscode.Location)[]>('vscode.executeDefinitionProvider', piece);
      return link && document.getText('targetRange' in link ? link.targetRange : link.range);
    };
    assert.equal(await target('"residual", "repeat"'), '"residual"');
    assert.equal(await target('"stage"]'), '"stage"');
    const hovers = await ask<vscode.Hover[]>('vscode.executeHoverProvider', '"residual", "repeat"');
    const said = hovers.flatMap(({ contents }) => contents.map((each) => (typeof each === 'string' ? each : each.value))).join('\n').replaceAll('&nbsp;', ' '); // prettier-ignore
    assert.match(said, /The block residual[^]*2 layers · 72 parameters · used as stage × 2/);
  });

  test('a lens says of a block what it gives, also where that is several values', async () => {
    const text = TEXT.replace('"inputs": ["in", "hidden"] }] }', '"inputs": ["in", "hidden"] }], "outputs": ["hidden", "add"] }').replace(', "repeat": 2', '').replace('["stage"]', '["stage/add"]'); // prettier-ignore
    const uri = await writeDesign('lenses.layerwise.json', text);
    await vscode.window.showTextDocument(uri);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    assert.ok(lenses.some(({ command }) => command?.title === '8, 8 · 72 parameters'));
    assert.ok(!lenses.some(({ command }) => command?.title === 'shape unknown'));
  });

  test('F2 renames a block and a layer wherever they stand', async () => {
    const { document, ask } = await opened('renamed.layerwise.json');
    const rename = async (piece: string, name: string) => {
      const edit = await ask<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', piece, name);
      assert.ok(await vscode.workspace.applyEdit(edit));
    };
    await rename('"residual", "repeat"', 'skip');
    assert.equal(document.getText(), TEXT.replaceAll('residual', 'skip'));
    await rename('"stage"]', 'body');
    assert.equal(document.getText(), TEXT.replaceAll('residual', 'skip').replaceAll('stage', 'body'));
    await rename('"hidden"]', 'wide');
    assert.equal(document.getText(), TEXT.replaceAll('residual', 'skip').replaceAll('stage', 'body').replaceAll('hidden', 'wide'));
  });
});
