import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { JudgedClasses } from '../../src/protocol/evaluation';
import type { ToEvaluation } from '../../src/protocol/evaluationPage';
import type { Layerwise } from '../../src/extension';
import { closeEditors, designText, layerwise, MNIST, until, writeDesign } from './editor';

suite('Evaluation', () => {
  let parts: Layerwise;
  suiteSetup(async () => {
    parts = await layerwise();
  });
  teardown(closeEditors);

  test('a run is evaluated sample by sample, and a sample of a person is judged', async () => {
    const uri = await writeDesign('evaluated.layerwise.json', designText({ training: MNIST }));
    const id = await vscode.commands.executeCommand<string>('layerwise.train', uri, { limit: 600, epochs: 1 });
    await until('it has ended', () => parts.runs.byId(id)?.state.phase === 'finished');
    await vscode.commands.executeCommand('layerwise.evaluateRun', id);
    const [page] = parts.evaluations.pages;
    assert.ok(page);
    const told: ToEvaluation[] = [];
    const listening = page.onDidPost((message) => told.push(message));
    const last = <Type extends ToEvaluation['type']>(type: Type) =>
      told.findLast((message): message is Extract<ToEvaluation, { type: Type }> => message.type === type);
    await until('it is evaluated', () => last('evaluated') !== undefined);
    const { report } = last('evaluated')!;
    const { confusion } = report.outputs[0] as JudgedClasses;
    assert.equal(confusion.samples.reduce((sum, count) => sum + count, 0), report.samples); // prettier-ignore
    assert.equal(report.samples, 10_000);
    await page.receive({ type: 'judgeSample', id: 1, values: new Array<number>(784).fill(0), choice: { checkpoint: 'best' } });
    assert.equal(last('sampleJudged')?.id, 1);
    await page.receive({ type: 'judgeSample', id: 2, values: [0], choice: { checkpoint: 'best' } });
    assert.match(last('sampleRefused')?.failure.message ?? '', /does not fit the model/);
    // The same run once more: the tab that is open.
    await vscode.commands.executeCommand('layerwise.evaluateRun', id);
    assert.equal(parts.evaluations.pages.length, 1);
    listening.dispose();
  });
});
