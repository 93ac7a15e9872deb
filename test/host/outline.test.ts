import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { titleOf, type OutlineEntry } from '../../src/core/outline';
import { closeEditors, designText, layerwise, listen, openDesigner, SMALL, until, writeDesign } from './editor';

const LONG = [
  ...SMALL.slice(0, 2),
  ...Array.from({ length: 12 }, (_, i) => `{ "name": "deep${i}", "type": "Dense", "units": 8 }`),
  ...SMALL.slice(2),
];

async function titles(): Promise<readonly string[]> {
  const { outline } = await layerwise();
  return outline.getChildren().map(titleOf);
}

/** Waits until the outline is that of this design. */
async function shown(uri: vscode.Uri): Promise<void> {
  const { outline } = await layerwise();
  await until('the outline of the design', () => outline.document?.uri.toString() === uri.toString());
}

async function entry(name: string): Promise<OutlineEntry> {
  const { outline } = await layerwise();
  return until(`${name} in the outline`, () => outline.getChildren().find((one) => titleOf(one) === name));
}

suite('Outline', () => {
  suiteSetup(layerwise);
  teardown(closeEditors);

  test('shows the layers of the design in front, long runs folded, and follows its text', async () => {
    const uri = await writeDesign('outline.layerwise.json', designText({ layers: LONG }));
    const panel = await openDesigner(uri);
    await until('the outline', async () => (await titles()).join() === 'pixels,flatten,12 × Dense,hidden,classes');
    panel.receive({ type: 'edit', id: 1, edit: { type: 'renameLayer', layer: 'hidden', name: 'last' } });
    await entry('last');
    const { outline } = await layerwise();
    const item = outline.getTreeItem(await entry('last'));
    assert.equal(item.description, 'Dense · 30');
  });

  test('is in step with the designer both ways', async () => {
    const uri = await writeDesign('step.layerwise.json', designText());
    const panel = await openDesigner(uri);
    const { outline } = await layerwise();
    await shown(uri);
    await vscode.commands.executeCommand('layerwise.outline.focus');
    await until('the outline is visible', () => outline.view.visible);
    panel.receive({ type: 'selectionChanged', layers: ['hidden'] });
    await until('hidden is selected in the outline', () => outline.view.selection.some((one) => titleOf(one) === 'hidden'));
    const told = listen(panel);
    await outline.view.reveal(await entry('flatten'), { select: true, focus: true });
    await until('the designer is told', () => told.of('select').find(({ layers }) => layers.join() === 'flatten'));
  });

  test('changes layers by the same edits as the designer', async () => {
    const uri = await writeDesign('change.layerwise.json', designText());
    const panel = await openDesigner(uri);
    await shown(uri);
    await vscode.commands.executeCommand('layerwise.outline.duplicate', await entry('hidden'));
    await entry('hidden_1');
    await vscode.commands.executeCommand('layerwise.outline.delete', await entry('flatten'), [
      await entry('hidden'),
      await entry('hidden_1'),
    ]);
    await until('both are gone', async () => (await titles()).join() === 'pixels,flatten,classes');
    assert.ok(!panel.document.getText().includes('hidden'));
  });

  test('shows a design that is open as text, and its symbols', async () => {
    const uri = await writeDesign('symbols.layerwise.json', designText());
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    const { outline } = await layerwise();
    await shown(uri);
    await vscode.commands.executeCommand('layerwise.outline.focus');
    await until('the outline is visible', () => outline.view.visible);
    const at = document.positionAt(document.getText().indexOf('"units": 30'));
    editor.selection = new vscode.Selection(at, at);
    await until('the layer at the cursor is selected', () => outline.view.selection.some((one) => titleOf(one) === 'hidden'));
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', uri);
    const layers = symbols.filter(({ name }) => name === 'layers').flatMap(({ children }) => children);
    assert.equal(layers.find(({ name }) => name === 'hidden')?.detail, 'Dense · 30 · 23,550 parameters');
  });

  test('goes away with the last design', async () => {
    const uri = await writeDesign('gone.layerwise.json', designText());
    await openDesigner(uri);
    await shown(uri);
    await closeEditors();
    await until('nothing is shown', async () => (await titles()).length === 0);
  });
});
