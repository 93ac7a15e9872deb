import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { violations } from './accessibility';
import { atRest } from './atRest';
import { eventually } from './eventually';
import { openWorkbench, type Workbench } from './workbench';

interface Saved {
  readonly blocks: Readonly<Record<string, { readonly layers: readonly { readonly name: string }[] }>>;
  readonly layers: readonly { readonly name: string; readonly repeat?: number }[];
}

suite('Blocks', () => {
  let workbench: Workbench;
  suiteSetup(async () => {
    workbench = await openWorkbench();
  });
  suiteTeardown(() => workbench.close());

  const card = (name: string) => workbench.designer().getByRole('treeitem', { name });
  const press = async (...keys: string[]) => {
    for (const key of keys) await workbench.page.keyboard.press(key);
  };

  test('unfold, are made, and are copied by keyboard; each is one step', async () => {
    const designer = workbench.designer();
    await workbench.openFile('residual-blocks.layerwise.json');
    await card('Block residual stage1, 3 times').click();
    await press('ArrowRight');
    await card('Conv2D conv1').waitFor();
    // What is inside is named within the block, and stands a level deeper.
    await eventually(async () => assert.equal(await card('Conv2D conv1').getAttribute('aria-level'), '2'));
    await eventually(async () => assert.equal(await card('Block residual stage1').getAttribute('aria-expanded'), 'true'));
    assert.deepEqual(await violations(workbench.designer()), []);

    await press('ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+F10');
    await designer.getByRole('menuitem', { name: 'Make a block' }).click();
    await designer.getByRole('textbox', { name: 'Name of the block' }).fill('unit');
    await press('Enter');
    await card('Block unit unit').waitFor();
    await press('ArrowRight');
    await card('Activation relu1').waitFor();
    assert.deepEqual(await violations(workbench.designer()), []);
    await press('ArrowLeft');
    await card('Activation relu1').waitFor({ state: 'detached' });
    await press('Shift+ArrowLeft');
    await card('Block unit unit').waitFor({ state: 'detached' });

    await card('Block residual stage2').click();
    await press('Control+c');
    await card('Conv2D stem').click();
    await press('Control+v');
    await card('Block residual stage2_1').waitFor();
    await workbench.page.locator('.tab.active.dirty').waitFor();
    await press('Control+s');
    await workbench.page.locator('.tab.active:not(.dirty)').waitFor();
    const text = readFileSync(path.join(workbench.folder, 'residual-blocks.layerwise.json'), 'utf8');
    const { blocks, layers } = JSON.parse(text) as Saved;
    assert.deepEqual(Object.keys(blocks), ['residual', 'unit']);
    assert.deepEqual(
      blocks.residual?.layers.map(({ name }) => name),
      ['in', 'unit', 'conv2', 'bn2', 'add', 'relu2'],
    );
    assert.deepEqual(
      layers.map(({ name, repeat }) => [name, repeat]),
      [['pixels', undefined], ['stem', undefined], ['stage2_1', 2], ['stage1', 3], ['pool', undefined], ['stage2', 2], ['average', undefined], ['classes', undefined]], // prettier-ignore
    );

    await press('Control+z');
    await card('Block residual stage2_1').waitFor({ state: 'detached' });
    await press('Control+z');
    await card('Block residual stage1').click();
    await press('ArrowRight');
    await card('Activation relu1').waitFor();
  });

  test('cards go into a block and out of it, by the pointer and by keys; each is one step', async () => {
    const designer = workbench.designer();
    const page = workbench.page;
    await workbench.openFile('residual-blocks.layerwise.json');
    await card('Block residual stage1').click();
    await press('ArrowRight');
    await card('Conv2D conv1').waitFor();
    await press('1');
    const pool = card('MaxPooling2D pool');
    /** How deep it stands: 1 is outside of blocks. */
    const at = (level: number) => designer.locator(`[role=treeitem][aria-level="${level}"][aria-label^="MaxPooling2D pool"]`).waitFor();
    await at(1);

    const drag = async () => {
      const [from, to] = [await atRest(pool), await atRest(card('Conv2D conv1'))];
      await page.mouse.move(from.x + 40, from.y + from.height / 2);
      await page.mouse.down();
      await page.mouse.move(from.x + 40, from.y - 20, { steps: 4 });
      await page.mouse.move(to.x + to.width / 2, to.y + to.height + 4, { steps: 6 });
      await designer.locator('.blockframe.entered').waitFor();
      await designer.getByText('Into the block residual, in all 5 places where it is.').first().waitFor();
    };
    await drag();
    await press('Escape');
    await designer.locator('.dropmark').waitFor({ state: 'detached' });
    await page.mouse.up();
    await at(1);

    await drag();
    await page.mouse.up();
    await at(2);
    assert.deepEqual(await violations(designer), []);
    await press('Control+z');
    await at(1);

    await pool.click();
    await press('Alt+ArrowUp');
    await at(2);
    await press('Alt+ArrowDown');
    await at(1);
    await workbench.page.locator('.tab.active.dirty').waitFor();
    await press('Control+z', 'Control+z');
    await workbench.page.locator('.tab.active:not(.dirty)').waitFor();
  });
});
