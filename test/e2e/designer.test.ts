import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../workbench/root.mjs';
import { violations } from './accessibility';
import { atRest } from './atRest';
import { eventually } from './eventually';
import { openWorkbench, type Workbench } from './workbench';

const EXAMPLE = 'mnist-bn.layerwise.json';
const example = readFileSync(path.join(root, 'examples', EXAMPLE), 'utf8');
const TESTS = ['typing', 'fields', 'keyboard', 'finding', 'connecting', 'mouse', 'ports', 'outside', 'hidden'];
const file = (name: string) => `${name}.layerwise.json`;

interface Saved {
  readonly layers: readonly { readonly name: string; readonly inputs?: readonly string[] }[];
}

suite('The designer', () => {
  let workbench: Workbench;
  suiteSetup(async () => {
    const files = Object.fromEntries(TESTS.map((name) => [file(name), example]));
    const advised = example.replaceAll(', "kernel_initializer": "he_normal"', '');
    const empty = '{ "layerwise": 1, "layers": [] }\n';
    // There is nothing to advise for them: the one with wrong units is the only problem.
    const selu = { activation: 'selu', kernel_initializer: 'lecun_normal' };
    const hidden = Array.from({ length: 400 }, (_, i) => ({ name: `deep${i}`, type: 'Dense', units: i === 250 ? -1 : 8, ...selu }));
    const large = JSON.stringify({ layerwise: 1, layers: [{ name: 'pixels', type: 'Input', shape: [8] }, ...hidden] });
    workbench = await openWorkbench({ files: { ...files, [file('advised')]: advised, [file('empty')]: empty, [file('large')]: large } });
  });
  suiteTeardown(() => workbench.close());

  const designer = () => workbench.designer();
  const card = (name: string) => designer().getByRole('treeitem', { name });
  const selected = (name: string) => designer().getByRole('treeitem', { name, selected: true }).waitFor();
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => workbench.page.keyboard.press(key)), Promise.resolve());
  const type = (text: string) => workbench.page.keyboard.type(text);
  const pathOf = (name: string) => path.join(workbench.folder, file(name));
  const onDisk = (name: string) => readFileSync(pathOf(name), 'utf8');
  /** Waits until the totals begin with this. */
  const comesTo = (parameters: string) =>
    designer()
      .locator('.totals', { hasText: new RegExp(`^${parameters} parameters`) })
      .waitFor();
  const boxOf = (name: string) => atRest(card(name));
  async function save(name: string): Promise<Saved> {
    await workbench.page.locator('.tab.active.dirty').waitFor();
    await press('Control+s');
    await workbench.page.locator('.tab.active:not(.dirty)').waitFor();
    return JSON.parse(onDisk(name)) as Saved;
  }
  /** Opens the test's own copy of the example, with hidden1 selected. */
  async function begin(name: string) {
    await workbench.openFile(file(name));
    await comesTo('271,346');
    await card('Dense hidden1').click();
  }
  const inputsOfAdd = ({ layers }: Saved) => layers.find(({ name }) => name === 'add')?.inputs ?? [];

  test('a design that is looked at from the explorer leaves the focus there, and takes the keys when it gets it', async () => {
    const focused = () => designer().locator('body').evaluate(() => document.hasFocus() && document.activeElement?.id); // prettier-ignore
    await workbench.command('File: Focus on Files Explorer');
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'leaky' }).click();
    await comesTo('266,610');
    assert.equal(await focused(), false);
    await press('F2');
    await workbench.page.locator('.explorer-folders-view input').waitFor();
    await press('Escape', 'Control+1');
    await designer().locator('#layers:focus').waitFor();
    await press('ArrowDown');
    await designer().locator('[aria-selected=true]').first().waitFor();
  });

  test('shows shapes, parameters and their sum', async () => {
    await workbench.openFile(EXAMPLE);
    await comesTo('271,346');
    const totals = await designer().locator('.totals').innerText();
    assert.match(totals.replaceAll(/\s+/g, ' '), /268,978 trainable.*2,368 non-trainable.*1\.04 MB/);
    await card('Dense hidden1, 784 to 300, 235,500 parameters').click();
    await designer().getByText('784 × 300 + 300 = 235,500').waitFor();
    await designer().getByText('σ = √(2/784) = 0.0505').waitFor();
    assert.deepEqual(workbench.messages, []);
  });

  test('shows what a value would come to while it is typed, takes it with Enter and gives it back on undo', async () => {
    await begin('typing');
    await press('Enter');
    await type('200');
    await comesTo('182,446');
    assert.match(onDisk('typing'), /"units": 300/);
    await press('Escape');
    await comesTo('271,346');
    await press('Control+a');
    await type('200');
    await press('Enter');
    await workbench.page.locator('.tab.active.dirty').waitFor();
    await workbench.command('Undo');
    await comesTo('271,346');
    await workbench.page.locator('.tab.active:not(.dirty)').waitFor();
  });

  test('adds, renames, moves, duplicates and deletes by the keyboard alone', async () => {
    await begin('keyboard');
    await press('a');
    await designer().getByRole('combobox', { name: 'Add a layer' }).waitFor();
    await type('drop');
    await press('Enter');
    await selected('Dropout dropout, 300 to 300, 0 parameters');
    await press('F2');
    await designer().locator('.rename:focus').waitFor();
    await type('half');
    await press('Enter');
    await selected('Dropout half,');
    await press('Alt+ArrowDown', 'd');
    await selected('Dropout half_1');
    await press('ArrowUp', 'ArrowUp');
    await selected('BatchNormalization bn1');
    await press('Delete');
    await card('BatchNormalization bn1').waitFor({ state: 'detached' });
    const { layers } = await save('keyboard');
    assert.deepEqual(
      layers.map(({ name }) => name),
      ['pixels', 'flatten', 'bn', 'hidden1', 'half', 'half_1', 'hidden2', 'bn2', 'classes'],
    );
    await designer().locator('#layers:focus').waitFor();
  });

  test('keeps the fields of the inspector from layer to layer, and nothing of what was typed in them', async () => {
    await begin('fields');
    const units = designer().getByRole('textbox', { name: /^units/ });
    const hasValue = (value: string) => eventually(async () => assert.equal(await units.inputValue(), value));
    const element = await units.elementHandle();
    await units.fill('200');
    await card('Dense hidden2').click();
    await selected('Dense hidden2');
    await hasValue('100');
    await units.fill('many');
    await designer().locator('#inspector .wrong').waitFor();
    await card('Dense hidden1').click();
    await selected('Dense hidden1');
    await hasValue('200');
    await designer().locator('#inspector .wrong').waitFor({ state: 'detached' });
    assert.equal(await units.evaluate((now, before) => now === before, element), true);
    await card('Dense hidden2').click();
    await selected('Dense hidden2');
    await hasValue('100');
    await comesTo('182,446');
  });

  test('finds a layer and says in words why an edit cannot be made', async () => {
    await begin('finding');
    await press('/');
    await designer().locator('.pick input:focus').waitFor();
    await type('class');
    await designer().locator('.pick').getByRole('option', { name: 'classes' }).waitFor();
    await press('Enter');
    await selected('Dense classes');
    await press('F2');
    await designer().locator('.rename:focus').waitFor();
    await type('bn');
    await press('Enter');
    await designer().locator('.refusal', { hasText: 'bn' }).waitFor();
    await card('Dense classes').waitFor();
  });

  test('a large model has a map, few cards on the page, and keys that lead to its problems and its ends', async () => {
    await workbench.openFile(file('large'));
    await card('Dense deep0,').click();
    await designer().locator('.minimap').waitFor();
    assert.ok((await designer().locator('.card').count()) < 60);
    await press('F8');
    await selected('Dense deep250');
    await press('End');
    await selected('Dense deep399');
    await press('m');
    await designer().locator('.minimap').waitFor({ state: 'detached' });
    await press('m', '/');
    await designer().locator('.pick input:focus').waitFor();
    await type('!');
    await designer().getByRole('option', { name: 'deep250, Dense · 1 problem, unknown' }).waitFor();
    await eventually(async () => assert.equal(await designer().locator('.pick').getByRole('option').count(), 1));
    await press('Escape');
  });

  test('connects and disconnects by the keyboard', async () => {
    await begin('connecting');
    await press('a');
    await designer().getByRole('combobox', { name: 'Add a layer' }).waitFor();
    await type('add');
    await press('Enter');
    await designer().getByRole('button', { name: 'Add an input…' }).press('Enter');
    await designer().getByRole('combobox', { name: 'Connect an input of add' }).waitFor();
    await type('flat');
    await press('Enter');
    await designer().getByRole('button', { name: 'Disconnect flatten' }).waitFor();
    assert.deepEqual(inputsOfAdd(await save('connecting')), ['hidden1', 'flatten']);
    await designer().getByText('cannot put these shapes together').waitFor();
    await designer().getByRole('button', { name: 'Disconnect flatten' }).press('Enter');
    assert.ok(!inputsOfAdd(await save('connecting')).includes('flatten'));
  });

  test('adds on an edge and moves a card by the mouse', async () => {
    await begin('mouse');
    const { mouse } = workbench.page;
    const flatten = await boxOf('Flatten flatten');
    await mouse.move(flatten.x + flatten.width / 2 + 1, flatten.y + flatten.height + 12);
    await designer().locator('.insert').click();
    await designer().getByRole('combobox', { name: 'Add a layer' }).waitFor();
    await type('gaussiannoise');
    await press('Enter');
    await card('GaussianNoise').waitFor();
    const from = await boxOf('Dense hidden2');
    const to = await boxOf('GaussianNoise');
    await mouse.move(from.x + 150, from.y + 14);
    await mouse.down();
    await mouse.move(to.x + 150, to.y + to.height + 28, { steps: 12 });
    // A hand is never quite still.
    await mouse.move(to.x + 150, to.y + to.height + 30, { steps: 4 });
    await designer().locator('.dropmark').waitFor();
    await mouse.up();
    await card('Dense hidden2, 784 to 100').waitFor();
    const { layers } = await save('mouse');
    assert.deepEqual(
      layers.slice(1, 4).map(({ name }) => name),
      ['flatten', 'gaussian_noise', 'hidden2'],
    );
  });

  test('connects by dragging from a port to a card', async () => {
    await begin('ports');
    const { mouse } = workbench.page;
    const flatten = await boxOf('Flatten flatten');
    const hidden = await boxOf('Dense hidden2');
    await mouse.move(flatten.x + 40, flatten.y + 10);
    await mouse.move(flatten.x + flatten.width / 2, flatten.y + flatten.height);
    await mouse.down();
    await mouse.move(hidden.x + 80, hidden.y + 20, { steps: 12 });
    await mouse.up();
    await card('Dense hidden2, 784 to 100').waitFor();
  });

  test('follows the file when another program changes it, and keeps the last design while it cannot be read', async () => {
    await begin('outside');
    writeFileSync(pathOf('outside'), example.replace('"units": 300', '"units": 30'));
    await card('Dense hidden1, 784 to 30, 23,550 parameters').waitFor();
    writeFileSync(pathOf('outside'), example.replace('"units": 300,', '"units": 30'));
    await designer().getByRole('alert').getByText('Line 8').waitFor();
    await card('Dense hidden1, 784 to 30, 23,550 parameters').waitFor();
    writeFileSync(pathOf('outside'), example);
    await comesTo('271,346');
  });

  test('shows advice on the card and in the inspector, and follows all of it in one step', async () => {
    await workbench.openFile(file('advised'));
    await card('Dense hidden1, 784 to 300, 235,500 parameters, 1 hint').click();
    const inspector = designer().getByRole('complementary', { name: 'Inspector' });
    await inspector.getByText('keeps the signal at the same strength').waitFor();
    await inspector.getByRole('button', { name: 'All 2' }).click();
    await inspector.getByText('keeps the signal at the same strength').waitFor({ state: 'detached' });
    await save('advised');
    assert.equal(onDisk('advised'), example);
    await workbench.command('Undo');
    await card('Dense hidden2, 300 to 100, 30,100 parameters, 1 hint').waitFor();
  });

  test('begins an empty design with one that trains', async () => {
    await workbench.openFile(file('empty'));
    await designer().getByText('This design has no layers yet').waitFor();
    await designer()
      .getByRole('button', { name: /^Train\. / })
      .waitFor();
    await designer().getByRole('button', { name: 'Dense classifier' }).click();
    await comesTo('266,610');
    await workbench.command('Undo');
    await designer().getByText('This design has no layers yet').waitFor();
  });

  test('keeps the graph whole and in the middle when the view gets narrower', async () => {
    await workbench.openFile(EXAMPLE);
    await comesTo('271,346');
    const { page } = workbench;
    const size = page.viewportSize();
    assert.ok(size);
    /** How far the middle of a card is from that of the canvas, and how much of its width is out of it. */
    const offset = async () => {
      const [box, canvas] = [await boxOf('Input pixels'), await designer().locator('.canvas').boundingBox()];
      assert.ok(canvas);
      return {
        off: Math.abs(box.x + box.width / 2 - (canvas.x + canvas.width / 2)),
        out: Math.max(0, canvas.x - box.x, box.x + box.width - canvas.x - canvas.width),
      };
    };
    const before = await offset();
    // Narrower, it would be smaller than can be read.
    for (const width of [900, 480, size.width]) {
      await page.setViewportSize({ ...size, width });
      await eventually(async () => {
        const { off, out } = await offset();
        assert.ok(off < before.off + 2 && out === 0, `at ${width} px it is ${off} px beside the middle, ${out} px of it out of view`);
      });
    }
  });

  test('keeps a long graph beside its map when the view gets narrower or lower', async () => {
    await workbench.openFile('selu-100.layerwise.json');
    const [map, card] = [designer().locator('.minimap'), designer().locator('.card').first()];
    await map.waitFor();
    const { page } = workbench;
    const size = page.viewportSize();
    assert.ok(size);
    for (const now of [{ ...size, width: 1120 }, { ...size, width: 960 }, { width: 1120, height: 600 }, size]) {
      await page.setViewportSize(now);
      await eventually(async () => {
        const [mapped, box, canvas] = [await map.boundingBox(), await atRest(card), await designer().locator('.canvas').boundingBox()];
        assert.ok(mapped && canvas);
        const [left, right] = [box.x - canvas.x, mapped.x - box.x - box.width];
        assert.ok(left >= 0 && right >= 0, `at ${now.width} px: ${left} px left of the card, ${right} px to the map`);
        assert.ok(Math.abs(left - right) < 3, `at ${now.width} px: ${left} px left of the card, ${right} px to the map`);
      });
    }
  });

  test('keeps its selection when the tab was hidden', async () => {
    await begin('hidden');
    await workbench.openFile('cnn.layerwise.json');
    await card('Conv2D').first().waitFor();
    await workbench.page.locator('.tab', { hasText: file('hidden') }).click();
    await selected('Dense hidden1');
  });
});

for (const theme of ['dark', 'light', 'hc', 'hc-light'] as const) {
  suite(`The designer in the theme ${theme}`, () => {
    let workbench: Workbench;
    suiteSetup(async () => {
      workbench = await openWorkbench({ theme });
    });
    suiteTeardown(() => workbench.close());

    test('has nothing that axe objects to', async () => {
      await workbench.openFile(EXAMPLE);
      const designer = workbench.designer();
      const { keyboard } = workbench.page;
      const check = async (state: string) => assert.deepEqual(await violations(designer), [], state);
      await designer.locator('.card', { hasText: 'hidden1' }).waitFor();
      await check('nothing selected');
      await designer.locator('.card', { hasText: 'hidden1' }).click();
      await designer.getByText('784 × 300 + 300').waitFor();
      await check('a layer selected');
      await keyboard.press('a');
      await designer.getByRole('combobox', { name: 'Add a layer' }).waitFor();
      await check('the palette');
      await keyboard.press('Escape');
      await keyboard.press('Shift+F10');
      await designer.getByRole('menu').waitFor();
      await check('the menu');
      await keyboard.press('Escape');
      await designer.getByRole('combobox', { name: 'activation' }).click();
      await designer.getByRole('option', { name: /^relu/ }).first().waitFor();
      await check('a list of choices');
      assert.deepEqual(workbench.messages, []);
    });
  });
}
