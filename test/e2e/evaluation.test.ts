import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { violations } from './accessibility';
import { digitsDesign, writeDigits } from './digits';
import { atRest } from './atRest';
import { eventually } from './eventually';
import { openWorkbench, type Workbench } from './workbench';

/** The digits, and how sure it is of them: with dropout, so that passes differ. */
const DESIGN = digitsDesign('digits', 2).replace(
  '"name": "classes"',
  '"name": "drop", "type": "Dropout", "rate": 0.2 },\n    { "name": "classes"',
);

suite('The evaluation of a run', () => {
  let workbench: Workbench;
  const folder = mkdtempSync(path.join(tmpdir(), 'layerwise-evaluation-'));
  suiteSetup(async () => {
    writeDigits(folder, 1000);
    writeFileSync(path.join(folder, 'digits.layerwise.json'), DESIGN);
    workbench = await openWorkbench({ from: folder, files: { '.vscode/settings.json': JSON.stringify({ 'layerwise.runtime': 'wasm' }) } });
    await workbench.openFile('digits.layerwise.json');
    await workbench.designer().getByRole('button', { name: 'Train', exact: true }).click();
    await workbench.training().getByText('Finished').first().waitFor();
    await workbench.command('Layerwise: Evaluate Run');
    await page().getByText('320 validation samples').waitFor();
  });
  suiteTeardown(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true });
  });
  const page = () => workbench.evaluation();
  const heading = (name: string | RegExp) => page().getByRole('heading', { name });

  test('a cell of the matrix shows its samples, by keys too', async () => {
    const cells = page().getByRole('button', { name: /^\d taken for \d: / });
    await eventually(async () => assert.equal(await cells.count(), 100));
    const counts = await cells.evaluateAll((all) => all.map((cell) => Number(/[\d,]+$/.exec(cell.ariaLabel ?? '')?.[0].replace(',', ''))));
    assert.equal(
      counts.reduce((a, b) => a + b, 0),
      320,
    );
    await page()
      .getByRole('button', { name: /^0 taken for 0: / })
      .focus();
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('ArrowRight');
    await workbench.page.keyboard.press('Enter');
    await heading('1, and taken for it').waitFor();
    assert.deepEqual(await violations(page()), []);
    await workbench.page.keyboard.press('Enter');
    await heading('Samples').waitFor();
  });

  test('passes with dropout say how far they vary, over what was seen before', async () => {
    await page().getByRole('textbox', { name: 'Passes' }).fill('10');
    await page().getByRole('button', { name: 'Dropout on' }).click();
    await page().getByText('accuracy of 10 passes with dropout').waitFor();
    await page().getByRole('button', { name: 'Least sure', pressed: true }).waitFor();
    await page().locator('.chosen .likely li', { hasText: '±' }).first().waitFor();
  });

  test('what is drawn is told apart, and can be taken away again', async () => {
    const square = page().getByRole('img', { name: 'Draw here with the pointer, or choose a picture' });
    const box = await atRest(square);
    const { mouse } = workbench.page;
    await mouse.move(box.x + box.width / 2, box.y + box.height / 5);
    await mouse.down();
    await mouse.move(box.x + box.width / 2, box.y + (box.height * 4) / 5, { steps: 5 });
    await mouse.up();
    await page().locator('.verdict .likely li').first().waitFor();
    assert.deepEqual(await violations(page()), []);
    await page().getByRole('button', { name: 'Clear' }).click();
    await page().getByText('Draw in the square, drop a picture on it, or choose one.').waitFor();
    assert.deepEqual(workbench.messages, []);
  });
});
