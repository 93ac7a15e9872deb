import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Layerwise } from '../../src/extension';
import type { ComparePage } from '../../src/host/compare/comparePage';
import { closeEditors, designText, layerwise, MNIST, openDesigner, SMALL, until, writeDesign } from './editor';

const before = designText();
const after = designText({ layers: [...SMALL.slice(0, 3), '{ "name": "drop", "type": "Dropout", "rate": 0.5 }', ...SMALL.slice(3)] });

suite('Comparing', () => {
  let parts: Layerwise;
  suiteSetup(async () => {
    parts = await layerwise();
  });
  teardown(async () => {
    for (const { panel } of parts.compare.pages) panel.dispose();
    await closeEditors();
  });

  const shown = (page: ComparePage) => until('the page is told both designs', () => page.posted.compared);

  test('a diff editor of two designs shows two pages of one comparison, which follow each other', async () => {
    const [old, now] = [await writeDesign('z-old.layerwise.json', before), await writeDesign('a-new.layerwise.json', after)];
    await vscode.commands.executeCommand('vscode.diff', old, now, 'z-old.layerwise.json ↔ a-new.layerwise.json');
    const pages = await until('both sides', () => parts.diffEditors.pages.length === 2 && parts.diffEditors.pages);
    const [left, right] = [pages.find(({ side }) => side === 'before'), pages.find(({ side }) => side === 'after')];
    assert.ok(left && right);
    for (const page of pages) {
      const told = await shown(page);
      assert.deepEqual([told.before.text, told.after.text, told.side], [before, after, page.side]);
      assert.equal(told.before.title, 'z-old.layerwise.json');
    }
    left.receive({ type: 'moved', view: { top: 120, selected: '3' } });
    assert.deepEqual(right.posted.followed, { type: 'followed', view: { top: 120, selected: '3' } });
    assert.deepEqual(parts.designers.panelsOf(now), [], 'no designer stands there');
    const change = new vscode.WorkspaceEdit();
    change.insert(now, new vscode.Position(1, 0), '  // a change\n');
    await vscode.workspace.applyEdit(change);
    await until('the left page is told of a change on the right', () => left.posted.compared?.after.text.includes('// a change'));
    await closeEditors();
    await until('both are gone', () => parts.diffEditors.pages.length === 0);
  });

  test('a design on its own still opens in the designer, also while it is compared', async () => {
    const [old, now] = [await writeDesign('one.layerwise.json', before), await writeDesign('two.layerwise.json', after)];
    await openDesigner(now);
    await vscode.commands.executeCommand('vscode.diff', old, now, 'one.layerwise.json ↔ two.layerwise.json');
    await until('both sides', () => parts.diffEditors.pages.length === 2);
    assert.equal(parts.designers.panelsOf(now).length, 1);
    await openDesigner(old);
    assert.equal(parts.designers.panelsOf(old).length, 1);
  });

  test('Compare with shows two designs in a tab of its own, and swaps them', async () => {
    const [old, now] = [await writeDesign('one.layerwise.json', before), await writeDesign('two.layerwise.json', after)];
    await vscode.commands.executeCommand('layerwise.compareWith', now, old);
    const page = await until('the page', () => parts.compare.pages[0]);
    const told = await shown(page);
    assert.deepEqual([told.before.text, told.after.text, told.side], [before, after, undefined]);
    page.receive({ type: 'swap' });
    assert.deepEqual([page.posted.compared?.before.text, page.posted.compared?.after.text], [after, before]);
    assert.equal(page.panel.title, 'two.layerwise.json ↔ one.layerwise.json');
    await vscode.commands.executeCommand('layerwise.compareWith', old, now);
    assert.equal(parts.compare.pages.length, 1, 'the same two are shown once');
    page.receive({ type: 'openTextDiff' });
    await until('a text diff', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff);
    page.panel.dispose();
    await vscode.commands.executeCommand('layerwise.compareAsGraphs');
    await until('the text diff as graphs', () => parts.compare.pages.length === 1);
  });

  test('Compare with Saved shows what is not saved yet', async () => {
    const uri = await writeDesign('saved.layerwise.json', before);
    await openDesigner(uri);
    const change = new vscode.WorkspaceEdit();
    const document = await vscode.workspace.openTextDocument(uri);
    change.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), after);
    await vscode.workspace.applyEdit(change);
    await vscode.commands.executeCommand('layerwise.compareWithSaved', uri);
    const told = await shown(await until('the page', () => parts.compare.pages[0]));
    assert.deepEqual([told.before.text, told.after.text, told.before.detail], [before, after, 'saved']);
    // Another program writes the file: the editor keeps what is not saved, and the saved side is the file as it is now.
    const outside = designText({ layers: SMALL.slice(0, 3) });
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(outside));
    await until('the page follows the file', () => parts.compare.pages[0]?.posted.compared?.before.text === outside);
    assert.equal(parts.compare.pages[0]?.posted.compared?.after.text, after);
  });

  test('the designs of two runs are compared as they were trained, the older one before', async () => {
    const trained = async (units: number) => {
      const uri = await writeDesign('twice.layerwise.json', designText({ training: MNIST }).replace('"units": 30', `"units": ${units}`));
      const id = await vscode.commands.executeCommand<string>('layerwise.train', uri, { epochs: 1, limit: 64 });
      await parts.runs.byId(id)?.ended;
      return until('the list has it', () => parts.library.find(id));
    };
    const [first, second] = [await trained(10), await trained(20)];
    await vscode.commands.executeCommand('layerwise.compareRuns', second, [second, first]);
    const told = await shown(await until('the page', () => parts.compare.pages[0]));
    assert.ok(told.before.text.includes('"units": 10') && told.after.text.includes('"units": 20'));
    assert.match(told.before.detail ?? '', /^run · /);
  });

  test('a conflict is resolved in the text, one by one or all, in steps that can be undone', async () => {
    const hunk = (ours: string, theirs: string) => `<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> other\n`;
    const units = (count: number) => `    ${SMALL[2]!.replace('30', String(count))},\n`;
    const resolved = before.replace(/\n$/, '');
    const text = resolved.replace(units(30), hunk(units(40), units(50))).replace('"layerwise": 1,\n', `"layerwise": 1,\n${hunk('  "name": "a",\n', '  "name": "b",\n')}`); // prettier-ignore
    const uri = await writeDesign('conflict.layerwise.json', text);
    const panel = await openDesigner(uri);
    const offset = text.indexOf('<<<<<<<');
    // Two presses before the page is drawn anew: the second is not of the conflict that is left.
    for (let press = 0; press < 2; press++) panel.receive({ type: 'resolveConflict', choice: 'theirs', offset });
    await until('one is resolved', () => !panel.document.getText().includes('"name": "a"'));
    assert.ok(panel.document.getText().includes('<<<<<<< HEAD'));
    panel.receive({ type: 'resolveConflict', choice: 'ours' });
    await until('none is left', () => !panel.document.getText().includes('<<<<<<<'));
    assert.equal(panel.document.getText(), resolved.replace(units(30), units(40)).replace('"layerwise": 1,\n', '"layerwise": 1,\n  "name": "b",\n')); // prettier-ignore
    await vscode.commands.executeCommand('undo');
    await until('the last is undone', () => panel.document.getText().includes('<<<<<<< HEAD'));
  });
});
