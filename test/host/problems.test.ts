import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { closeEditors, designText, layerwise, openDesigner, SMALL, until, writeDesign } from './editor';

const WRONG = designText({ layers: [SMALL[0]!, SMALL[1]!, '{ "name": "hidden", "type": "Dense", "units": -3 }', SMALL[3]!] });

const problemsOf = (uri: vscode.Uri) => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'layerwise');
const textAt = (text: string, { start, end }: vscode.Range) =>
  text.split('\n')[start.line]?.slice(start.character, start.line === end.line ? end.character : undefined);

suite('Problems', () => {
  suiteSetup(layerwise);
  teardown(closeEditors);

  test('a file that nobody opened has them at the exact place', async () => {
    const uri = await writeDesign('unopened.layerwise.json', WRONG);
    const [problem] = await until('a problem', () => problemsOf(uri).length > 0 && problemsOf(uri));
    assert.equal(problem?.code, 'field.wrong-value');
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(textAt(WRONG, problem.range), '-3');
    await rm(uri.fsPath);
    await until('they go with the file', () => problemsOf(uri).length === 0);
  });

  test('a file that is changed on disk has those of its new text', async () => {
    const uri = await writeDesign('changing.layerwise.json', WRONG);
    await until('a problem', () => problemsOf(uri).length > 0);
    await writeFile(uri.fsPath, designText());
    await until('no problem', () => problemsOf(uri).length === 0);
  });

  test('the text editor has them while one types', async () => {
    const uri = await writeDesign('typed.layerwise.json', designText());
    const editor = await vscode.window.showTextDocument(uri);
    assert.equal(editor.document.languageId, 'jsonc', 'comments are allowed');
    const at = editor.document.getText().indexOf('"Flatten"');
    const start = editor.document.positionAt(at);
    await editor.edit((edit) => edit.replace(new vscode.Range(start, editor.document.positionAt(at + '"Flatten"'.length)), '"Flaten"'));
    const found = await until('a problem', () => problemsOf(uri).find(({ code }) => code === 'layer.unknown-type'));
    assert.equal(textAt(editor.document.getText(), found.range), '"Flaten"');
    assert.match(found.message, /Flatten/, 'it suggests the right one');
  });

  test('the designer has the same', async () => {
    const uri = await writeDesign('designed.layerwise.json', WRONG);
    await openDesigner(uri);
    const found = await until('a problem', () => problemsOf(uri).find(({ code }) => code === 'field.wrong-value'));
    assert.equal(textAt(WRONG, found.range), '-3');
  });

  test('a file with a syntax error says where', async () => {
    const text = designText().replace('"units": 30,', '"units": ,');
    const uri = await writeDesign('broken.layerwise.json', text);
    await vscode.window.showTextDocument(uri);
    const found = await until('a problem', () => problemsOf(uri).find(({ code }) => code === 'syntax.invalid'));
    assert.equal(found.range.start.line, text.slice(0, text.indexOf('"units": ,')).split('\n').length - 1);
  });

  test('lenses say shape and parameters, and can be switched off', async () => {
    const uri = await writeDesign('lenses.layerwise.json', designText());
    await vscode.window.showTextDocument(uri);
    const lenses = () => vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    assert.deepEqual((await lenses()).map(({ command }) => command?.title), ['28 × 28', '784', '30 · 23,550 parameters', '10 · 310 parameters']); // prettier-ignore
    const settings = vscode.workspace.getConfiguration('layerwise');
    await settings.update('codeLens', false, vscode.ConfigurationTarget.Workspace);
    try {
      assert.deepEqual(await lenses(), []);
    } finally {
      await settings.update('codeLens', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  suite('advice', () => {
    const POOR = designText({ layers: SMALL.map((line) => line.replace(', "kernel_initializer": "he_normal"', '')) });
    const CODE = 'init.relu-needs-he';
    const advice = (uri: vscode.Uri) => problemsOf(uri).find(({ code }) => (typeof code === 'object' ? code.value : code) === CODE);
    const actionsAt = (uri: vscode.Uri, range: vscode.Range) =>
      vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        range,
        vscode.CodeActionKind.QuickFix.value,
      );

    test('stands at its place, is followed by a quick fix in one step, and its page is there', async () => {
      const uri = await writeDesign('advised.layerwise.json', POOR);
      const { document } = await vscode.window.showTextDocument(uri);
      const found = await until('advice', () => advice(uri));
      assert.equal(found.severity, vscode.DiagnosticSeverity.Information);
      assert.equal(textAt(POOR, found.range), '"relu"');
      assert.ok(typeof found.code === 'object');
      assert.match(
        new TextDecoder().decode(await vscode.workspace.fs.readFile((found.code as { target: vscode.Uri }).target)),
        /He initialization/,
      );
      const actions = await actionsAt(uri, found.range);
      const fix = actions.find(({ title }) => title === 'Use he_normal');
      assert.ok(fix?.edit && fix.isPreferred, actions.map(({ title }) => title).join('; '));
      await vscode.workspace.applyEdit(fix.edit);
      assert.equal(document.getText(), designText());
      await until('no advice', () => problemsOf(uri).length === 0);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), POOR);
    });

    test('all of it is followed by one command', async () => {
      const training = '{ "data": { "dataset": "mnist" }, "loss": "sparse_categorical_crossentropy" }';
      const layers = [...SMALL.slice(0, 2), '{ "name": "hidden", "type": "Dense", "units": 30, "activation": "selu" }', SMALL[3]!];
      const uri = await writeDesign('followed.layerwise.json', designText({ layers, training }));
      const { document } = await vscode.window.showTextDocument(uri);
      await vscode.commands.executeCommand('layerwise.followAdvice', uri);
      await until('no advice', () => problemsOf(uri).length === 0);
      assert.match(document.getText(), /"kernel_initializer": "lecun_normal"/);
      assert.match(document.getText(), /"standardize": "per_pixel"/);
    });

    test('what is switched off is gone at once', async () => {
      const uri = await writeDesign('quiet.layerwise.json', POOR);
      await vscode.window.showTextDocument(uri);
      const found = await until('advice', () => advice(uri));
      const off = (await actionsAt(uri, found.range)).find(({ title }) => title.includes('in this workspace'));
      assert.ok(off?.command);
      try {
        await vscode.commands.executeCommand(off.command.command, ...(off.command.arguments as unknown[]));
        await until('no advice', () => advice(uri) === undefined);
        assert.deepEqual(vscode.workspace.getConfiguration('layerwise', uri).get('advice'), { [CODE]: false });
      } finally {
        await vscode.workspace.getConfiguration('layerwise').update('advice', undefined, vscode.ConfigurationTarget.Workspace);
      }
      await until('it is back', () => advice(uri));
    });
  });
});
