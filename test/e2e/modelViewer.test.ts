import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hdf5File } from '../unit/trainer/import/hdf5Files';
import { violations } from './accessibility';
import { eventually } from './eventually';
import { openWorkbench, type Workbench } from './workbench';

const FORK = JSON.stringify({
  layerwise: 1,
  name: 'fork',
  layers: [
    { name: 'in', type: 'Input', shape: [3] },
    { name: 'left', type: 'Dense', units: 2 },
    { name: 'right', type: 'Dense', units: 5, inputs: ['in'] },
    { name: 'both', type: 'Concatenate', inputs: ['left', 'right'] },
  ],
});

suite('Models that are looked at', () => {
  let workbench: Workbench;
  const folder = mkdtempSync(path.join(tmpdir(), 'layerwise-models-'));
  suiteSetup(async () => {
    writeFileSync(path.join(folder, 'sound.h5'), hdf5File('sound'));
    workbench = await openWorkbench({ from: folder, files: { 'fork.layerwise.json': FORK } });
  });
  suiteTeardown(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true });
  });
  const designer = () => workbench.designer();

  test('a file opens as a graph, with the weights of a layer, and offers to become a design', async () => {
    await workbench.openFile('sound.h5');
    await designer().getByText('Keras (HDF5)').waitFor();
    await designer()
      .getByRole('treeitem', { name: /^Dense/ })
      .click();
    await designer()
      .getByRole('button', { name: /^Weights/ })
      .click();
    await designer()
      .getByRole('img', { name: /^How the numbers of kernel are spread/ })
      .waitFor();
    await designer().getByRole('img', { name: 'kernel: Each number, rows down and columns across.' }).waitFor();
    await designer().getByRole('button', { name: 'Import as Design' }).waitFor();
    assert.deepEqual(await violations(designer()), []);
  });

  test('T leaves out what is on no path through the layer, and a layer is found by what it says', async () => {
    await workbench.openFile('fork.layerwise.json');
    await designer().getByRole('treeitem', { name: 'Dense left' }).click();
    await workbench.page.keyboard.press('t');
    await designer().locator('.card.aside', { hasText: 'right' }).waitFor();
    await eventually(async () => assert.equal(await designer().locator('.card.aside').count(), 1));
    await eventually(async () => assert.equal(await designer().locator('.edge.aside').count(), 2));
    assert.deepEqual(await violations(designer()), []);
    await workbench.page.keyboard.press('t');
    await designer().locator('.card.aside').waitFor({ state: 'detached' });
    await workbench.page.keyboard.press('/');
    await designer().locator('.pick input:focus').waitFor();
    await workbench.page.keyboard.type('units>4');
    await designer().getByRole('option', { name: 'right, Dense · units 5, 5' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await designer().getByRole('treeitem', { name: 'Dense right', selected: true }).waitFor();
  });
});
