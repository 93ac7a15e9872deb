import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { violations } from './accessibility';
import { digitsDesign, writeDigits } from './digits';
import { eventually } from './eventually';
import { openWorkbench, type Workbench } from './workbench';

const EPOCHS = 3;

suite('The training panel', () => {
  let workbench: Workbench;
  suiteSetup(async () => {
    workbench = await openWorkbench({
      files: { 'digits.layerwise.json': digitsDesign('digits', EPOCHS), 'long.layerwise.json': digitsDesign('long', 5000) },
    });
    writeDigits(workbench.folder, 1280);
  });
  suiteTeardown(() => workbench.close());

  const state = () => workbench.training().locator('.state');
  const rows = () => workbench.training().locator('.log tbody tr');
  const hasRows = (count: number, of = rows()) => eventually(async () => assert.equal(await of.count(), count));
  const slider = () => workbench.training().getByRole('slider');
  async function train(design: string) {
    await workbench.openFile(design);
    await workbench.command('Layerwise: Train Model');
    await workbench.training().locator('canvas').first().waitFor();
  }

  test('opens by itself and fills its table with an epoch a row, until the run has finished', async () => {
    await train('digits.layerwise.json');
    await workbench.training().getByText('Finished', { exact: true }).waitFor();
    await hasRows(EPOCHS);
    const cells = await rows().nth(0).locator('th, td').allTextContents();
    assert.equal(cells[0]?.replace('best', ''), `1∕${EPOCHS}`);
    assert.equal(cells[1], '30');
    for (const cell of cells.slice(4, 8)) assert.match(cell, /^\d\.\d{4}$/);
    await hasRows(1, workbench.training().locator('.log tr.best'));
    await eventually(async () => assert.match((await workbench.training().locator('.num').allTextContents()).join(' '), /epoch ?3of 3/));
  });

  test('has drawn a curve in the colour of its run', async () => {
    const colored = () =>
      workbench
        .training()
        .locator('.plot.loss canvas')
        .evaluate((element) => {
          const canvas = element as HTMLCanvasElement;
          const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
          let count = 0;
          for (let i = 0; i < data.length; i += 4) if ((data[i + 2] ?? 0) > (data[i] ?? 0) + 60 && (data[i + 3] ?? 0) > 60) count++;
          return count;
        });
    // A short run is over before its last points are drawn, a frame later.
    await eventually(async () => {
      const count = await colored();
      assert.ok(count > 200, `only ${count} pixels are drawn`);
    });
  });

  test('reads its charts by the arrow keys', async () => {
    const accuracy = await rows().nth(1).locator('td').nth(3).textContent();
    await slider().focus();
    await workbench.page.keyboard.press('Home');
    const spoken = async () => (await slider().getAttribute('aria-valuetext')) ?? '';
    await eventually(async () => assert.match(await spoken(), /^Epoch 1: loss \d/));
    await workbench.page.keyboard.press('ArrowRight');
    await eventually(async () => assert.match(await spoken(), /^Epoch 2: /));
    assert.ok((await spoken()).includes(`accuracy ${accuracy}`), await spoken());
    await workbench.training().locator('.tipbox', { hasText: 'Epoch 2' }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.training().locator('.tipbox').waitFor({ state: 'detached' });
  });

  test('copies the lines that Keras prints', async () => {
    await workbench.training().getByRole('button', { name: 'Keras text' }).click();
    await workbench.training().getByRole('button', { name: 'Copy the text' }).click();
    await eventually(async () =>
      assert.match(
        await workbench.page.evaluate(() => navigator.clipboard.readText()),
        /^Epoch 1\/3\n30\/30 ━{20} \d+s \d+(us|ms|s)\/step - accuracy: \d\.\d{4} - loss: \d\.\d{4} - val_accuracy: \d\.\d{4} - val_loss: \d\.\d{4}\n/,
      ),
    );
  });

  test('has left a folder with the run that it shows', () => {
    const runs = path.join(workbench.folder, '.layerwise/runs');
    const [run = ''] = readdirSync(runs);
    const record = JSON.parse(readFileSync(path.join(runs, run, 'run.json'), 'utf8')) as { phase: string; history: { loss: number[] } };
    assert.equal(record.phase, 'finished');
    assert.equal(record.history.loss.length, EPOCHS);
    assert.ok(existsSync(path.join(runs, run, 'checkpoints/best.safetensors')));
  });

  test('shows the same after it was closed, and keeps the chosen view when the window reloads', async () => {
    await workbench.command('View: Close Editor');
    await workbench.page.locator('.tab', { hasText: 'Training: digits' }).waitFor({ state: 'detached' });
    await workbench.command('Layerwise: Show Training');
    await workbench.training().getByText('Finished', { exact: true }).waitFor();
    await workbench.training().getByText(`Epoch ${EPOCHS}/${EPOCHS}`).waitFor();
    await workbench.training().getByRole('button', { name: 'Table', exact: true }).click();
    await hasRows(EPOCHS);
    await workbench.training().getByRole('button', { name: 'Keras text' }).click();
    await workbench.training().getByText(`Epoch ${EPOCHS}/${EPOCHS}`).waitFor();
    // Only the command lets the workbench write what it keeps before it goes.
    await Promise.all([workbench.page.waitForEvent('load'), workbench.command('Developer: Reload Window')]);
    await workbench.training().locator('canvas').first().waitFor();
    await workbench.training().getByText('Finished', { exact: true }).waitFor();
    await workbench.training().getByText(`Epoch ${EPOCHS}/${EPOCHS}`).waitFor();
  });

  test('draws a finished run beside the next one', async () => {
    await workbench.training().getByRole('button', { name: 'Table', exact: true }).click();
    await workbench.training().getByRole('button', { name: 'Train again' }).click();
    await workbench.training().locator('.run').nth(1).waitFor();
    await workbench.training().getByText('Finished', { exact: true }).waitFor();
    const beside = workbench.training().getByRole('button', { name: 'Draw digits beside' });
    await beside.click();
    await eventually(async () => assert.equal(await beside.getAttribute('aria-pressed'), 'true'));
    await workbench.training().locator('.plot.loss').hover();
    await hasRows(2, workbench.training().locator('.tipbox .name'));
  });

  test('zooms into its charts by a drag and by keys, and shows all of them again', async () => {
    const { page } = workbench;
    const plot = workbench.training().locator('.plot.loss');
    const part = workbench.training().locator('.zoomed');
    const { x, y, width } = (await plot.boundingBox())!;
    await page.mouse.move(x + width * 0.3, y + 40);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.6, y + 50, { steps: 4 });
    await page.mouse.up();
    const shows = (words: RegExp) => eventually(async () => assert.match((await part.textContent()) ?? '', words));
    await shows(/^epochs 0\.\d+ to 1\.\d+$/);
    await plot.dblclick();
    await part.waitFor({ state: 'detached' });
    // Let go outside of the charts before it had moved far: what follows is no drag.
    const { x: left, width: all } = (await workbench.training().locator('.stack').boundingBox())!;
    await page.mouse.move(left + all - 1, y + 40);
    await page.mouse.down();
    await page.mouse.move(left + all + 2, y + 40);
    await page.mouse.up();
    await page.mouse.move(x + width * 0.5, y + 40, { steps: 4 });
    assert.equal(await workbench.training().locator('.brush').count(), 0);
    await slider().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Control+=');
    assert.equal(await part.count(), 0);
    await page.keyboard.press('+');
    await part.waitFor();
    await page.keyboard.press('End');
    await shows(/^epochs 1\.\d+ to 3$/);
    await page.keyboard.press('0');
    await part.waitFor({ state: 'detached' });
    await page.keyboard.press('+');
    await part.press('Enter');
    await part.waitFor({ state: 'detached' });
    await workbench.training().locator('.slider:focus').waitFor();
    await page.keyboard.press('Escape');
  });

  test('has all runs in a table, where one of them gets a name', async () => {
    const { page } = workbench;
    await workbench.training().getByRole('button', { name: 'Table of runs' }).click();
    const table = workbench.training().locator('.runtable');
    await hasRows(2, table.locator('tbody tr'));
    await table.getByRole('button', { name: 'val_loss' }).click();
    await eventually(async () => {
      const losses = (await table.locator('tbody tr td:nth-child(3)').allTextContents()).map(parseFloat);
      assert.ok(losses[0]! <= losses[1]!, losses.join(' '));
    });
    await table.locator('tbody tr').last().getByRole('button', { name: 'More of digits' }).click();
    await page.getByRole('menuitem', { name: 'Take Design of This Run' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: 'Take Design of This Run' }).waitFor({ state: 'detached' });
    await table.getByRole('button', { name: 'digits', exact: true }).last().focus();
    await page.keyboard.press('F2');
    await page.locator('.quick-input-widget').getByText('How lists and charts call this run').waitFor();
    // Typed keys may come before it has the focus.
    await page.locator('.quick-input-widget input').fill('second best');
    await page.keyboard.press('Enter');
    await table.getByRole('button', { name: 'second best', exact: true }).waitFor();
    await table.getByRole('textbox', { name: 'Filter the runs' }).click();
    await page.keyboard.type('second');
    await table.getByText('1 of 2').waitFor();
    assert.deepEqual(await violations(workbench.training()), []);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('Delete');
  });

  test('keeps the focus where what had it goes away', async () => {
    const { page } = workbench;
    const table = workbench.training().locator('.runtable');
    const tab = (name: string) => workbench.training().getByRole('button', { name, exact: true });
    await tab('Log').focus();
    for (const [key, name] of [
      ['Enter', 'Log'],
      ['Shift+Tab', undefined],
      ['Tab', 'Log'],
      ['Tab', 'All runs'],
      ['Enter', 'All runs'],
    ] as const) {
      // prettier-ignore
      await page.keyboard.press(key);
      if (name) await workbench.training().locator(':focus', { hasText: name }).waitFor();
    }
    const only = table.getByRole('button', { name: 'Only runs in the charts' });
    await only.click();
    await table.locator('tbody button.key').focus();
    await page.keyboard.press('Enter');
    await table.locator('tbody :focus').waitFor();
    await hasRows(1, table.locator('tbody tr'));
    await only.click();
    await table.locator('tbody button.key').click();
  });

  test('is as it was looked at when it is opened again', async () => {
    const axis = () => workbench.training().getByRole('button', { name: 'Logarithmic axis: Loss' });
    await axis().click();
    await workbench.command('View: Close Editor');
    await workbench.page.locator('.tab', { hasText: 'Training: digits' }).waitFor({ state: 'detached' });
    await workbench.command('Layerwise: Show Training');
    await axis().waitFor();
    await eventually(async () => assert.equal(await axis().getAttribute('aria-pressed'), 'true'));
    await hasRows(2, workbench.training().locator('.runtable tbody tr'));
    await workbench.training().getByRole('button', { name: 'Log', exact: true }).click();
  });

  test('pauses, resumes and stops', async () => {
    await train('long.layerwise.json');
    await workbench.training().getByText('Training', { exact: true }).waitFor();
    await workbench.training().getByRole('button', { name: 'Pause' }).click();
    await workbench.training().getByText('Paused', { exact: true }).waitFor();
    // What came before the pause may be drawn a moment after it; a run that goes on never shows the same for so long.
    const numbers = workbench.training().locator('.numbers');
    await eventually(async () => {
      const before = await numbers.textContent();
      await workbench.page.waitForTimeout(1500);
      assert.equal(await numbers.textContent(), before);
    });
    await workbench.training().getByRole('button', { name: 'Resume' }).click();
    await workbench.training().getByText('Training', { exact: true }).waitFor();
    await workbench.training().getByRole('button', { name: 'Stop' }).click();
    await workbench.training().getByText('Stopped', { exact: true }).waitFor();
    await workbench.training().getByRole('button', { name: 'Train again' }).waitFor();
    await hasRows(1, state());
  });

  test('has nothing that axe finds wrong, and no page printed an error', async () => {
    assert.deepEqual(await violations(workbench.training()), []);
    assert.deepEqual(workbench.failures, []);
    assert.deepEqual(workbench.messages, []);
  });
});

suite('The training panel in a folder that is not trusted', () => {
  let workbench: Workbench;
  suiteSetup(async () => {
    workbench = await openWorkbench({ trusted: false });
  });
  suiteTeardown(() => workbench.close());

  test('says why nothing can be trained', async () => {
    await workbench.command('Layerwise: Show Training');
    await workbench.training().getByText('not trusted').waitFor();
    assert.ok(await workbench.training().getByRole('button', { name: 'Train', exact: true }).isDisabled());
  });
});
