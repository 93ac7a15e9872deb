import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../workbench/root.mjs';
import { scratchFolder } from '../workbench/scratch.mjs';
import { violations } from './accessibility';
import { openWorkbench, type Workbench } from './workbench';

const NAME = 'mnist-bn.layerwise.json';
const example = readFileSync(path.join(root, 'examples', NAME), 'utf8');
const changed = example
  .replace('"units": 100', '"units": 120')
  .replace('    { "name": "bn2", "type": "BatchNormalization" },\n', '')
  .replace('"epochs": 5', '"epochs": 9');
const conflict = example.replace(
  / {4}\{ "name": "hidden1".*\n/,
  (line) => `<<<<<<< HEAD\n${line}=======\n${line.replace('300', '500')}>>>>>>> wider\n`,
);

suite('Comparing designs', () => {
  let workbench: Workbench;
  let remove: () => void;
  suiteSetup(async function () {
    const scratch = scratchFolder('layerwise-repository');
    remove = scratch.remove;
    const folder = path.join(scratch.folder, 'designs');
    mkdirSync(folder);
    writeFileSync(path.join(folder, NAME), example);
    try {
      for (const args of [
        ['init', '-q'],
        ['add', '.'],
        ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid', 'commit', '-qm', 'first'],
      ])
        // prettier-ignore
        execFileSync('git', args, { cwd: folder });
    } catch {
      console.log('    (git is not installed)');
      this.skip();
    }
    writeFileSync(path.join(folder, NAME), changed);
    cpSync(path.join(root, 'examples/dropout.layerwise.json'), path.join(folder, 'dropout.layerwise.json'));
    writeFileSync(path.join(folder, 'conflict.layerwise.json'), conflict);
    workbench = await openWorkbench({ from: folder, settings: { 'git.enabled': true, 'git.openRepositoryInParentFolders': 'never' } });
  });
  suiteTeardown(async () => {
    await workbench?.close();
    remove();
  });

  test('the diff of the source control is two graphs that go together', async () => {
    const { page, compare } = workbench;
    await page.keyboard.press('Control+Shift+G');
    await page.locator('.scm-view .monaco-list-row', { hasText: NAME }).first().click();
    const [before, after] = [compare('original'), compare('modified')];
    await before.getByRole('option', { name: /BatchNormalization bn2, removed/ }).waitFor();
    await after.locator('.totals', { hasText: '271,346 → 277,166 (+5,820)' }).waitFor();
    await before.getByRole('listbox').focus();
    await page.keyboard.press('F7');
    const selected = { name: /Dense hidden2, units 100 to 120/, selected: true };
    await before.getByRole('option', selected).waitFor();
    await after.getByRole('option', selected).waitFor();
    assert.equal(await before.locator('.row.on .token.differs').innerText(), 'units\n100');
    assert.equal(await after.locator('.row.on .token.differs').innerText(), 'units\n120');
    for (const [name, side] of [['before', before], ['after', after]] as const) assert.deepEqual(await violations(side), [], name); // prettier-ignore
    assert.deepEqual(workbench.messages, []);
  });

  test('any two designs can be compared, with the values of the selected layer', async () => {
    const { page, command, compare, designer, openFile } = workbench;
    await openFile('dropout.layerwise.json');
    await designer()
      .getByRole('treeitem', { name: /^Dropout drop1/ })
      .waitFor();
    await command('Layerwise: Compare with…');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: NAME }).waitFor();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: NAME }).click();
    const both = compare();
    await both.getByRole('button', { name: 'Next change' }).click();
    await both.getByRole('complementary', { name: 'What differs' }).getByRole('heading', { name: 'BatchNormalization bn' }).waitFor();
    assert.deepEqual(await violations(both), []);
  });

  test('a merge conflict is told in words, and resolved', async () => {
    const { designer, openFile } = workbench;
    await openFile('conflict.layerwise.json');
    await designer().getByRole('heading', { name: 'A merge conflict between HEAD and wider' }).waitFor();
    await designer().getByRole('row', { name: 'Dense hidden1: units 300 500' }).waitFor();
    assert.deepEqual(await violations(designer()), []);
    await designer()
      .getByRole('button', { name: /^Take wider at line/ })
      .click();
    await designer()
      .getByRole('treeitem', { name: /^Dense hidden1, 784 to 500/ })
      .waitFor();
  });
});
