import assert from 'node:assert/strict';
import { openWorkbench, type Workbench } from './workbench';

suite('An example in the designer', () => {
  let workbench: Workbench;
  suiteSetup(async () => {
    workbench = await openWorkbench();
  });
  suiteTeardown(() => workbench.close());

  test('opens by its name and shows its layers', async () => {
    await workbench.openFile('mnist-bn.layerwise.json');
    for (const layer of ['pixels', 'hidden1', 'classes']) await workbench.designer().getByText(layer).first().waitFor();
    assert.deepEqual(workbench.failures, []);
    assert.deepEqual(workbench.messages, []);
  });
});
