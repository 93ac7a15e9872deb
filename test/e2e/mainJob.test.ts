// What a person does first: open a model, see its counts, change it, train it, look at the run.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../workbench/root.mjs';
import { eventually } from './eventually';
import { openWorkbench, type Workbench } from './workbench';

const EXAMPLE = 'mnist-bn.layerwise.json';

/** The example with another name, a part of MNIST as its training data, and this many epochs. */
function slice(name: string, epochs: number): string {
  const design = JSON.parse(readFileSync(path.join(root, 'examples', EXAMPLE), 'utf8')) as {
    training: { data: object; epochs: number };
  };
  const data = { ...design.training.data, validation: { first: 58_000 } };
  return JSON.stringify({ ...design, name, training: { ...design.training, data, epochs } }, undefined, 2);
}

suite('The main job', () => {
  let workbench: Workbench;
  suiteSetup(async () => {
    workbench = await openWorkbench({
      files: { 'slice.layerwise.json': slice('slice', 1), 'endless.layerwise.json': slice('endless', 500) },
    });
  });
  suiteTeardown(() => workbench.close());

  const layer = (words: string) => workbench.designer().getByRole('treeitem', { name: words });
  const total = (words: string) => workbench.designer().getByRole('toolbar', { name: 'Model' }).getByText(words).first();
  const inFile = () =>
    (JSON.parse(readFileSync(path.join(workbench.folder, EXAMPLE), 'utf8')) as { layers: { units?: number }[] }).layers[3]?.units;
  const runs = () => {
    const folder = path.join(workbench.folder, '.layerwise/runs');
    return existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : [];
  };
  const record = (run: string) =>
    JSON.parse(readFileSync(path.join(run, 'run.json'), 'utf8')) as { name: string; phase: string; history?: object };

  test('the example opens in the designer with every count', async () => {
    await workbench.openFile(EXAMPLE);
    await layer('Dense hidden1, 784 to 300, 235,500 parameters').waitFor();
    await total('271,346').waitFor();
    await total('268,978').waitFor();
    await total('2,368').waitFor();
  });

  test('other units change every count that follows from them', async () => {
    await layer('Dense hidden1').click();
    const units = workbench.designer().getByRole('region', { name: 'Essentials' }).getByRole('textbox').first();
    await units.fill('400');
    await workbench.designer().getByText('784 × 400 + 400 = 314,000').first().waitFor();
    await units.press('Enter');
    await layer('Dense hidden1, 784 to 400, 314,000 parameters').waitFor();
    await layer('BatchNormalization bn1, 400 to 400, 1,600 parameters').waitFor();
    await layer('Dense hidden2, 400 to 100, 40,100 parameters').waitFor();
    await total('360,246').waitFor();
    await workbench.page.locator('.tab.dirty', { hasText: EXAMPLE }).waitFor();
  });

  test('undo, redo and save are those of the document', async () => {
    await layer('Dense hidden1').click();
    await workbench.page.keyboard.press('Control+Z');
    await total('271,346').waitFor();
    await workbench.page.locator('.tab.dirty').waitFor({ state: 'detached' });
    await workbench.page.keyboard.press('Control+Y');
    await total('360,246').waitFor();
    assert.equal(inFile(), 300);
    await workbench.page.keyboard.press('Control+S');
    await workbench.page.locator('.tab.dirty').waitFor({ state: 'detached' });
    assert.equal(inFile(), 400);
  });

  test('Train trains on MNIST in another process, and the curves are drawn', async () => {
    await workbench.openFile('slice.layerwise.json');
    await workbench.designer().getByRole('button', { name: 'Train', exact: true }).click();
    await workbench.training().getByText('Finished', { exact: true }).waitFor();
    const epoch = workbench.training().locator('.log tbody tr');
    await eventually(async () => assert.equal(await epoch.count(), 1));
    const figures = await epoch.locator('td').allTextContents();
    assert.equal(figures[0], '63', '2,000 samples are 63 steps of 32');
    await workbench.training().locator('.plot.loss canvas').waitFor();
  });

  test('the run is a folder with its history and its weights', () => {
    const [run = ''] = runs();
    assert.deepEqual(record(run).phase, 'finished');
    assert.deepEqual(Object.keys(record(run).history ?? {}).sort(), ['accuracy', 'loss', 'val_accuracy', 'val_loss']);
    for (const name of ['design.layerwise.json', 'metrics.jsonl', 'checkpoints/best.safetensors', 'checkpoints/last.safetensors'])
      assert.ok(existsSync(path.join(run, name)), name);
  });

  test('the panel is the same after it was closed', async () => {
    await workbench.command('View: Close Editor');
    await workbench.command('Layerwise: Show Training');
    await workbench.training().getByText('Finished', { exact: true }).waitFor();
    await eventually(async () => assert.equal(await workbench.training().locator('.log tbody tr').count(), 1));
  });

  test('a run stops when it is told to, and both are in the list of runs', async () => {
    await workbench.openFile('endless.layerwise.json');
    await workbench.command('Layerwise: Train Model');
    await workbench.training().getByText('Training', { exact: true }).waitFor();
    await workbench.training().getByRole('button', { name: 'Stop' }).click();
    await workbench.training().getByText('Stopped', { exact: true }).waitFor();
    assert.deepEqual(
      runs()
        .map((run) => record(run).phase)
        .sort(),
      ['finished', 'stopped'],
    );
    await workbench.page.getByRole('tab', { name: 'Layerwise', exact: true }).click();
    for (const name of ['slice', 'endless']) await workbench.page.getByRole('treeitem', { name }).first().waitFor();
  });

  test('no page printed an error', () => {
    assert.deepEqual(workbench.failures, []);
    assert.deepEqual(workbench.messages, []);
  });
});
