// Models of other programs, opened as any file is, and what is asked about weights.
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { titleOf } from '../../src/core/outline';
import { designText, inWorkspace, layerwise, until, writeDesign } from './editor';

const open = (uri: vscode.Uri) => vscode.commands.executeCommand('vscode.open', uri);

suite('Models that are looked at', () => {
  suiteSetup(layerwise);
  teardown(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  test('a model of Keras opens by a click, cannot be changed, and becomes a design', async () => {
    const { designers, outline } = await layerwise();
    const design = await writeDesign('viewed-source.layerwise.json', designText());
    const file = inWorkspace('viewed.keras');
    assert.equal(
      await vscode.commands.executeCommand('layerwise.exportModel', design, { format: 'keras-file', file: file.fsPath }),
      file.fsPath,
    );
    await open(file);
    const panel = await until('a designer of the model', () => designers.panels.find(({ model }) => model?.file.fsPath === file.fsPath));
    assert.equal(panel.model?.viewed.format, 'keras-file');
    assert.ok(panel.readonly);
    const text = panel.document.getText();
    assert.deepEqual((JSON.parse(text) as { layers: { name: string }[] }).layers.map(({ name }) => name), ['pixels', 'flatten', 'hidden', 'classes']); // prettier-ignore
    // No problems and no advice for what is only looked at.
    assert.deepEqual(vscode.languages.getDiagnostics(panel.document.uri), []);
    const { ok } = await designers.edit(panel.document, { type: 'deleteLayers', layers: ['hidden'] });
    assert.equal(ok, false);
    await until('its layers in the outline', () => outline.document?.uri.toString() === panel.document.uri.toString());
    panel.receive({ type: 'importViewed' });
    const made = inWorkspace('viewed.layerwise.json');
    await until('the design', () => designers.panelsOf(made)[0]);
    assert.match(await readFile(made.fsPath, 'utf8'), /"weights": \{ "from": "viewed.safetensors" \}/);
  });

  test('a file that became another one is read again when it is opened again', async () => {
    const { designers } = await layerwise();
    const file = inWorkspace('again.keras');
    const names = async (): Promise<string[]> => {
      await open(file);
      const panel = await until('a designer of it', () => designers.panels.find(({ model }) => model?.file.fsPath === file.fsPath));
      return (JSON.parse(panel.document.getText()) as { layers: { name: string }[] }).layers.map(({ name }) => name);
    };
    for (const name of ['hidden', 'other']) {
      const design = await writeDesign('again-source.layerwise.json', designText().replaceAll('"hidden"', `"${name}"`));
      await vscode.commands.executeCommand('layerwise.exportModel', design, { format: 'keras-file', file: file.fsPath });
      assert.deepEqual(await names(), ['pixels', 'flatten', name, 'classes']);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await until('no designer', () => !designers.panels.some(({ model }) => model?.file.fsPath === file.fsPath));
    }
  });

  test('a file that changes while it is shown is shown anew, and what is gone or broken stays as it was and says so', async () => {
    const { designers } = await layerwise();
    const file = inWorkspace('watched.keras');
    const save = async (name: string): Promise<void> => {
      const design = await writeDesign('watched-source.layerwise.json', designText().replaceAll('"hidden"', `"${name}"`));
      await vscode.commands.executeCommand('layerwise.exportModel', design, { format: 'keras-file', file: file.fsPath });
    };
    await save('hidden');
    await open(file);
    const panel = await until('a designer of it', () => designers.panels.find(({ model }) => model?.file.fsPath === file.fsPath));
    const names = () => (JSON.parse(panel.document.getText()) as { layers: { name: string }[] }).layers.map(({ name }) => name);
    const outdated = () => panel.model?.viewed.outdated;
    assert.deepEqual([names()[2], panel.model?.viewed.reading], ['hidden', 1]);
    await save('other');
    await until('the other model', () => names()[2] === 'other' && panel.model!.viewed.reading > 1);
    await writeFile(file.fsPath, 'no model');
    assert.match(await until('what is wrong', outdated), /^watched\.keras: .* What is shown is the model as it was before\.$/);
    assert.equal(names()[2], 'other');
    await save('third');
    await until('the third model', () => names()[2] === 'third' && outdated() === undefined);
    await rm(file.fsPath);
    assert.match(await until('that it is gone', outdated), /watched\.keras is not there any more/);
    await save('third');
    await until('that it is there again', () => outdated() === undefined);
  });

  test('a model of which VS Code has let the text go is shown anew all the same, and stays in step with the outline', async () => {
    const { designers, outline } = await layerwise();
    const file = inWorkspace('long.keras');
    const save = async (name: string): Promise<void> => {
      const design = await writeDesign('long-source.layerwise.json', designText().replaceAll('"hidden"', `"${name}"`));
      await vscode.commands.executeCommand('layerwise.exportModel', design, { format: 'keras-file', file: file.fsPath });
    };
    await save('hidden');
    await vscode.commands.executeCommand('vscode.open', file, { preview: false });
    const panel = await until('a designer of it', () => designers.panels.find(({ model }) => model?.file.fsPath === file.fsPath));
    await until('its layers in the outline', () => outline.document === panel.document);
    // It keeps a text that no editor of its own shows for three minutes, or until fifty others have come.
    for (let i = 0; i < 60; i++) {
      const other = inWorkspace(`other-${i}.txt`);
      await writeFile(other.fsPath, 'other');
      await vscode.workspace.openTextDocument(other);
    }
    await until('that the text is let go', () => panel.document.isClosed);
    await open(inWorkspace('long-source.layerwise.json'));
    await until('the other outline', () => outline.document?.uri.path.endsWith('long-source.layerwise.json'));
    await open(file);
    await until('its layers in the outline again', () => outline.document?.uri.toString() === panel.document.uri.toString());
    await vscode.commands.executeCommand('layerwise.outline.focus');
    await until('the outline is visible', () => outline.view.visible);
    panel.receive({ type: 'selectionChanged', layers: ['hidden'] });
    await until('hidden is selected in the outline', () => outline.view.selection.some((one) => titleOf(one) === 'hidden'));
    await save('other');
    await until('the other model', () => panel.document.getText().includes('"other"'));
    await until('its layers in the outline', () => outline.document === panel.document);
  });

  test('a file that could not be shown is shown once it can', async () => {
    const { designers, outline } = await layerwise();
    const file = inWorkspace('mended.keras');
    const design = await writeDesign('mended-source.layerwise.json', designText());
    await writeFile(file.fsPath, 'half a model');
    await open(file);
    await until('its tab', () => vscode.window.tabGroups.activeTabGroup.activeTab?.label === 'mended.keras');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.ok(!designers.panels.some(({ model }) => model?.file.fsPath === file.fsPath));
    await vscode.commands.executeCommand('layerwise.exportModel', design, { format: 'keras-file', file: file.fsPath });
    const panel = await until('a designer of it', () => designers.panels.find(({ model }) => model?.file.fsPath === file.fsPath));
    await until('its layers in the outline', () => outline.document === panel.document);
  });

  test('what is no model says so in its tab', async () => {
    const { designers } = await layerwise();
    const before = designers.panels.length;
    const file = inWorkspace('nothing.onnx');
    await writeFile(file.fsPath, 'nothing');
    await open(file);
    const tab = await until('its tab', () => vscode.window.tabGroups.activeTabGroup.activeTab?.label === 'nothing.onnx' && vscode.window.tabGroups.activeTabGroup.activeTab); // prettier-ignore
    assert.equal(tab.input instanceof vscode.TabInputCustom && tab.input.viewType, 'layerwise.model');
    assert.equal(designers.panels.length, before);
    await rm(file.fsPath);
  });
});
