import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { DesignerPanel } from '../../src/host/designer/designerPanel';
import type { Edit } from '../../src/core/edits';
import { closeEditors, designText, inWorkspace, layerwise, listen, openDesigner, SMALL, until, writeDesign } from './editor';

const COMMENTED = designText().replace('  "layers"', '  // why: a comment that has to stay\n  "layers"');
const units = (value: number): Edit => ({ type: 'setField', layer: 'hidden', field: 'units', value });

/** The designer on a fresh file, and what it is told. */
async function open(name: string, text = COMMENTED) {
  const uri = await writeDesign(name, text);
  const panel = await openDesigner(uri);
  return { uri, panel, told: listen(panel), document: panel.document };
}

/** Sends an edit as the webview does and waits for its answer. */
async function edit(panel: DesignerPanel, id: number, change: Edit) {
  const told = listen(panel);
  panel.receive({ type: 'edit', id, edit: change });
  return until(`answer to edit ${id}`, () =>
    told.posts.find(
      (post) => (post.type === 'documentChanged' && post.answersEdit === id) || (post.type === 'editRefused' && post.edit === id),
    ),
  );
}

suite('Designer', () => {
  suiteSetup(layerwise);
  teardown(closeEditors);

  test('its webview starts and is told the text', async () => {
    const { panel } = await open('start.layerwise.json');
    const told = listen(panel);
    panel.receive({ type: 'ready' });
    assert.equal(told.of('documentChanged')[0]?.text, COMMENTED);
    const settings = told.of('settingsChanged')[0];
    assert.ok((settings?.memory ?? 0) > 2 ** 20, 'what a run may hold');
    assert.deepEqual(settings, {
      type: 'settingsChanged',
      trusted: true,
      readonly: false,
      runtimeLabel: 'Automatic',
      unwantedAdvice: [],
      memory: settings?.memory,
    });
    assert.equal(told.of('runChanged').length, 1);
  });

  test('a command of the walkthrough is done in the only designer, which is shown for that', async () => {
    const { panel, told } = await open('command.layerwise.json');
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await until('another editor is in front', () => !panel.panel.active);
    await vscode.commands.executeCommand('layerwise.addLayer');
    await until('the page is told', () => told.of('command').some(({ command }) => command === 'addLayer'));
    assert.ok(panel.panel.active);
  });

  test('an edit is one small change of the text, and its echo answers it', async () => {
    const { panel, document } = await open('edit.layerwise.json');
    const changes: vscode.TextDocumentContentChangeEvent[] = [];
    const listening = vscode.workspace.onDidChangeTextDocument(
      (change) => change.document === document && changes.push(...change.contentChanges),
    );
    const answer = await edit(panel, 1, units(64));
    listening.dispose();
    assert.equal(answer.type === 'documentChanged' && answer.text, COMMENTED.replace('"units": 30', '"units": 64'));
    assert.equal(document.getText(), COMMENTED.replace('"units": 30', '"units": 64'));
    assert.deepEqual(changes.map(({ text, rangeLength }) => [text, rangeLength]), [['64', 2]]); // prettier-ignore
    assert.ok(document.isDirty);
  });

  test('undo, redo, save and revert are those of the document', async () => {
    const { uri, panel, document } = await open('undo.layerwise.json');
    await edit(panel, 1, units(64));
    await edit(panel, 2, units(65));
    await vscode.commands.executeCommand('undo');
    await until('undone once', () => document.getText().includes('"units": 64'));
    await vscode.commands.executeCommand('undo');
    await until('undone twice', () => document.getText() === COMMENTED);
    await vscode.commands.executeCommand('redo');
    await until('redone', () => document.getText().includes('"units": 64'));
    await vscode.commands.executeCommand('workbench.action.files.save');
    await until('saved', () => !document.isDirty);
    assert.equal(await readFile(uri.fsPath, 'utf8'), COMMENTED.replace('"units": 30', '"units": 64'));
    await edit(panel, 3, units(99));
    const told = listen(panel);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until('the designer sees it', () => told.of('documentChanged').some(({ text }) => text.includes('"units": 64')));
    assert.ok(!document.isDirty);
  });

  test('two designers of one document stay the same', async () => {
    const { uri, panel, told } = await open('split.layerwise.json');
    const beside = await openDesigner(uri, vscode.ViewColumn.Beside);
    assert.notEqual(beside, panel);
    const answer = await edit(beside, 1, units(77));
    assert.equal(answer.type, 'documentChanged');
    const seen = await until('the other is told', () => told.of('documentChanged').find(({ text }) => text.includes('"units": 77')));
    assert.equal(seen.answersEdit, undefined, 'it is no answer to an edit of its own');
  });

  test('a change from outside arrives, on disk and in the text editor', async () => {
    const { uri, told, document } = await open('outside.layerwise.json');
    await writeFile(uri.fsPath, COMMENTED.replace('30', '31'));
    await until('from disk', () => told.of('documentChanged').some(({ text }) => text.includes('"units": 31')));
    const change = new vscode.WorkspaceEdit();
    change.insert(uri, document.positionAt(document.getText().indexOf('// why')), '// also\n  ');
    await vscode.workspace.applyEdit(change);
    await until('from an editor', () => told.of('documentChanged').some(({ text }) => text.includes('// also')));
  });

  test('many edits at once are made in order, also while others change the text', async () => {
    const { uri, panel, told, document } = await open('queue.layerwise.json');
    const count = 40;
    for (let id = 1; id <= count; id++) {
      panel.receive({ type: 'edit', id, edit: units(100 + id) });
      if (id % 8 === 0) {
        const change = new vscode.WorkspaceEdit();
        change.insert(uri, new vscode.Position(1, 0), `  // outside ${id}\n`);
        await vscode.workspace.applyEdit(change);
      }
    }
    await until('all answers', () => told.of('documentChanged').filter(({ answersEdit }) => answersEdit !== undefined).length === count);
    assert.deepEqual(told.of('documentChanged').flatMap(({ answersEdit }) => answersEdit ?? []), Array.from({ length: count }, (_, i) => i + 1)); // prettier-ignore
    assert.deepEqual(told.of('editRefused'), []);
    const outside = [8, 16, 24, 32, 40].map((id) => `  // outside ${id}\n`).reverse().join(''); // prettier-ignore
    assert.equal(document.getText(), COMMENTED.replace('{\n', `{\n${outside}`).replace('"units": 30', '"units": 140'));
  });

  test('an edit that is not possible is refused in words, and nothing changes', async () => {
    const { panel, document } = await open('refused.layerwise.json');
    const answer = await edit(panel, 1, { type: 'setField', layer: 'nobody', field: 'units', value: 3 });
    assert.ok(answer.type === 'editRefused' && answer.reason.length > 10);
    assert.equal(document.getText(), COMMENTED);
    const after = await edit(panel, 2, units(12));
    assert.equal(after.type, 'documentChanged', 'the queue goes on');
  });

  test('line ends of Windows stay', async () => {
    const text = COMMENTED.replaceAll('\n', '\r\n');
    const { uri, panel, document } = await open('windows.layerwise.json', text);
    const answer = await edit(panel, 1, { type: 'addLayer', layerType: 'Dropout', position: { after: 'hidden' } });
    assert.equal(answer.type, 'documentChanged', JSON.stringify(answer));
    assert.ok(await document.save());
    const saved = await readFile(uri.fsPath, 'utf8');
    assert.ok(saved.includes('"Dropout"'));
    assert.deepEqual(saved.replaceAll('\r\n', '').match(/[\r\n]/g), null);
  });

  test('a read-only file is shown and not changed', async () => {
    const files = vscode.workspace.getConfiguration('files');
    await files.update('readonlyInclude', { 'locked*.json': true }, vscode.ConfigurationTarget.Workspace);
    try {
      const { panel, document } = await open('locked.layerwise.json');
      assert.ok(panel.readonly);
      const answer = await edit(panel, 1, units(5));
      assert.ok(answer.type === 'editRefused' && /read-only/.test(answer.reason));
      assert.equal(document.getText(), COMMENTED);
    } finally {
      await files.update('readonlyInclude', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  test('Open as Text shows the selected layer in the JSON, Open Designer goes back to a layer', async () => {
    const { uri, panel } = await open('switch.layerwise.json');
    panel.receive({ type: 'selectionChanged', layers: ['hidden'] });
    await vscode.commands.executeCommand('layerwise.openAsText');
    const editor = await until(
      'the text editor',
      () => vscode.window.activeTextEditor?.document.uri.toString() === uri.toString() && vscode.window.activeTextEditor,
    );
    assert.equal(editor.document.getText(editor.selection), SMALL[2]);
    await vscode.commands.executeCommand('layerwise.openDesigner', uri, 'classes');
    const { designers } = await layerwise();
    const shown = await until('the designer', () => designers.active);
    const told = listen(shown);
    await until('it is ready', () => shown.isReady);
    shown.reveal('hidden');
    assert.deepEqual(told.of('reveal').at(-1), { type: 'reveal', layer: 'hidden' });
  });

  test('a designer that comes back from the background knows the text of now', async () => {
    const { uri, panel, document } = await open('hidden.layerwise.json');
    await openDesigner(await writeDesign('front.layerwise.json', designText()));
    await until('it is hidden', () => !panel.isReady);
    const change = new vscode.WorkspaceEdit();
    change.insert(uri, document.positionAt(1), '\n  // while it was hidden');
    await vscode.workspace.applyEdit(change);
    const told = listen(panel);
    await openDesigner(uri);
    assert.ok(told.of('documentChanged').at(-1)?.text.includes('while it was hidden'));
  });

  test('a new model is written from a template and opened', async () => {
    const { designers } = await layerwise();
    const uri = inWorkspace('fresh.layerwise.json');
    const made = await vscode.commands.executeCommand<vscode.Uri>('layerwise.newModel', { template: 'empty', uri });
    assert.equal(made.fsPath, uri.fsPath);
    await until('its designer', () => designers.panelsOf(uri)[0]?.isReady);
  });

  test('Copy Summary copies the table that Keras prints', async () => {
    const { uri } = await open('summary.layerwise.json');
    await vscode.commands.executeCommand('layerwise.copySummary', uri);
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /Total params: 23,860/);
  });

  test('a design opens as a program for Keras, beside it', async () => {
    const uri = await writeDesign('program.layerwise.json', designText());
    await vscode.commands.executeCommand('layerwise.exportAsKeras', uri);
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.languageId, 'python');
    assert.match(document.getText(), /layers\.Dense\(\s*30,[^)]*name="hidden"/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('a file of more than eight million characters is not drawn, and opens as text', async () => {
    const { designers } = await layerwise();
    const uri = await writeDesign('huge.layerwise.json', `${designText()}${' '.repeat(8_000_001)}`);
    await vscode.commands.executeCommand('vscode.openWith', uri, 'layerwise.designer');
    await until('its tab', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom);
    assert.deepEqual(designers.panelsOf(uri), []);
    await vscode.commands.executeCommand('layerwise.openAsText', uri);
    await until('the text editor', () => vscode.window.activeTextEditor?.document.uri.toString() === uri.toString());
  });
});
