import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { violations } from './accessibility';
import { digitsDesign, writeDigits } from './digits';
import { eventually } from './eventually';
import { openWorkbench, type Workbench } from './workbench';

const SETTINGS = '.vscode/settings.json';
const WRONG_NODE = JSON.stringify({ 'layerwise.node': '/nowhere/node' });

suite('Runtimes', () => {
  let workbench: Workbench;
  suiteSetup(async () => {
    workbench = await openWorkbench({ files: { 'digits.layerwise.json': digitsDesign('digits', 2), [SETTINGS]: WRONG_NODE } });
    writeDigits(workbench.folder, 640);
  });
  suiteTeardown(() => workbench.close());

  const toast = (text: string) => workbench.page.locator('.notification-toast', { hasText: text });

  test('a setting that names nothing is said, with the way to it', async () => {
    await workbench.openFile('digits.layerwise.json');
    await workbench.designer().locator('.toolbar').waitFor();
    await workbench.command('Layerwise: Train Model');
    const said = toast('The setting layerwise.node names /nowhere/node, which cannot be used. There is no such file.');
    await said.waitFor();
    await said.getByText('Open Setting').click();
    await workbench.page.locator('.settings-editor', { hasText: 'Path of the Node (20 or newer)' }).waitFor();
    // A tab, or in newer versions a window above everything, which takes all keys.
    const { page } = workbench;
    const above = page.locator('.monaco-modal-editor-block');
    await eventually(async () => {
      if ((await above.count()) > 0) await page.keyboard.press('Escape');
      assert.equal(await above.count(), 0);
    });
  });

  test('the panel says which runtime trains, and pointing at it why', async () => {
    writeFileSync(path.join(workbench.folder, SETTINGS), JSON.stringify({ 'layerwise.runtime': 'wasm' }));
    await workbench.openFile('digits.layerwise.json');
    // What is in the file is read a moment later, all of it at once.
    await workbench.designer().getByRole('button', { name: 'Runtime: WebAssembly' }).waitFor();
    await workbench.command('Layerwise: Train Model');
    const chip = workbench.training().locator('.runtime .chip');
    await chip.waitFor();
    assert.match((await chip.textContent()) ?? '', /^WebAssembly.* · CPU$/);
    await chip.hover();
    const facts = workbench.training().locator('.runtime [role=tooltip]');
    await facts.getByText('Asked for').waitFor();
    await facts.getByText('wasm, version tfjs 4').waitFor();
    await workbench.training().getByText('Finished', { exact: true }).waitFor();
  });

  test('where TensorFlow cannot be had, the run says why and the embedded runtime is one click away', async () => {
    const settings = { 'layerwise.runtime': 'tensorflow', 'layerwise.tensorflow.folder': '${workspaceFolder}' };
    writeFileSync(path.join(workbench.folder, SETTINGS), JSON.stringify(settings));
    await workbench.page.locator('.tab', { hasText: 'digits.layerwise.json' }).click();
    await workbench.designer().getByRole('button', { name: 'Runtime: TensorFlow' }).waitFor();
    await workbench.command('Layerwise: Train Model');
    await workbench.training().locator('.advice', { hasText: 'TensorFlow' }).waitFor();
    await workbench.training().getByRole('button', { name: 'Check runtimes' }).waitFor();
    await workbench.training().getByRole('button', { name: 'Train on the embedded runtime' }).click();
    await workbench.training().locator('.runtime .chip', { hasText: 'WebAssembly' }).waitFor();
    await workbench.training().getByText('Finished', { exact: true }).waitFor();
  });

  test('what there is to choose from is looked for', async () => {
    await workbench.command('Layerwise: Choose Runtime');
    const row = (text: string) => workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: text });
    await row('TensorFlow').getByText('in use').waitFor();
    await row('TensorFlow').getByText('None was found on this machine').waitFor();
    await workbench.page.keyboard.press('Escape');
    assert.deepEqual(workbench.failures, []);
    // The workbench prints the messages that it shows.
    assert.deepEqual(
      workbench.messages.filter((message) => !message.startsWith('The setting layerwise.node')),
      [],
    );
  });
});

suite('Runtimes in a folder that is not trusted', () => {
  let workbench: Workbench;
  suiteSetup(async () => {
    workbench = await openWorkbench({ trusted: false, files: { [SETTINGS]: WRONG_NODE } });
  });
  suiteTeardown(() => workbench.close());

  test('are checked without the program that its settings name', async () => {
    await workbench.command('Layerwise: Check Runtimes');
    const { page } = workbench;
    await workbench
      .runtimes()
      .getByRole('heading', { name: /^WebAssembly/ })
      .waitFor();
    assert.deepEqual(await violations(workbench.runtimes()), []);
    await workbench.runtimes().getByRole('button', { name: 'Check again' }).press('Enter');
    await workbench.runtimes().getByRole('button', { name: 'Copy report', disabled: false }).waitFor();
    await workbench.runtimes().getByRole('button', { name: 'Copy report' }).click();
    // The status bar says so for a few seconds only.
    await eventually(async () => assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^# Runtimes on this machine/));
    assert.equal(await workbench.page.locator('.notification-toast', { hasText: 'layerwise.node' }).count(), 0);
  });
});
