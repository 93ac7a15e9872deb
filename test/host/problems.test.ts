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
});
