import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { root } from '../workbench/root.mjs';
import { violations } from './accessibility';
import { eventually } from './eventually';
import { openWorkbench, type Workbench } from './workbench';

const example = readFileSync(path.join(root, 'examples/mnist-bn.layerwise.json'), 'utf8');
const bare = JSON.stringify({ ...(JSON.parse(example) as object), training: {} }, null, 2);
const file = (name: string) => `${name}.layerwise.json`;

suite('The training section', () => {
  let workbench: Workbench;
  suiteSetup(async () => {
    const files = Object.fromEntries(['schedule', 'phases', 'rate'].map((name) => [file(name), example]));
    files[file('bare')] = bare;
    workbench = await openWorkbench({ files, size: { width: 1500, height: 950 } });
  });
  suiteTeardown(() => workbench.close());

  const designer = () => workbench.designer();
  /** Saves, and waits until the training section in the file has this optimizer or these phases. */
  async function saves(name: string, expected: { readonly [key: string]: unknown }): Promise<void> {
    const has = (): unknown => {
      const { training } = JSON.parse(readFileSync(path.join(workbench.folder, file(name)), 'utf8')) as { readonly training: object };
      return Object.fromEntries(Object.keys(expected).map((key) => [key, (training as { readonly [key: string]: unknown })[key]]));
    };
    for (let tries = 0; tries < 50 && !isDeepStrictEqual(has(), expected); tries++) {
      await workbench.page.keyboard.press('Control+s');
      await workbench.page.waitForTimeout(200);
    }
    assert.deepEqual(has(), expected);
  }
  const shows = (text: string | RegExp) => designer().getByText(text).first().waitFor();

  test('shows the first samples, and draws a schedule over the steps of this design', async () => {
    await workbench.openFile(file('schedule'));
    // The first sample behind the 5,000 that are kept for validation is a 7.
    await designer().getByRole('img', { name: 'Sample 1: 7' }).waitFor();
    await designer().getByRole('row', { name: '9 5,454 495' }).waitFor();
    await shows('0.01 at every step');
    await designer().getByRole('combobox', { name: 'Kind of learning_rate' }).click();
    await designer()
      .getByRole('option', { name: /^OneCycle/ })
      .click();
    await shows('0.004 at first, 0.1 at most, 4e-7 in the end');
    const chart = designer().getByRole('slider', { name: 'Learning rate over the run' });
    await chart.press('End');
    await shows('step 8,595, epoch 5: 4e-7, momentum 0.950');
    await chart.press('Home');
    await shows('step 1, epoch 1: 0.004, momentum 0.950');
    const learning_rate = { type: 'OneCycle', max_learning_rate: 0.1 };
    await saves('schedule', { optimizer: { type: 'SGD', learning_rate, momentum: 0.9 } });
    assert.deepEqual(workbench.messages, []);
  });

  test('is where Train asks for what a design lacks', async () => {
    await workbench.openFile(file('bare'));
    const train = designer().getByRole('button', { name: 'Train', exact: true }).last();
    await train.click();
    await shows('Training needs data and a loss: choose them in the training section.');
    await designer().locator('[aria-label="dataset"]:focus').press('Enter');
    await designer()
      .getByRole('option', { name: /^mnist/ })
      .click();
    await workbench.command('Layerwise: Train Model');
    await shows('Training needs a loss: choose one in the training section.');
    await designer().locator('[aria-label="loss"]:focus').press('Enter');
    // What is read of the data comes late, and pushes down what is below it.
    const gap = async (): Promise<number> => {
      const boxes = [
        await designer().locator('.choices').boundingBox(),
        await designer().locator('.choice[aria-label="loss"]').boundingBox(),
      ];
      return Math.round((boxes[0]?.y ?? NaN) - (boxes[1]?.y ?? NaN));
    };
    const before = await gap();
    await designer()
      .getByRole('region', { name: 'Data', exact: true })
      .evaluate((section) => (section.style.paddingBottom = '90px'));
    await eventually(async () => assert.equal(await gap(), before));
    await designer()
      .getByRole('option', { name: /^sparse_categorical/ })
      .click();
    await saves('bare', { loss: 'sparse_categorical_crossentropy' });
  });

  test('adds a phase by the keyboard, freezes a layer in it, and shows that on the card', async () => {
    await workbench.openFile(file('phases'));
    await designer().getByRole('button', { name: 'Train in phases…' }).press('Enter');
    const timeline = designer().getByRole('listbox', { name: 'Phases of training' });
    await timeline.press('Home');
    await timeline.press('Shift+ArrowLeft');
    await timeline.getByRole('option', { name: 'Phase 1: 4 epochs', selected: true }).waitFor();
    await timeline.press('Alt+ArrowRight');
    await timeline.getByRole('option', { name: 'Phase 2: 4 epochs', selected: true }).waitFor();
    await timeline.press('Alt+ArrowLeft');
    await timeline.getByRole('option', { name: 'Phase 1: 4 epochs', selected: true }).waitFor();
    await designer().getByRole('button', { name: 'Freeze hidden1' }).press('Enter');
    const card = designer().getByRole('treeitem', { name: 'Dense hidden1, 784 to 300, 235,500 parameters, frozen' });
    await card.locator('.lock').waitFor();
    await designer().locator('.totals', { hasText: '33,478 trainable' }).waitFor();
    assert.deepEqual(await violations(designer()), [], 'a phase selected');
    await timeline.press('End');
    await designer().locator('.totals', { hasText: '268,978 trainable' }).waitFor();
    await saves('phases', { phases: [{ freeze: ['hidden1'], epochs: 4 }, { epochs: 5 }], epochs: undefined });
  });

  test('finds a learning rate, and writes the one that is chosen', async () => {
    await workbench.openFile(file('rate'));
    await designer().getByRole('button', { name: 'Find a learning rate…' }).click();
    await designer().getByRole('button', { name: 'Find again' }).waitFor();
    assert.deepEqual(await violations(designer()), [], 'a learning rate found');
    const chart = designer().getByRole('slider', { name: 'Loss over the learning rate' });
    await chart.press('Home');
    await designer().getByRole('button', { name: 'Use 1e-6' }).press('Enter');
    await shows('1e-6 at every step');
    await saves('rate', { optimizer: { type: 'SGD', learning_rate: 1e-6, momentum: 0.9 } });
    await workbench.command('Undo');
    await shows('0.01 at every step');
  });
});
