import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../workbench/root.mjs';
import { violations } from './accessibility';
import { atRest } from './atRest';
import { eventually } from './eventually';
import { openWorkbench, type Workbench } from './workbench';

const DESIGN = 'cnn.layerwise.json';

suite('Costs', () => {
  let workbench: Workbench;
  suiteSetup(async () => {
    workbench = await openWorkbench({ files: { [DESIGN]: readFileSync(path.join(root, 'examples', DESIGN), 'utf8') } });
  });
  suiteTeardown(() => workbench.close());
  const designer = () => workbench.designer();
  const open = async () => {
    const section = designer().getByRole('button', { name: 'Costs' });
    await section.scrollIntoViewIfNeeded();
    await section.click();
  };

  test('of a layer stand in the inspector with their sums, and a connection tells what its dimensions are', async () => {
    await workbench.openFile(DESIGN);
    await designer().getByRole('treeitem', { name: 'Conv2D conv1' }).click();
    await open();
    await designer().getByText('3 × 3 × 1 × 16 × 26 × 26').waitFor();
    await designer().getByText('3 × 3 of pixels, 1 × 1 apart').waitFor();
    const box = await atRest(designer().locator('.edge .grip').nth(1));
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await workbench.page.mouse.move(x, y - 3);
    await workbench.page.mouse.move(x, y);
    await designer().locator('.edgefacts', { hasText: 'height × width × channels' }).waitFor();
    assert.deepEqual(await violations(designer()), []);
  });

  test('of a step are measured in a child, and the cards show its time', async () => {
    await workbench.openFile(DESIGN);
    await designer().getByRole('treeitem', { name: 'Conv2D conv1' }).click();
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('Escape');
    await open();
    await designer().getByText('Measure a step').click();
    await designer().getByText('Measure again').waitFor();
    await designer().getByRole('region', { name: 'Costs' }).getByText('A step of 32 samples took').waitFor();
    await designer().locator('.mode').getByRole('combobox').click();
    await designer().getByRole('option', { name: /^Time/ }).click();
    await designer().locator('.card .count', { hasText: / ms$/ }).first().waitFor();
    await eventually(async () => assert.equal(await designer().locator('.card .count', { hasText: '≈' }).count(), 0));
  });
});
